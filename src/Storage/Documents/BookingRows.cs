using System.Text.Json;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>Resources and bookings between rows and what they mean, for both databases.</summary>
internal static class BookingRows
{
    /// <summary>How many resources of a store are read at once.</summary>
    public const int ResourcesAtOnce = 1_000;

    /// <summary>How many lapsed holds of its slots a transaction gives back at the most. As many fall due at one instant only where somebody holds more than that at once, and the sweep has the rest.</summary>
    public const int LapsedAtOnce = 10_000;

    /// <summary>The columns of a booking.</summary>
    public const string Columns = "booking_id, resource_id, begins_at, ends_at, party, customer_id, status, held_until, job_id, terms, made_at, changed_at, kept_minor_units, by_store";

    /// <summary>A resource as a document. Its version stands beside it and counts.</summary>
    public static string Body(BookableResource resource) => JsonSerializer.Serialize(resource with { Version = 0 }, StoreJson.Options);

    /// <summary>Reads a resource.</summary>
    public static BookableResource Resource(string body, long version) =>
        (JsonSerializer.Deserialize<BookableResource>(body, StoreJson.Options) ?? throw new JsonException("A resource is expected, not null.")) with { Version = checked((int)version) };

    /// <summary>The terms of a booking as a document.</summary>
    public static string Terms(BookingTerms terms) => JsonSerializer.Serialize(terms, StoreJson.Options);

    /// <summary>What becomes of the change of a resource.</summary>
    /// <param name="stands">As it stands; null when there is none.</param>
    /// <param name="wanted">As it shall stand, with the version that was seen.</param>
    /// <param name="booked">Slots that are not over of which something is taken.</param>
    /// <param name="changed">Whether it is to be written.</param>
    public static ResourceResult Change(BookableResource? stands, BookableResource wanted, IEnumerable<Slot> booked, out bool changed)
    {
        changed = false;
        if (stands is null ? wanted.Version != 0 : stands.Merchant != wanted.Merchant)
        {
            return new ResourceResult(null, ResourceRejection.Unknown);
        }

        if (stands is not null && stands.Version == wanted.Version + 1 && Body(stands) == Body(wanted))
        {
            return new ResourceResult(stands, null);
        }

        if (stands is not null && stands.Version != wanted.Version)
        {
            return new ResourceResult(null, ResourceRejection.Stale);
        }

        var zone = wanted.Zone();
        if (!booked.All(slot => wanted.Plan.SlotAt(zone, slot.Begins) == slot))
        {
            return new ResourceResult(null, ResourceRejection.Booked);
        }

        changed = true;
        return new ResourceResult(wanted with { Version = wanted.Version + 1 }, null);
    }

    /// <summary>A booking of its columns.</summary>
    public static BookingEntry Entry(
        Guid id, Guid resource, DateTimeOffset begins, DateTimeOffset ends, long party, Guid? customer, string status, long? heldUntil, Guid? job, string terms, DateTimeOffset made, DateTimeOffset changed, long? kept, long byStore)
    {
        var goesBy = JsonSerializer.Deserialize<BookingTerms>(terms, StoreJson.Options) ?? throw new JsonException("A booking's terms are expected, not null.");
        return new BookingEntry(
            new Booking(
                new BookingId(id),
                resource,
                new Slot(begins, ends),
                checked((int)party),
                customer is { } who ? new CustomerId(who) : null,
                EnumText<BookingStatus>.Parse(status),
                heldUntil is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null),
            goesBy,
            job is { } pays ? new JobId(pays) : null,
            made,
            changed,
            kept is { } amount ? new Money(amount, goesBy.Deposit.PerPerson.Currency) : null,
            byStore == 1);
    }
}
