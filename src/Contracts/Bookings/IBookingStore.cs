using System.Collections.Immutable;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Bookings;

/// <summary>What can be booked, and the bookings. Thread-safe; what is answered is durable, and no two changes of a slot come between each other: never more is taken than its capacity, whoever asks at once.</summary>
public interface IBookingStore
{
    /// <summary>Writes a resource down: a new one, or the change of one.</summary>
    /// <param name="resource">How it shall stand; its version is the one that was seen, 0 for a new one. The same again changes nothing.</param>
    /// <param name="now">The instant.</param>
    /// <param name="cancellationToken">Stops before it begins.</param>
    ValueTask<ResourceResult> Put(BookableResource resource, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A resource; null when there is none of that id.</summary>
    ValueTask<BookableResource?> Resource(Guid resource, CancellationToken cancellationToken);

    /// <summary>A merchant's resources in order of id.</summary>
    /// <param name="merchant">Whose.</param>
    /// <param name="after">Ids above this one; null for the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<BookableResource>> OfMerchant(MerchantId merchant, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>A store's resources in order of id, at most 1,000.</summary>
    ValueTask<ImmutableArray<BookableResource>> OfStore(StoreId store, CancellationToken cancellationToken);

    /// <summary>
    /// Runs commands of one resource in their order, in one transaction, by <see cref="BookingBook"/>: each on what the one before left. A command that is refused leaves the others alone. Holds of the
    /// slots in question that have lapsed are given back first.
    /// </summary>
    /// <returns>What came of each, in the same order. Of a resource that is not there, every command is refused.</returns>
    ValueTask<ImmutableArray<BookingResult>> Run(Guid resource, ImmutableArray<BookingCommand> commands, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>A booking; null when there is none of that id.</summary>
    ValueTask<BookingEntry?> Find(BookingId booking, CancellationToken cancellationToken);

    /// <summary>What is taken of the slots that begin in [from, until), by time. What holds took that have run out by now is not among it.</summary>
    ValueTask<ImmutableArray<SlotCount>> Taken(Guid resource, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The bookings of the slots that begin in [from, until), by time and id.</summary>
    /// <param name="resource">What is booked.</param>
    /// <param name="from">From.</param>
    /// <param name="until">Until before.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<BookingEntry>> Book(Guid resource, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancellationToken);

    /// <summary>A customer's bookings, the latest id first.</summary>
    ValueTask<ImmutableArray<BookingEntry>> Of(CustomerId customer, BookingId? before, int limit, CancellationToken cancellationToken);

    /// <summary>Bookings that something has to happen to, the longest due first: holds that run out, customers who have not come, people who have sat their time.</summary>
    ValueTask<ImmutableArray<BookingEntry>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>Bookings that were paid for by a job and then given up or missed, of which nobody has been told, by id. Each stays among them until <see cref="Told"/>.</summary>
    ValueTask<ImmutableArray<BookingEntry>> News(int limit, CancellationToken cancellationToken);

    /// <summary>Whoever has to know of the end of a booking does.</summary>
    ValueTask Told(BookingId booking, CancellationToken cancellationToken);
}
