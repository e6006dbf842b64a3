namespace O2O.Dispatch.Domain.Bookings;

/// <summary>A time that can be booked, [Begins, Ends).</summary>
/// <param name="Begins">The instant it begins.</param>
/// <param name="Ends">The instant it ends.</param>
public readonly record struct Slot(DateTimeOffset Begins, DateTimeOffset Ends)
{
    /// <summary>When who has booked it and has not come has missed it.</summary>
    /// <param name="grace">How long after its beginning a store waits.</param>
    public DateTimeOffset MissedAt(TimeSpan grace) => grace < Ends - Begins ? Begins + grace : Ends;
}
