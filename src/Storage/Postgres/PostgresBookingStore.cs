using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>
/// Bookings on PostgreSQL. Whoever takes or gives back places locks the rows of the slots first, the earliest first: whoever comes second waits there, and decides on what the first has written. A
/// transaction takes the commands of many, so that the lock is held once for all of them. The resource's row is shared meanwhile, so that its plan does not change under them.
/// </summary>
internal sealed class PostgresBookingStore(PostgresStore store) : IBookingStore
{
    private const string ResourceSql = "SELECT body, version FROM bookable_resources WHERE resource_id = $1";
    private const string ShareSql = $"{ResourceSql} FOR KEY SHARE";
    private const string LockSql = $"{ResourceSql} FOR UPDATE";
    private const string OfMerchantSql = "SELECT body, version FROM bookable_resources WHERE merchant_id = $1 AND resource_id > $2 ORDER BY resource_id LIMIT $3";
    private const string OfStoreSql = "SELECT body, version FROM bookable_resources WHERE store_id = $1 ORDER BY resource_id LIMIT $2";
    private const string AddResourceSql = """
        INSERT INTO bookable_resources (resource_id, merchant_id, store_id, version, body, changed_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (resource_id) DO NOTHING
        """;

    private const string ChangeResourceSql = "UPDATE bookable_resources SET store_id = $2, version = $3, body = $4, changed_at = $5 WHERE resource_id = $1";
    private const string BookedSql = "SELECT begins_at, ends_at FROM booking_slots WHERE resource_id = $1 AND ends_at > $2 AND taken > 0";
    private const string NamedSlotsSql = "SELECT DISTINCT begins_at FROM bookings WHERE resource_id = $1 AND booking_id = ANY ($2::uuid[])";
    private const string MakeSlotsSql = """
        INSERT INTO booking_slots (resource_id, begins_at, ends_at, taken, most) SELECT $1, s.begins_at, s.ends_at, 0, $4 FROM unnest($2::bigint[], $3::bigint[]) AS s (begins_at, ends_at)
        ORDER BY s.begins_at ON CONFLICT (resource_id, begins_at) DO NOTHING
        """;

    private const string LockSlotsSql = "SELECT begins_at, ends_at, taken FROM booking_slots WHERE resource_id = $1 AND begins_at = ANY ($2::bigint[]) ORDER BY begins_at FOR UPDATE";
    private const string PutSlotsSql = """
        UPDATE booking_slots AS s SET ends_at = k.ends_at, taken = k.taken, most = GREATEST($5, s.taken)
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[]) AS k (begins_at, ends_at, taken) WHERE s.resource_id = $1 AND s.begins_at = k.begins_at
        """;

    private const string TakenSql = """
        SELECT s.begins_at, s.ends_at,
            s.taken - COALESCE((SELECT SUM(b.party) FROM bookings b WHERE b.resource_id = s.resource_id AND b.begins_at = s.begins_at AND b.status = 'held' AND b.held_until <= $4), 0)::bigint
        FROM booking_slots s WHERE s.resource_id = $1 AND s.begins_at >= $2 AND s.begins_at < $3 ORDER BY s.begins_at
        """;

    private const string EntrySql = $"SELECT {BookingRows.Columns} FROM bookings WHERE booking_id = $1";
    private const string NamedSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE booking_id = ANY ($2::uuid[]) AND resource_id = $1";
    private const string LapsedSql = $"""
        SELECT {BookingRows.Columns} FROM bookings WHERE resource_id = $1 AND begins_at = ANY ($2::bigint[]) AND status = 'held' AND held_until <= $3 ORDER BY held_until LIMIT $4
        """;

    private const string BookSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE resource_id = $1 AND begins_at >= $2 AND begins_at < $3 ORDER BY begins_at, booking_id LIMIT $4";
    private const string OfSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE customer_id = $1 AND booking_id < $2 ORDER BY booking_id DESC LIMIT $3";
    private const string DueSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE due_at <= $1 ORDER BY due_at LIMIT $2";
    private const string NewsSql = $"SELECT {BookingRows.Columns} FROM bookings WHERE news = 1 ORDER BY booking_id LIMIT $1";
    private const string ToldSql = "UPDATE bookings SET news = 0 WHERE booking_id = $1";
    private const string PutSql = $"""
        INSERT INTO bookings ({BookingRows.Columns}, due_at, news)
        SELECT b.booking_id, $1, b.begins_at, b.ends_at, b.party, b.customer_id, b.status, b.held_until, b.job_id, b.terms, b.made_at, b.changed_at, b.kept, b.by_store, b.due_at, b.news
        FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[], $8::bigint[], $9::uuid[], $10::text[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[])
            AS b (booking_id, begins_at, ends_at, party, customer_id, status, held_until, job_id, terms, made_at, changed_at, kept, by_store, due_at, news)
        ON CONFLICT (booking_id) DO UPDATE SET status = excluded.status, held_until = excluded.held_until, job_id = excluded.job_id, changed_at = excluded.changed_at,
            kept_minor_units = excluded.kept_minor_units, by_store = excluded.by_store, due_at = excluded.due_at, news = excluded.news
        """;

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [ResourceSql, OfMerchantSql, OfStoreSql, BookedSql, NamedSlotsSql, LockSlotsSql, TakenSql, EntrySql, NamedSql, LapsedSql, BookSql, OfSql, DueSql, NewsSql];

