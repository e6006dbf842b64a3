using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Bookings on SQLite. One writer at a time: what commands read stays so until it is written.</summary>
internal sealed class SqliteBookingStore(SqliteStore store) : IBookingStore
{
    private const string ResourceSql = "SELECT body, version, merchant_id FROM bookable_resources WHERE resource_id = ?1";
    private const string OfMerchantSql = "SELECT body, version FROM bookable_resources WHERE merchant_id = ?1 AND resource_id > ?2 ORDER BY resource_id LIMIT ?3";
    private const string OfStoreSql = "SELECT body, version FROM bookable_resources WHERE store_id = ?1 ORDER BY resource_id LIMIT ?2";
    private const string PutResourceSql = """
        INSERT INTO bookable_resources (resource_id, merchant_id, store_id, version, body, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (resource_id) DO UPDATE SET store_id = excluded.store_id, version = excluded.version, body = excluded.body, changed_at = excluded.changed_at
        """;

    private const string BookedSql = "SELECT begins_at, ends_at FROM booking_slots WHERE resource_id = ?1 AND ends_at > ?2 AND taken > 0";
    private const string SlotSql = "SELECT begins_at, ends_at, taken FROM booking_slots WHERE resource_id = ?1 AND begins_at = ?2";
    private const string PutSlotSql = """
        INSERT INTO booking_slots (resource_id, begins_at, ends_at, taken, most) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (resource_id, begins_at) DO UPDATE SET ends_at = excluded.ends_at, most = MAX(?5, taken), taken = excluded.taken
        """;

    private const string TakenSql = """
        SELECT s.begins_at, s.ends_at, s.taken - COALESCE((SELECT SUM(b.party) FROM bookings b WHERE b.resource_id = s.resource_id AND b.begins_at = s.begins_at AND b.status = 'held' AND b.held_until <= ?4), 0)
        FROM booking_slots s WHERE s.resource_id = ?1 AND s.begins_at >= ?2 AND s.begins_at < ?3 ORDER BY s.begins_at
        """;

