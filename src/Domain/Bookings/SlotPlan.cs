using System.Collections.Immutable;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Bookings;

/// <summary>What can be booked of a resource: tables, seats, a chair, a fitter.</summary>
/// <param name="Length">Of a slot: 1 minute to 24 hours.</param>
/// <param name="Capacity">How many people (or units) a slot takes, at least 1; walk-ins count.</param>
/// <param name="SmallestParty">The least that is booked at once, at least 1.</param>
/// <param name="LargestParty">The most that is booked at once, at most the capacity.</param>
/// <param name="Lead">A slot can be booked until so long before it begins.</param>
/// <param name="Ahead">A slot can be booked from so long before it begins.</param>
/// <param name="Hours">Slots begin and end within these hours.</param>
public sealed record SlotPlan(TimeSpan Length, int Capacity, int SmallestParty, int LargestParty, TimeSpan Lead, TimeSpan Ahead, OpeningHours Hours)
{
    /// <summary>The slots that begin within the hours of a day, in order. Where clocks are put back the day has more of them, where forward fewer; each lasts its length.</summary>
    /// <param name="zone">Of the clock there.</param>
    /// <param name="day">On that clock.</param>
    public ImmutableArray<Slot> SlotsOf(TimeZoneInfo zone, DateOnly day)
    {
        var slots = ImmutableArray.CreateBuilder<Slot>();
        foreach (var range in Hours.Of(day))
        {
            var end = WallClock.InstantOf(zone, range.To);
            for (var at = WallClock.InstantOf(zone, range.From); at + Length <= end; at += Length)
            {
                slots.Add(new Slot(at, at + Length));
            }
        }

        return slots.ToImmutable();
    }

    /// <summary>The slot that begins at an instant; null when none does.</summary>
    public Slot? SlotAt(TimeZoneInfo zone, DateTimeOffset begins)
    {
        var day = DateOnly.FromDateTime(WallClock.At(zone, begins));
        foreach (var slot in SlotsOf(zone, day.AddDays(-1)).Concat(SlotsOf(zone, day)))
        {
            if (slot.Begins == begins)
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Length < TimeSpan.FromMinutes(1) || Length > TimeSpan.FromHours(24))
        {
            yield return $"A slot lasts {Length}; it lies between 1 min and 24 h.";
        }

        if (Capacity < 1 || SmallestParty < 1 || LargestParty < SmallestParty || LargestParty > Capacity)
        {
            yield return $"Parties of {SmallestParty} to {LargestParty} do not fit a capacity of {Capacity}: 1 <= smallest <= largest <= capacity.";
        }

        if (Lead < TimeSpan.Zero || Ahead <= Lead)
        {
            yield return $"Booked until {Lead} and from {Ahead} before it begins leaves no time to book in.";
        }

        foreach (var fault in Hours.Faults())
        {
            yield return fault;
        }
    }
}
