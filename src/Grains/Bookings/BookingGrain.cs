using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Grains.Batches;
using Orleans.Concurrency;

namespace O2O.Dispatch.Grains.Bookings;

/// <summary>One resource that is booked. The requests of a moment are one transaction.</summary>
[Reentrant]
public sealed class BookingGrain(IBookingStore store, TimeProvider time) : Grain, IBookingGrain
{
    private Guid _id;
    private Gathered<BookingCommand, BookingResult> _gathered = null!;

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = Guid.Parse(this.GetPrimaryKeyString());
        _gathered = new(async commands => await store.Run(_id, commands, time.GetUtcNow(), CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<BookingReply> Hold(HoldBooking command, CancellationToken cancellationToken) => Answer(
        new BookingCommand.Hold(new BookingId(command.Booking), command.Begins, command.Party, new CustomerId(command.Customer), command.Until, command.Confirmed), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> Confirm(Guid booking, Guid? job, CancellationToken cancellationToken) =>
        Answer(new BookingCommand.Confirm(new BookingId(booking), job is { } pays ? new JobId(pays) : null), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> Cancel(Guid booking, bool byStore, CancellationToken cancellationToken) => Answer(new BookingCommand.Cancel(new BookingId(booking), byStore), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> Seat(Guid booking, CancellationToken cancellationToken) => Answer(new BookingCommand.Seat(new BookingId(booking)), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> Had(Guid booking, Guid job, CancellationToken cancellationToken) => Answer(new BookingCommand.Had(new BookingId(booking), new JobId(job)), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> LetGo(LetBookingGo command, CancellationToken cancellationToken) =>
        Answer(new BookingCommand.LetGo(new BookingId(command.Booking), new JobId(command.Job), command.At, command.Free, command.ByStore), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> WalkIn(Guid booking, DateTimeOffset begins, int party, CancellationToken cancellationToken) =>
        Answer(new BookingCommand.WalkIn(new BookingId(booking), begins, party), cancellationToken);

    /// <inheritdoc/>
    public Task<BookingReply> Finish(Guid booking, CancellationToken cancellationToken) => Answer(new BookingCommand.Finish(new BookingId(booking)), cancellationToken);

    /// <inheritdoc/>
    public async Task<int> Sweep(ImmutableArray<Guid> bookings, CancellationToken cancellationToken)
    {
        var results = await _gathered.RunAll([.. bookings.Select(booking => new BookingCommand.Sweep(new BookingId(booking)))], cancellationToken);
        return results.Count(result => result.Changed);
    }

    private async Task<BookingReply> Answer(BookingCommand command, CancellationToken cancellationToken)
    {
        var result = await _gathered.Run(command, cancellationToken);
        return result.After is not { } entry
            ? new BookingReply(null, null, Snake.Of(result.Rejection!.Value), false, null, null, null)
            : new BookingReply(
                entry.Booking.Id.Value,
                Snake.Of(entry.Booking.Status),
                null,
                result.Changed,
                entry.Deposit.MinorUnits,
                entry.Kept?.MinorUnits,
                entry.Deposit.Currency.Code);
    }
}
