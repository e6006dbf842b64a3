using O2O.Dispatch.Domain.Bookings;

namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>Is told of bookings that were paid for by a job and then given up or missed: the job has to be ended, with what of the deposit stays. At least once; a fault is tried again. Thread-safe.</summary>
public interface IBookingNews
{
    /// <summary>Tells of one.</summary>
    /// <param name="booking">As it stands: canceled or a no-show, with its job and what is kept.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask Ended(BookingEntry booking, CancellationToken cancellationToken);
}
