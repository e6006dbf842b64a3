using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Grains.Bookings;

/// <summary>
/// Ends the job of a place that was given up: by its store for nothing, by its customer for what of the deposit stays. Who has not come pays by the job's own terms when the slot is over.
/// </summary>
/// <param name="grains">Reaches jobs.</param>
public sealed class JobBookingNews(IGrainFactory grains) : IBookingNews
{
    /// <inheritdoc/>
    public async ValueTask<JobView?> Ask(JobId job, CancellationToken cancellationToken)
    {
        // Its code is over in the same instant: what is due of the job happens first.
        var woken = await grains.GetGrain<IJobGrain>(job.ToString()).Wake(cancellationToken);
        return woken.View;
    }

    /// <inheritdoc/>
    public async ValueTask Ended(BookingEntry booking, CancellationToken cancellationToken)
    {
        if (booking is { Job: { } job, Booking.Status: BookingStatus.Canceled })
        {
            // Ended before, or had already: then there is nothing to end, and the answer says so.
            Guid? customer = booking.ByStore ? null : booking.Booking.Customer?.Value;
            await grains.GetGrain<IJobGrain>(job.ToString()).Cancel(
                new CancelJob(CommandStamp.Of(CommandStamp.DeterministicId($"booking-given-up\n{booking.Booking.Id.Value:N}")), customer, Snake.Of(customer is null ? CancelReason.BookingLost : CancelReason.ChangedMind)),
                cancellationToken);
        }
    }
}