    private const string EntrySql = $"SELECT {BookingRows.Columns} FROM bookings WHERE booking_id = ?1";
    private const string LapsedSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE resource_id = ?1 AND begins_at = ?2 AND status = 'held' AND held_until <= ?3 ORDER BY held_until LIMIT ?4";
    private const string BookSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE resource_id = ?1 AND begins_at >= ?2 AND begins_at < ?3 ORDER BY begins_at, booking_id LIMIT ?4";
    private const string OfSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE customer_id = ?1 AND booking_id < ?2 ORDER BY booking_id DESC LIMIT ?3";
    private const string DueSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2";
    private const string NewsSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE news = 1 ORDER BY booking_id LIMIT ?1";
    private const string ToldSql = "UPDATE bookings SET news = 0 WHERE booking_id = ?1";
    private const string PutSql = $"""
        INSERT INTO bookings ({BookingRows.Columns}, due_at, news) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
        ON CONFLICT (booking_id) DO UPDATE SET status = excluded.status, held_until = excluded.held_until, job_id = excluded.job_id, changed_at = excluded.changed_at,
            kept_minor_units = excluded.kept_minor_units, by_store = excluded.by_store, due_at = excluded.due_at, news = excluded.news
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [ResourceSql, OfMerchantSql, OfStoreSql, BookedSql, SlotSql, TakenSql, EntrySql, LapsedSql, BookSql, OfSql, DueSql, NewsSql];

    /// <inheritdoc/>
    public ValueTask<ResourceResult> Put(BookableResource resource, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            BookableResource? stands = null;
            var row = session[ResourceSql];
            using (row.Begin())
            {
                row.Bind(1, resource.Id);
                if (row.Step())
                {
                    stands = BookingRows.Resource(row.Text(0), row.Number(1));
                }
            }

            var booked = new List<Slot>();
            if (stands is not null)
            {
                var slots = session[BookedSql];
                using var use = slots.Begin();
                slots.Bind(1, resource.Id);
                slots.Bind(2, now);
                while (slots.Step())
                {
                    booked.Add(new Slot(slots.Instant(0), slots.Instant(1)));
                }
            }

            var result = BookingRows.Change(stands, resource, booked, out var changed);
            if (changed)
            {
                var put = session[PutResourceSql];
                using var use = put.Begin();
                put.Bind(1, resource.Id);
                put.Bind(2, resource.Merchant.Value);
                put.Bind(3, resource.Store.Value);
                put.Bind(4, (long)result.Resource!.Version);
                put.Bind(5, BookingRows.Body(resource));
                put.Bind(6, now);
                put.Run();
            }

            return result;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BookableResource?> Resource(Guid resource, CancellationToken cancellationToken) => store.Read(session => Resource(session[ResourceSql], resource), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookableResource>> OfMerchant(MerchantId merchant, Guid? after, int limit, CancellationToken cancellationToken) => store.Read(
        session => Resources(session[OfMerchantSql], rows =>
        {
            rows.Bind(1, merchant.Value);
            rows.Bind(2, after ?? Guid.Empty);
            rows.Bind(3, (long)limit);
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookableResource>> OfStore(StoreId whose, CancellationToken cancellationToken) => store.Read(
        session => Resources(session[OfStoreSql], rows =>
        {
            rows.Bind(1, whose.Value);
            rows.Bind(2, (long)BookingRows.ResourcesAtOnce);
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingResult>> Run(Guid resource, ImmutableArray<BookingCommand> commands, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (Resource(session[ResourceSql], resource) is not { } booked)
            {
                return [.. commands.Select(_ => BookingResult.Reject(BookingRejection.Unknown))];
            }

            var book = new BookingBook(booked, now);
            Fill(session, book, resource, commands, now);
            book.Lapse();
            var results = ImmutableArray.CreateBuilder<BookingResult>(commands.Length);
            foreach (var command in commands)
            {
                results.Add(book.Run(command));
            }

            if (book.IsChanged)
            {
                Write(session, book, booked);
            }

            return results.MoveToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BookingEntry?> Find(BookingId booking, CancellationToken cancellationToken) => store.Read(session => Entry(session[EntrySql], booking), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<SlotCount>> Taken(Guid resource, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[TakenSql];
            using var use = rows.Begin();
            rows.Bind(1, resource);
            rows.Bind(2, from);
            rows.Bind(3, until);
            rows.Bind(4, now);
            var found = ImmutableArray.CreateBuilder<SlotCount>();
            while (rows.Step())
            {
                found.Add(new SlotCount(new Slot(rows.Instant(0), rows.Instant(1)), rows.Small(2)));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> Book(Guid resource, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancellationToken) => store.Read(
        session => Entries(session[BookSql], rows =>
        {
            rows.Bind(1, resource);
            rows.Bind(2, from);
            rows.Bind(3, until);
            rows.Bind(4, (long)limit);
        }).ToImmutableArray(),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> Of(CustomerId customer, BookingId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => Entries(session[OfSql], rows =>
        {
            rows.Bind(1, customer.Value);
            rows.Bind(2, before?.Value ?? StorageTerms.AboveAll);
            rows.Bind(3, (long)limit);
        }).ToImmutableArray(),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session => Entries(session[DueSql], rows =>
        {
            rows.Bind(1, now);
            rows.Bind(2, (long)limit);
        }).ToImmutableArray(),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> News(int limit, CancellationToken cancellationToken) => store.Read(
        session => Entries(session[NewsSql], rows => rows.Bind(1, (long)limit)).ToImmutableArray(), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Told(BookingId booking, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var told = session[ToldSql];
            using var use = told.Begin();
            told.Bind(1, booking.Value);
            return told.Change();
        },
        cancellationToken).ConfigureAwait(false);

    private static void Fill(WriteSession session, BookingBook book, Guid resource, ImmutableArray<BookingCommand> commands, DateTimeOffset now)
    {
        var slots = new SortedSet<DateTimeOffset>(book.Asked(commands).Select(slot => slot.Begins));
        foreach (var command in commands)
        {
            if (Entry(session[EntrySql], command.Booking) is { } entry && entry.Booking.Resource == resource)
            {
                book.Put(entry);
                slots.Add(entry.Booking.Slot.Begins);
            }
        }

        foreach (var begins in slots)
        {
            var row = session[SlotSql];
            using (row.Begin())
            {
                row.Bind(1, resource);
                row.Bind(2, begins);
                if (row.Step())
                {
                    book.Put(new SlotCount(new Slot(row.Instant(0), row.Instant(1)), row.Small(2)));
                }
            }

            foreach (var lapsed in Entries(session[LapsedSql], rows =>
            {
                rows.Bind(1, resource);
                rows.Bind(2, begins);
                rows.Bind(3, now);
                rows.Bind(4, (long)BookingRows.LapsedAtOnce);
            }))
            {
                book.Put(lapsed);
            }
        }
    }

    private static void Write(WriteSession session, BookingBook book, BookableResource resource)
    {
        foreach (var count in book.Counted)
        {
            var put = session[PutSlotSql];
            using var use = put.Begin();
            put.Bind(1, resource.Id);
            put.Bind(2, count.Slot.Begins);
            put.Bind(3, count.Slot.Ends);
            put.Bind(4, (long)count.Taken);
            put.Bind(5, (long)resource.Plan.Capacity);
            put.Run();
        }

        foreach (var entry in book.Changed)
        {
            var booking = entry.Booking;
            var put = session[PutSql];
            using var use = put.Begin();
            put.Bind(1, booking.Id.Value);
            put.Bind(2, booking.Resource);
            put.Bind(3, booking.Slot.Begins);
            put.Bind(4, booking.Slot.Ends);
            put.Bind(5, (long)booking.Party);
            put.Bind(6, booking.Customer?.Value);
            put.Bind(7, EnumText<BookingStatus>.Of(booking.Status));
            put.Bind(8, booking.HeldUntil?.UtcTicks);
            put.Bind(9, entry.Job?.Value);
            put.Bind(10, BookingRows.Terms(entry.Terms));
            put.Bind(11, entry.MadeAt);
            put.Bind(12, entry.ChangedAt);
            put.Bind(13, entry.Kept?.MinorUnits);
            put.Bind(14, entry.ByStore ? 1L : 0L);
            put.Bind(15, entry.DueAt?.UtcTicks);
            put.Bind(16, entry.IsNews ? 1L : 0L);
            put.Run();
        }
    }

    private static BookableResource? Resource(SqliteStatement row, Guid resource)
    {
        using var use = row.Begin();
        row.Bind(1, resource);
        return row.Step() ? BookingRows.Resource(row.Text(0), row.Number(1)) : null;
    }

    private static ImmutableArray<BookableResource> Resources(SqliteStatement rows, Action<SqliteStatement> bind)
    {
        using var use = rows.Begin();
        bind(rows);
        var found = ImmutableArray.CreateBuilder<BookableResource>();
        while (rows.Step())
        {
            found.Add(BookingRows.Resource(rows.Text(0), rows.Number(1)));
        }

        return found.ToImmutable();
    }

    private static BookingEntry? Entry(SqliteStatement row, BookingId booking) => Entries(row, rows => rows.Bind(1, booking.Value)).FirstOrDefault();

    private static List<BookingEntry> Entries(SqliteStatement rows, Action<SqliteStatement> bind)
    {
        using var use = rows.Begin();
        bind(rows);
        var found = new List<BookingEntry>();
        while (rows.Step())
        {
            found.Add(BookingRows.Entry(
                rows.Id(0),
                rows.Id(1),
                rows.Instant(2),
                rows.Instant(3),
                rows.Number(4),
                rows.IdOrNull(5),
                rows.Text(6),
                rows.NumberOrNull(7),
                rows.IdOrNull(8),
                rows.Text(9),
                rows.Instant(10),
                rows.Instant(11),
                rows.NumberOrNull(12),
                rows.Number(13)));
        }

        return found;
    }
}