    /// <inheritdoc/>
    public ValueTask<ResourceResult> Put(BookableResource resource, DateTimeOffset now, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            if (resource.Version == 0)
            {
                await using var add = new NpgsqlCommand(AddResourceSql, connection);
                add.Parameters.Id(resource.Id).Id(resource.Merchant.Value).Id(resource.Store.Value).Number(1).Text(BookingRows.Body(resource)).Instant(now);
                if (await add.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false) == 1)
                {
                    return new ResourceResult(resource with { Version = 1 }, null);
                }
            }

            var stands = (await connection.All(LockSql, parameters => parameters.Id(resource.Id), Resource).ConfigureAwait(false)).FirstOrDefault();
            var booked = stands is null ? [] : await connection.All(BookedSql, parameters => parameters.Id(resource.Id).Instant(now), row => new Slot(row.Instant(0), row.Instant(1))).ConfigureAwait(false);
            var result = BookingRows.Change(stands, resource, booked, out var changed);
            if (changed)
            {
                await using var change = new NpgsqlCommand(ChangeResourceSql, connection);
                change.Parameters.Id(resource.Id).Id(resource.Store.Value).Number(result.Resource!.Version).Text(BookingRows.Body(resource)).Instant(now);
                await change.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            }

            return result;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BookableResource?> Resource(Guid resource, CancellationToken cancellationToken) =>
        store.ReadFirst<BookableResource>(ResourceSql, parameters => parameters.Id(resource), Resource, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookableResource>> OfMerchant(MerchantId merchant, Guid? after, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(OfMerchantSql, parameters => parameters.Id(merchant.Value).Id(after ?? Guid.Empty).Number(limit), Resource, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookableResource>> OfStore(StoreId whose, CancellationToken cancellationToken) =>
        store.ReadAll(OfStoreSql, parameters => parameters.Id(whose.Value).Number(BookingRows.ResourcesAtOnce), Resource, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingResult>> Run(Guid resource, ImmutableArray<BookingCommand> commands, DateTimeOffset now, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            var named = commands.Select(command => (Guid?)command.Booking.Value).Distinct().ToArray();
            var (booked, slots) = await Begin(connection, resource, named).ConfigureAwait(false);
            if (booked is null)
            {
                return [.. commands.Select(_ => BookingResult.Reject(BookingRejection.Unknown))];
            }

            var book = new BookingBook(booked, now);
            await Fill(connection, book, booked, book.Asked(commands), slots, named, now).ConfigureAwait(false);
            book.Lapse();
            var results = ImmutableArray.CreateBuilder<BookingResult>(commands.Length);
            foreach (var command in commands)
            {
                results.Add(book.Run(command));
            }

            if (book.IsChanged)
            {
                await Write(connection, book, booked).ConfigureAwait(false);
            }

            return results.MoveToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BookingEntry?> Find(BookingId booking, CancellationToken cancellationToken) =>
        store.ReadFirst<BookingEntry>(EntrySql, parameters => parameters.Id(booking.Value), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<SlotCount>> Taken(Guid resource, DateTimeOffset from, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellationToken) => store.ReadAll(
        TakenSql, parameters => parameters.Id(resource).Instant(from).Instant(until).Instant(now), Count, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> Book(Guid resource, DateTimeOffset from, DateTimeOffset until, int limit, CancellationToken cancellationToken) => store.ReadAll(
        BookSql, parameters => parameters.Id(resource).Instant(from).Instant(until).Number(limit), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> Of(CustomerId customer, BookingId? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        OfSql, parameters => parameters.Id(customer.Value).Id(before?.Value ?? StorageTerms.AboveAll).Number(limit), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        store.ReadAll(DueSql, parameters => parameters.Instant(now).Number(limit), Entry, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<BookingEntry>> News(int limit, CancellationToken cancellationToken) =>
        store.ReadAll(NewsSql, parameters => parameters.Number(limit), Entry, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Told(BookingId booking, CancellationToken cancellationToken) =>
        await store.Change(ToldSql, parameters => parameters.Id(booking.Value), cancellationToken).ConfigureAwait(false);

    /// <summary>The resource, which stays as it is until the transaction ends, and the slots of the bookings that commands name: those never change.</summary>
    private static async Task<(BookableResource? Resource, List<long> Slots)> Begin(NpgsqlConnection connection, Guid resource, Guid?[] named)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(ShareSql, parameters => parameters.Id(resource));
        batch.Add(NamedSlotsSql, parameters => parameters.Id(resource).Ids(named));
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        var found = await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? Resource(rows) : null;
        var slots = new List<long>();
        await rows.NextResultAsync(CancellationToken.None).ConfigureAwait(false);
        while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            slots.Add(rows.Number(0));
        }

        return (found, slots);
    }

    private static async Task Fill(
        NpgsqlConnection connection, BookingBook book, BookableResource resource, IReadOnlyList<Slot> asked, List<long> slots, Guid?[] named, DateTimeOffset now)
    {
        var begins = asked.Select(slot => slot.Begins.UtcTicks).ToArray();
        var all = begins.Concat(slots).Distinct().Order().ToArray();
        await using var batch = new NpgsqlBatch(connection);
        if (begins.Length > 0)
        {
            batch.Add(MakeSlotsSql, parameters => parameters.Id(resource.Id).Numbers(begins).Numbers([.. asked.Select(slot => slot.Ends.UtcTicks)]).Number(resource.Plan.Capacity));
        }

        batch.Add(LockSlotsSql, parameters => parameters.Id(resource.Id).Numbers(all));
        batch.Add(NamedSql, parameters => parameters.Id(resource.Id).Ids(named));
        batch.Add(LapsedSql, parameters => parameters.Id(resource.Id).Numbers(all).Instant(now).Number(BookingRows.LapsedAtOnce));
        await using var rows = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            book.Put(Count(rows));
        }

        while (await rows.NextResultAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                book.Put(Entry(rows));
            }
        }
    }

    private static async Task Write(NpgsqlConnection connection, BookingBook book, BookableResource resource)
    {
        var counts = book.Counted.ToList();
        var entries = book.Changed.ToList();
        await using var batch = new NpgsqlBatch(connection);
        if (counts.Count > 0)
        {
            batch.Add(PutSlotsSql, parameters => parameters
                .Id(resource.Id)
                .Numbers([.. counts.Select(count => count.Slot.Begins.UtcTicks)])
                .Numbers([.. counts.Select(count => count.Slot.Ends.UtcTicks)])
                .Numbers([.. counts.Select(count => (long)count.Taken)])
                .Number(resource.Plan.Capacity));
        }

        batch.Add(PutSql, parameters => parameters
            .Id(resource.Id)
            .Ids([.. entries.Select(entry => (Guid?)entry.Booking.Id.Value)])
            .Numbers([.. entries.Select(entry => entry.Booking.Slot.Begins.UtcTicks)])
            .Numbers([.. entries.Select(entry => entry.Booking.Slot.Ends.UtcTicks)])
            .Numbers([.. entries.Select(entry => (long)entry.Booking.Party)])
            .Ids([.. entries.Select(entry => entry.Booking.Customer?.Value)])
            .Texts([.. entries.Select(entry => EnumText<BookingStatus>.Of(entry.Booking.Status))])
            .NumbersOrNull([.. entries.Select(entry => entry.Booking.HeldUntil?.UtcTicks)])
            .Ids([.. entries.Select(entry => entry.Job?.Value)])
            .Texts([.. entries.Select(entry => BookingRows.Terms(entry.Terms))])
            .Numbers([.. entries.Select(entry => entry.MadeAt.UtcTicks)])
            .Numbers([.. entries.Select(entry => entry.ChangedAt.UtcTicks)])
            .NumbersOrNull([.. entries.Select(entry => entry.Kept?.MinorUnits)])
            .Numbers([.. entries.Select(entry => entry.ByStore ? 1L : 0L)])
            .NumbersOrNull([.. entries.Select(entry => entry.DueAt?.UtcTicks)])
            .Numbers([.. entries.Select(entry => entry.IsNews ? 1L : 0L)]));
        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static BookableResource Resource(NpgsqlDataReader row) => BookingRows.Resource(row.Text(0), row.Number(1));

    private static SlotCount Count(NpgsqlDataReader row) => new(new Slot(row.Instant(0), row.Instant(1)), checked((int)row.Number(2)));

    private static BookingEntry Entry(NpgsqlDataReader row) => BookingRows.Entry(
        row.Id(0),
        row.Id(1),
        row.Instant(2),
        row.Instant(3),
        row.Number(4),
        row.IdOrNull(5),
        row.Text(6),
        NumberOrNull(row, 7),
        row.IdOrNull(8),
        row.Text(9),
        row.Instant(10),
        row.Instant(11),
        NumberOrNull(row, 12),
        row.Number(13));

    private static long? NumberOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
