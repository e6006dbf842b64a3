using System.Collections.Immutable;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Bookings;

/// <summary>Resources and bookings as they are told, and as they are read.</summary>
internal static class BookingResources
{
    private const int MostListed = 200;
    private const double MostSeconds = 400 * 86_400;

    /// <summary>A resource.</summary>
    public static BookingPlaceResource Of(BookableResource resource) => new(
        resource.Id,
        resource.Merchant.Value,
        new BookingPlaceBody(
            resource.Store.Value,
            resource.Name,
            resource.TimeZone,
            resource.Plan.Length.TotalSeconds,
            resource.Plan.Capacity,
            resource.Plan.LargestParty,
            WeeklyHours.Of(resource.Plan.Hours.Weekly),
            Of(resource.Deposit),
            resource.Plan.SmallestParty,
            resource.Plan.Lead.TotalSeconds,
            resource.Plan.Ahead.TotalSeconds,
            resource.Plan.Hours.Exceptions.IsEmpty
                ? null
                : [.. resource.Plan.Hours.Exceptions.Select(exception => new BookingDayResource(exception.Day, [.. exception.Hours.Select(hours => new BookingRangeResource(hours.From, hours.To))]))],
            resource.HoldFor.TotalSeconds,
            resource.Early.TotalSeconds,
            resource.Grace.TotalSeconds,
            resource.Paused,
            resource.Version));

    /// <summary>What is paid to book.</summary>
    public static BookingDepositResource Of(DepositPolicy deposit) => new(
        deposit.PerPerson.Currency.Code, deposit.PerPerson.MinorUnits, deposit.FreeUntil.TotalSeconds, deposit.LateShare.Value, deposit.NoShowShare.Value);

    /// <summary>A booking as it stands at an instant: a hold that has run out is told so, whether or not anybody has written it down.</summary>
    /// <param name="entry">The booking.</param>
    /// <param name="now">The instant.</param>
    /// <param name="toMerchant">Whether its merchant is told.</param>
    public static BookingResource Of(BookingEntry entry, DateTimeOffset now, bool toMerchant = false)
    {
        var booking = BookingDecisions.Sweep(entry.Booking, entry.Terms.Grace, now);
        var status = booking.Status == BookingStatus.Lapsed ? BookingStatus.Lapsed : entry.Booking.Status;
        return new BookingResource(
            entry.Booking.Id.Value,
            entry.Booking.Resource,
            entry.Booking.Slot.Begins,
            entry.Booking.Slot.Ends,
            entry.Booking.Party,
            Snake.Of(status),
            entry.MadeAt,
            entry.Deposit.Currency.Code,
            entry.Booking.Customer is null ? 0 : entry.Deposit.MinorUnits,
            entry.Booking.Slot.Begins - entry.Terms.Deposit.FreeUntil,
            status == BookingStatus.Held ? entry.Booking.HeldUntil : null,
            entry.Job?.Value,
            entry.Kept?.MinorUnits,
            entry is { Kept: { } kept, Job: not null } ? (entry.Deposit - kept).MinorUnits : null,
            status == BookingStatus.Canceled ? entry.ByStore : null,
            toMerchant ? entry.Booking.Customer?.Value : null);
    }

    /// <summary>A slot.</summary>
    public static BookingSlotResource Of(FreeSlot slot) => new(slot.Slot.Begins, slot.Slot.Ends, slot.Free, slot.Why is { } why ? Snake.Of(why) : null);

    /// <summary>Reads a resource; what is wrong with it joins the faults.</summary>
    /// <returns>Null when it could not be read at all.</returns>
    public static BookableResource? Read(BookingPlaceBody body, Guid id, MerchantId merchant, List<(string Field, string Reason)> faults)
    {
        if (!Currency.TryOf(body.Deposit.Currency, out var currency))
        {
            faults.Add(("deposit.currency", $"'{body.Deposit.Currency}' is not known."));
        }

        if (id == Guid.Empty || body.StoreId == Guid.Empty)
        {
            faults.Add(("store_id", "The empty id names nothing."));
        }

        foreach (var (field, share) in new[] { ("deposit.late_share_basis_points", body.Deposit.LateShareBasisPoints), ("deposit.no_show_share_basis_points", body.Deposit.NoShowShareBasisPoints) })
        {
            if (share is < 0 or > 10_000)
            {
                faults.Add((field, "0 to 10,000 is expected."));
            }
        }

        foreach (var (field, seconds) in new[]
        {
            ("slot_seconds", body.SlotSeconds), ("lead_seconds", body.LeadSeconds), ("ahead_seconds", body.AheadSeconds), ("hold_seconds", body.HoldSeconds), ("early_seconds", body.EarlySeconds),
            ("grace_seconds", body.GraceSeconds), ("deposit.free_until_seconds", body.Deposit.FreeUntilSeconds),
        })
        {
            if (!(seconds >= 0 && seconds <= MostSeconds))
            {
                faults.Add((field, "A number of seconds is expected, not negative and at most 400 days."));
            }
        }

        var weekly = WeeklyHours.Read(body.Hours, MostListed, "hours", faults);
        var exceptions = BodyLists.Read(body.Exceptions, MostListed, "exceptions", faults).Select(exception => new OpeningException(
            exception.Day, [.. BodyLists.Read<BookingRangeResource>(exception.Hours, MostListed, "exceptions.hours", faults).Select(hours => new HourRange(hours.From, hours.To))])).ToImmutableArray();
        if (exceptions.Any(exception => exception.Day.Year is < 2000 or > 9000))
        {
            faults.Add(("exceptions", "Days of the years 2000 to 9000 are expected."));
        }

        if (faults.Count > 0)
        {
            return null;
        }

        var resource = new BookableResource(
            id,
            merchant,
            new StoreId(body.StoreId),
            body.Name,
            body.TimeZone,
            new SlotPlan(
                Seconds(body.SlotSeconds),
                body.Capacity,
                body.SmallestParty,
                body.LargestParty,
                Seconds(body.LeadSeconds),
                Seconds(body.AheadSeconds),
                new OpeningHours(weekly, exceptions)),
            new DepositPolicy(
                new Money(body.Deposit.PerPersonMinorUnits, currency),
                Seconds(body.Deposit.FreeUntilSeconds),
                new BasisPoints(body.Deposit.LateShareBasisPoints),
                new BasisPoints(body.Deposit.NoShowShareBasisPoints)),
            Seconds(body.HoldSeconds),
            Seconds(body.EarlySeconds),
            Seconds(body.GraceSeconds),
            body.Paused,
            body.Version);
        faults.AddRange(resource.Faults().Select(fault => ("place", fault)));
        return resource;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
