using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>
/// Knows the jobs that pay for bookings. It is told of bookings that were paid for and then given up or missed: the job has to be ended, with what of the deposit stays. At least once; a fault is tried again.
/// Thread-safe.
/// </summary>
public interface IBookingNews
{
    /// <summary>How the job stands that pays for a booking whose time is over: it decides first whether the customer has come.</summary>
    /// <param name="job">Which.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Null when there is no such job.</returns>
    ValueTask<JobView?> Ask(JobId job, CancellationToken cancellationToken);

    /// <summary>Tells of one.</summary>
    /// <param name="booking">As it stands: canceled or a no-show, with its job and what is kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask Ended(BookingEntry booking, CancellationToken cancellationToken);
}
