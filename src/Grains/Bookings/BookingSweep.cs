using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Bookings;

namespace O2O.Dispatch.Grains.Bookings;

/// <summary>
/// Lets happen what happens to bookings by itself, and tells whoever has to know of those that ended with a job. Places that a lapsed hold took are free before it comes; two processes that sweep at once
/// do each thing once.
/// </summary>
/// <param name="store">What is due.</param>
/// <param name="grains">Reaches the resources.</param>
/// <param name="news">Who is told; null for nobody: then the news waits in the store.</param>
/// <param name="work">Runs the rounds.</param>
/// <param name="time">Now.</param>
/// <param name="log">What failed.</param>
public sealed partial class BookingSweep(IBookingStore store, IGrainFactory grains, IBookingNews? news, IBackgroundWork work, TimeProvider time, ILogger<BookingSweep> log)
{
    private const int Batch = 500;

    /// <summary>Between two rounds: 5 s. Nobody waits for it but the customer whose deposit comes back.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>Starts the rounds; they go on until the engine stops.</summary>
    public void Start() => work.Every("booking-sweep", () => Period, time, Round, fault => RoundFailed(log, fault));

    /// <summary>One round: all that is due, then all news.</summary>
    /// <returns>How many bookings changed.</returns>
    public async Task<int> Round(CancellationToken cancellationToken)
    {
        var changed = 0;
        while (await store.Due(time.GetUtcNow(), Batch, cancellationToken) is { IsEmpty: false } due)
        {
            var before = changed;
            foreach (var resource in due.GroupBy(one => one.Booking.Resource))
            {
                var grain = grains.GetGrain<IBookingGrain>(resource.Key.ToString("N"));
                var over = ImmutableArray.CreateBuilder<Guid>();
                foreach (var one in resource)
                {
                    var (isOver, hasChanged) = await Look(grain, one, cancellationToken);
                    changed += hasChanged ? 1 : 0;
                    if (isOver)
                    {
                        over.Add(one.Booking.Id.Value);
                    }
                }

                changed += await grain.Sweep(over.ToImmutable(), cancellationToken);
            }

            if (due.Length < Batch || changed == before)
            {
                break;
            }
        }

        await Tell(cancellationToken);
        return changed;
    }

    /// <summary>Whether the book may decide: of a place that a job pays for the job says whether it was had, given up or missed, and it has said so before the place is another's.</summary>
    private async Task<(bool IsOver, bool Changed)> Look(IBookingGrain grain, BookingEntry entry, CancellationToken cancellationToken)
    {
        if (news is null || entry is not { Job: { } pays, Booking.Status: BookingStatus.Confirmed })
        {
            return (true, false);
        }

        try
        {
            return (await news.Ask(pays, cancellationToken))?.State switch
            {
                JobState.Completed => (false, (await grain.Had(entry.Booking.Id.Value, pays.Value, cancellationToken)).Changed),

                // Its news is under way: the place is given up for what the job took, at the instant that it ended.
                JobState.CanceledByCustomer or JobState.CanceledByPlatform or JobState.Failed => (false, false),
                _ => (true, false),
            };
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            NewsFailed(log, fault, entry.Booking.Id.Value);
            return (false, false);
        }
    }

    private async Task Tell(CancellationToken cancellationToken)
    {
        if (news is null)
        {
            return;
        }

        foreach (var ended in await store.News(Batch, cancellationToken))
        {
            try
            {
                await news.Ended(ended, cancellationToken);
                await store.Told(ended.Booking.Id, cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // It stays among the news; the others do not wait for it.
                NewsFailed(log, fault, ended.Booking.Id.Value);
            }
        }
    }

    [LoggerMessage(1661, LogLevel.Warning, "A round of the bookings' sweep failed; the next one goes on")]
    private static partial void RoundFailed(ILogger log, Exception fault);

    [LoggerMessage(1662, LogLevel.Warning, "Of booking {Booking} nobody could be told; the next round tries again")]
    private static partial void NewsFailed(ILogger log, Exception fault, Guid booking);
}
