using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What people book: the tables of a restaurant, the seats of a hall, a chair, a fitter.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Merchant">Whose.</param>
/// <param name="Store">Where.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="TimeZone">Of the clock there, an IANA name.</param>
/// <param name="Plan">What can be booked of it, and when.</param>
/// <param name="Deposit">What is paid to book.</param>
/// <param name="HoldFor">How long a place is kept while the customer pays: 1 min to 1 h.</param>
/// <param name="Early">So long before a slot begins people are let in, 0 to 24 h.</param>
/// <param name="Grace">So long after it begins a store waits for who has booked, 0 to 24 h.</param>
/// <param name="Paused">Whether nothing is booked for now; who comes is let in.</param>
/// <param name="Version">Counts its changes from 1; 0 for one that is not written yet.</param>
public sealed record BookableResource(
    Guid Id,
    MerchantId Merchant,
    StoreId Store,
    string Name,
    string TimeZone,
    SlotPlan Plan,
    DepositPolicy Deposit,
    TimeSpan HoldFor,
    TimeSpan Early,
    TimeSpan Grace,
    bool Paused = false,
    int Version = 0)
{
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>The clock there.</summary>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know it.</exception>
    public TimeZoneInfo Zone() => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>What a booking that is made now goes by.</summary>
    public BookingTerms Terms() => new(Deposit, Early, Grace);

    /// <summary>The slots that begin within a day on the clock there, each with the places that are free.</summary>
    /// <param name="day">On the clock there.</param>
    /// <param name="taken">The slots of that time of which something is taken.</param>
    /// <param name="now">The instant.</param>
    public IEnumerable<FreeSlot> FreeOn(DateOnly day, IEnumerable<SlotCount> taken, DateTimeOffset now)
    {
        var counts = taken.ToDictionary(count => count.Slot.Begins, count => count.Taken);
        foreach (var slot in Plan.SlotsOf(Zone(), day))
        {
            yield return new FreeSlot(
                slot,
                Math.Max(0, Plan.Capacity - counts.GetValueOrDefault(slot.Begins)),
                Paused ? BookingRejection.Paused : now > slot.Begins - Plan.Lead ? BookingRejection.TooLate : now < slot.Begins - Plan.Ahead ? BookingRejection.TooEarly : null);
        }
    }

    /// <summary>The slot that is on at an instant; null when none is.</summary>
    public Slot? SlotOn(DateTimeOffset now)
    {
        var zone = Zone();
        var day = DateOnly.FromDateTime(WallClock.At(zone, now));
        foreach (var slot in Plan.SlotsOf(zone, day.AddDays(-1)).Concat(Plan.SlotsOf(zone, day)))
        {
            if (slot.Begins <= now && now < slot.Ends)
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
        {
            yield return "A resource has a name of 1 to 100 characters.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return $"'{TimeZone}' is no time zone: an IANA name is expected, as America/New_York.";
        }

        foreach (var fault in Plan.Faults())
        {
            yield return fault;
        }

        if (Overlap() is { } day)
        {
            yield return $"Hours overlap on {day:yyyy-MM-dd}: a place would be in two slots at once.";
        }

        if (Deposit.PerPerson.IsNegative)
        {
            yield return $"A deposit of {Deposit.PerPerson} is less than nothing.";
        }

        if (Deposit.LateShare.Value > BasisPoints.One.Value || Deposit.NoShowShare.Value > BasisPoints.One.Value)
        {
            yield return "Of a deposit at most the whole stays.";
        }

        if (Deposit.FreeUntil < TimeSpan.Zero)
        {
            yield return $"A booking is given up free until {Deposit.FreeUntil} before it begins; that is not negative.";
        }

        if (HoldFor < TimeSpan.FromMinutes(1) || HoldFor > TimeSpan.FromHours(1))
        {
            yield return $"A place is held for {HoldFor}; it lies between 1 min and 1 h.";
        }

        if (Early < TimeSpan.Zero || Early > Day || Grace < TimeSpan.Zero || Grace > Day)
        {
            yield return $"People are let in {Early} before and waited for {Grace} after a slot begins; each lies between 0 and 24 h.";
        }
    }

    /// <summary>A day whose hours overlap with each other or with those of the day before. Weeks are alike, but for the exceptions.</summary>
    private DateOnly? Overlap()
    {
        var week = new DateOnly(2026, 1, 4);
        var days = Enumerable.Range(0, 7).Select(week.AddDays).Concat(Plan.Hours.Exceptions.SelectMany(exception => new[] { exception.Day, exception.Day.AddDays(1) }));
        foreach (var day in days)
        {
            var end = DateTime.MinValue;
            foreach (var range in Plan.Hours.Of(day.AddDays(-1)).Concat(Plan.Hours.Of(day)).OrderBy(range => range.From))
            {
                if (range.From < end)
                {
                    return day;
                }

                end = range.To;
            }
        }

        return null;
    }
}
