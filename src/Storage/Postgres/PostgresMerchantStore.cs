using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>
/// Merchants and stores on PostgreSQL. Whoever changes anything of a store's stock locks the store's row first: whoever comes second waits there, and decides on what the first has written. A transaction
/// takes the commands of many, so that the lock is held once for all of them.
/// </summary>
internal sealed class PostgresMerchantStore(PostgresStore store) : IMerchantStore
{
    private const string AddSql = "INSERT INTO merchants (merchant_id, operator_id, name, currency, standing, created_at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (merchant_id) DO NOTHING";
    private const string FindSql = $"SELECT {MerchantRows.MerchantColumns} FROM merchants WHERE merchant_id = $1";
    private const string ListSql = $"SELECT {MerchantRows.MerchantColumns} FROM merchants WHERE merchant_id < $1 ORDER BY merchant_id DESC LIMIT $2";
    private const string ListOfSql = $"SELECT {MerchantRows.MerchantColumns} FROM merchants WHERE operator_id = $3 AND merchant_id < $1 ORDER BY merchant_id DESC LIMIT $2";
    private const string StandSql = "UPDATE merchants SET standing = $2 WHERE merchant_id = $1 AND standing <> $2";
    private const string AllChangedSql = "UPDATE stores SET changed_at = GREATEST(changed_at, $2) WHERE merchant_id = $1";
    private const string NewStoreSql = "INSERT INTO stores (store_id, merchant_id, version, body, changed_at) SELECT $1, $2, 1, $3, $4 WHERE EXISTS (SELECT FROM merchants WHERE merchant_id = $2) ON CONFLICT (store_id) DO NOTHING";
    private const string ChangeStoreSql = "UPDATE stores SET version = version + 1, body = $3, changed_at = GREATEST(changed_at, $4) WHERE store_id = $1 AND merchant_id = $2 AND version = $5";
    private const string StoreSql = "SELECT body, version FROM stores WHERE store_id = $1";
    private const string StoresOfSql = "SELECT body, version FROM stores WHERE merchant_id = $1 AND store_id < $2 ORDER BY store_id DESC LIMIT $3";
    private const string NewProductSql = "INSERT INTO products (product_id, merchant_id, version, name, body) SELECT $1, $2, 1, $3, $4 WHERE EXISTS (SELECT FROM merchants WHERE merchant_id = $2) ON CONFLICT (product_id) DO NOTHING";
    private const string ChangeProductSql = "UPDATE products SET version = version + 1, name = $3, body = $4 WHERE product_id = $1 AND merchant_id = $2 AND version = $5";
    private const string SellersChangedSql = "UPDATE stores SET changed_at = GREATEST(changed_at, $2) WHERE store_id IN (SELECT store_id FROM shelves WHERE product_id = $1)";
    private const string ProductSql = "SELECT merchant_id, body, version FROM products WHERE product_id = $1";
    private const string ProductsOfSql = "SELECT merchant_id, body, version FROM products WHERE merchant_id = $1 AND product_id < $2 ORDER BY product_id DESC LIMIT $3";
    private const string LockSql = "SELECT merchant_id FROM stores WHERE store_id = $1 FOR UPDATE";
    private const string TakesSql = "SELECT job_id, channel, lines, returned FROM stock_takes WHERE store_id = $1 AND job_id = ANY ($2::uuid[])";
    private const string LockTakesSql = "SELECT job_id FROM stock_takes WHERE store_id = $1 AND job_id = ANY ($2::uuid[]) ORDER BY job_id FOR UPDATE";
    private const string OrderedSql = "SELECT job_id FROM jobs WHERE job_id = ANY ($1::uuid[])";
    private const string NamedSql = "SELECT channel, product_id, left_over FROM shelves WHERE store_id = $1 AND channel = ANY ($3::text[]) AND product_id = ANY ($2::uuid[])";
    private const string KnownSql = "SELECT product_id FROM products WHERE product_id = ANY ($1::uuid[]) AND merchant_id = $2";
    private const string PutSql = """
        INSERT INTO shelves (store_id, channel, product_id, left_over) SELECT $1, l.channel, l.product_id, l.left_over FROM unnest($2::text[], $3::uuid[], $4::bigint[]) AS l (channel, product_id, left_over)
        ON CONFLICT (store_id, channel, product_id) DO UPDATE SET left_over = excluded.left_over
        """;

    private const string WithdrawSql = "DELETE FROM shelves WHERE store_id = $1 AND (channel, product_id) IN (SELECT l.channel, l.product_id FROM unnest($2::text[], $3::uuid[]) AS l (channel, product_id))";
    private const string PutTakesSql = """
        INSERT INTO stock_takes (store_id, job_id, channel, lines, returned, taken_at) SELECT $1, t.job_id, t.channel, t.lines, t.returned, $6 FROM unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[]) AS t (job_id, channel, lines, returned)
        ON CONFLICT (store_id, job_id) DO UPDATE SET returned = excluded.returned
        """;

    private const string ChangedSql = "UPDATE stores SET changed_at = GREATEST(changed_at, $2) WHERE store_id = $1";
    private const string ShelfSql = "SELECT channel, product_id, left_over FROM shelves WHERE store_id = $1";
    private const string OwnerSql = "SELECT m.merchant_id, m.operator_id, m.name, m.currency, m.standing, s.body FROM stores s JOIN merchants m ON m.merchant_id = s.merchant_id WHERE s.store_id = $1";
    private const string SoldSql = "SELECT p.body, l.left_over FROM shelves l JOIN products p ON p.product_id = l.product_id WHERE l.store_id = $1 AND l.channel = $2 ORDER BY l.product_id";
    private const string CardsSql = """
        SELECT m.merchant_id, m.operator_id, m.name, m.currency, m.standing, s.body, s.changed_at FROM stores s JOIN merchants m ON m.merchant_id = s.merchant_id
        WHERE (s.changed_at, s.store_id) > ($1, $2) ORDER BY s.changed_at, s.store_id LIMIT $3
        """;

    private const string NamesSql = "SELECT l.store_id, l.channel, l.product_id, p.name, (p.body::jsonb -> 'zones')::text FROM shelves l JOIN products p ON p.product_id = l.product_id WHERE l.store_id = ANY ($1::uuid[])";
    private const string AddStaffSql = "INSERT INTO staff (staff_id, merchant_id, store_id, role, name) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (staff_id) DO NOTHING";
    private const string StaffSql = $"SELECT {MerchantRows.StaffColumns} FROM staff WHERE staff_id = $1";
    private const string StaffOfSql = $"SELECT {MerchantRows.StaffColumns} FROM staff WHERE merchant_id = $1 AND staff_id < $2 ORDER BY staff_id DESC LIMIT $3";
    private const string RevokeSql = $"UPDATE staff SET revoked_at = COALESCE(revoked_at, $3) WHERE staff_id = $2 AND merchant_id = $1 RETURNING {MerchantRows.StaffColumns}";
    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [FindSql, ListSql, ListOfSql, StoreSql, StoresOfSql, ProductSql, ProductsOfSql, TakesSql, NamedSql, KnownSql, ShelfSql, OwnerSql, SoldSql, CardsSql, NamesSql, StaffSql, StaffOfSql];

    /// <inheritdoc/>
    public async ValueTask<Merchant> Add(Merchant merchant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await store.Change(
            AddSql,
            parameters => parameters.Id(merchant.Id.Value)
                .Text(merchant.Operator.Value)
                .Text(merchant.Name)
                .Text(merchant.Currency.Code)
                .Text(EnumText<MerchantStanding>.Of(merchant.Standing))
                .Instant(now),
            cancellationToken).ConfigureAwait(false);
        return (await Find(merchant.Id, CancellationToken.None).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public ValueTask<Merchant?> Find(MerchantId merchant, CancellationToken cancellationToken) =>
        store.ReadFirst<Merchant>(FindSql, parameters => parameters.Id(merchant.Value), MerchantOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Merchant>> List(OperatorId? @operator, MerchantId? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        @operator is null ? ListSql : ListOfSql,
        parameters =>
        {
            parameters.Id(before?.Value ?? StorageTerms.AboveAll).Number(limit);
            if (@operator is { } whose)
            {
                parameters.Text(whose.Value);
            }
        },
        MerchantOf,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Merchant?> Stand(MerchantId merchant, MerchantStanding standing, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await store.Transact(
            async connection =>
            {
                var changed = await connection.Run(StandSql, parameters => parameters.Id(merchant.Value).Text(EnumText<MerchantStanding>.Of(standing))).ConfigureAwait(false);
                return changed == 0 ? 0 : await connection.Run(AllChangedSql, parameters => parameters.Id(merchant.Value).Instant(now)).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return await Find(merchant, CancellationToken.None).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<Edit<StoreEntry>> Put(Store written, long version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await store.Change(
            version == 0 ? NewStoreSql : ChangeStoreSql,
            parameters =>
            {
                parameters.Id(written.Id.Value).Id(written.Merchant.Value).Text(MerchantRows.Body(written)).Instant(now);
                if (version != 0)
                {
                    parameters.Number(version);
                }
            },
            cancellationToken).ConfigureAwait(false);
        if (changed == 1)
        {
            return new Edit<StoreEntry>(true, new StoreEntry(written, version + 1));
        }

        return new Edit<StoreEntry>(false, await Find(written.Id, CancellationToken.None).ConfigureAwait(false) is { } stands && stands.Store.Merchant == written.Merchant ? stands : null);
    }

    /// <inheritdoc/>
    public ValueTask<StoreEntry?> Find(StoreId id, CancellationToken cancellationToken) =>
        store.ReadFirst<StoreEntry>(StoreSql, parameters => parameters.Id(id.Value), StoreOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoreEntry>> StoresOf(MerchantId merchant, StoreId? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        StoresOfSql, parameters => parameters.Id(merchant.Value).Id(before?.Value ?? StorageTerms.AboveAll).Number(limit), StoreOf, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Edit<ProductEntry>> Put(MerchantId merchant, Product product, long version, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await store.Transact(
            async connection =>
            {
                var written = await connection.Run(
                    version == 0 ? NewProductSql : ChangeProductSql,
                    parameters =>
                    {
                        parameters.Id(product.Id.Value).Id(merchant.Value).Text(product.Name).Text(MerchantRows.Body(product));
                        if (version != 0)
                        {
                            parameters.Number(version);
                        }
                    }).ConfigureAwait(false);
                if (written == 1 && version != 0)
                {
                    await connection.Run(SellersChangedSql, parameters => parameters.Id(product.Id.Value).Instant(now)).ConfigureAwait(false);
                }

                return written;
            },
            cancellationToken).ConfigureAwait(false);
        if (changed == 1)
        {
            return new Edit<ProductEntry>(true, new ProductEntry(merchant, product, version + 1));
        }

        return new Edit<ProductEntry>(false, await Find(product.Id, CancellationToken.None).ConfigureAwait(false) is { } stands && stands.Merchant == merchant ? stands : null);
    }

    /// <inheritdoc/>
    public ValueTask<ProductEntry?> Find(ProductId product, CancellationToken cancellationToken) =>
        store.ReadFirst<ProductEntry>(ProductSql, parameters => parameters.Id(product.Value), ProductOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ProductEntry>> ProductsOf(MerchantId merchant, ProductId? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        ProductsOfSql, parameters => parameters.Id(merchant.Value).Id(before?.Value ?? StorageTerms.AboveAll).Number(limit), ProductOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StockOutcome>> Run(StoreId id, ImmutableArray<StockCommand> commands, DateTimeOffset now, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            if (await connection.All(LockSql, parameters => parameters.Id(id.Value), row => row.Id(0)).ConfigureAwait(false) is not [var merchant])
            {
                return [.. commands.Select(_ => StockOutcome.Reject(StockRejection.StoreUnknown))];
            }

            var book = new ShelfBook();
            await Fill(connection, book, id, merchant, commands).ConfigureAwait(false);
            var outcomes = ImmutableArray.CreateBuilder<StockOutcome>(commands.Length);
            foreach (var command in commands)
            {
                outcomes.Add(book.Run(command));
            }

            if (book.IsChanged)
            {
                await Write(connection, book, id, now).ConfigureAwait(false);
            }

            return outcomes.MoveToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<AbandonedStock>> Abandoned(DateTimeOffset since, DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        StockSql.Postgres.Abandoned, parameters => parameters.Instant(since).Instant(before).Number(limit), row => new AbandonedStock(new StoreId(row.Id(0)), row.Id(1)), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ShelfLine>> Shelf(StoreId id, CancellationToken cancellationToken)
    {
        var lines = await store.ReadAll(ShelfSql, parameters => parameters.Id(id.Value), LineOf, cancellationToken).ConfigureAwait(false);
        return lines.Sort((a, b) => (a.Channel, a.Product).CompareTo((b.Channel, b.Product)));
    }

    /// <inheritdoc/>
    public ValueTask<StoreOffer?> Offer(StoreId id, StoreChannel channel, CancellationToken cancellationToken) => store.Snapshot<StoreOffer?>(
        async connection =>
        {
            if (await connection.All(OwnerSql, parameters => parameters.Id(id.Value), row => (Merchant: MerchantOf(row), Store: MerchantRows.Store(row.Text(5)))).ConfigureAwait(false) is not [var owner])
            {
                return null;
            }

            var sold = await connection.All(SoldSql, parameters => parameters.Id(id.Value).Text(EnumText<StoreChannel>.Of(channel)), row => (Product: MerchantRows.Product(row.Text(0)), Left: MerchantRows.Left(row.NumberOrNull(1)))).ConfigureAwait(false);
            return new StoreOffer(
                owner.Merchant, owner.Store, [.. sold.Select(line => line.Product)], sold.Where(line => line.Left is not null).ToImmutableDictionary(line => line.Product.Id, line => line.Left!.Value));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoreCard>> Changed(DateTimeOffset since, StoreId? after, int limit, CancellationToken cancellationToken) => store.Snapshot<ImmutableArray<StoreCard>>(
        async connection =>
        {
            var rows = await connection.All(
                CardsSql,
                parameters => parameters.Instant(since).Id(after?.Value ?? Guid.Empty).Number(limit),
                row => (Merchant: MerchantOf(row), Store: MerchantRows.Store(row.Text(5)), At: row.Instant(6))).ConfigureAwait(false);
            if (rows.Count == 0)
            {
                return [];
            }

            var names = (await connection.All(
                NamesSql,
                parameters => parameters.Ids([.. rows.Select(row => (Guid?)row.Store.Id.Value)]),
                row => (Store: new StoreId(row.Id(0)), Name: new ShelfName(EnumText<StoreChannel>.Parse(row.Text(1)), new ProductId(row.Id(2)), row.Text(3), MerchantRows.Zones(row.TextOrNull(4))))).ConfigureAwait(false)).ToLookup(row => row.Store, row => row.Name);
            return [.. rows.Select(row => new StoreCard(row.Merchant, row.Store, [.. names[row.Store.Id].OrderBy(name => name.Channel).ThenBy(name => name.Product)], row.At))];
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<StaffMember> Add(StaffMember member, CancellationToken cancellationToken)
    {
        await store.Change(
            AddStaffSql,
            parameters => parameters.Id(member.Id.Value).Id(member.Merchant.Value).Id(member.Store?.Value).Text(EnumText<StaffRole>.Of(member.Role)).Text(member.Name),
            cancellationToken).ConfigureAwait(false);
        return (await Find(member.Id, CancellationToken.None).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public ValueTask<StaffMember?> Find(StaffId member, CancellationToken cancellationToken) =>
        store.ReadFirst<StaffMember>(StaffSql, parameters => parameters.Id(member.Value), StaffOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StaffMember>> StaffOf(MerchantId merchant, StaffId? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        StaffOfSql, parameters => parameters.Id(merchant.Value).Id(before?.Value ?? StorageTerms.AboveAll).Number(limit), StaffOf, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StaffMember?> Revoke(MerchantId merchant, StaffId member, DateTimeOffset now, CancellationToken cancellationToken) => store.ChangeFirst<StaffMember>(
        RevokeSql, parameters => parameters.Id(merchant.Value).Id(member.Value).Instant(now), StaffOf, cancellationToken);

    private static async Task Fill(NpgsqlConnection connection, ShelfBook book, StoreId id, Guid merchant, ImmutableArray<StockCommand> commands)
    {
        if (commands.OfType<StockCommand.Abandon>().Select(left => (Guid?)left.By).ToArray() is { Length: > 0 } left)
        {
            // A job that is being ordered at this moment holds its takes: it is waited for, and seen by the second statement.
            await connection.All(LockTakesSql, parameters => parameters.Id(id.Value).Ids(left), row => row.Id(0)).ConfigureAwait(false);
            foreach (var job in await connection.All(OrderedSql, parameters => parameters.Ids(left), row => row.Id(0)).ConfigureAwait(false))
            {
                book.PutOrdered(job);
            }
        }

        if (ShelfBook.JobsOf(commands) is { Count: > 0 } jobs)
        {
            foreach (var take in await connection.All(
                TakesSql,
                parameters => parameters.Id(id.Value).Ids([.. jobs.Select(job => (Guid?)job)]),
                row => new StockTake(row.Id(0), EnumText<StoreChannel>.Parse(row.Text(1)), MerchantRows.Lines(row.Text(2)), row.Number(3) == 1)).ConfigureAwait(false))
            {
                book.Put(take);
            }
        }

        Guid?[] products = [.. book.Needed(commands).Select(product => (Guid?)product.Value)];
        if (products.Length == 0)
        {
            return;
        }

        string[] channels = [.. Enum.GetValues<StoreChannel>().Select(EnumText<StoreChannel>.Of)];
        foreach (var line in await connection.All(NamedSql, parameters => parameters.Id(id.Value).Ids(products).Texts(channels), LineOf).ConfigureAwait(false))
        {
            book.Put(line);
        }

        if (commands.Any(command => command is StockCommand.Put))
        {
            foreach (var product in await connection.All(KnownSql, parameters => parameters.Ids(products).Id(merchant), row => new ProductId(row.Id(0))).ConfigureAwait(false))
            {
                book.Put(product);
            }
        }
    }

    private static async Task Write(NpgsqlConnection connection, ShelfBook book, StoreId id, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        var (changed, withdrawn, taken) = (book.Changed.ToList(), book.Withdrawn.ToList(), book.Taken.ToList());
        if (changed.Count > 0)
        {
            batch.Add(PutSql, parameters => parameters
                .Id(id.Value)
                .Texts([.. changed.Select(line => EnumText<StoreChannel>.Of(line.Channel))])
                .Ids([.. changed.Select(line => (Guid?)line.Product.Value)])
                .NumbersOrNull([.. changed.Select(line => (long?)line.Left)]));
        }

        if (withdrawn.Count > 0)
        {
            batch.Add(WithdrawSql, parameters => parameters
                .Id(id.Value).Texts([.. withdrawn.Select(line => EnumText<StoreChannel>.Of(line.Channel))]).Ids([.. withdrawn.Select(line => (Guid?)line.Product.Value)]));
        }

        if (taken.Count > 0)
        {
            batch.Add(PutTakesSql, parameters => parameters
                .Id(id.Value)
                .Ids([.. taken.Select(take => (Guid?)take.By)])
                .Texts([.. taken.Select(take => EnumText<StoreChannel>.Of(take.Channel))])
                .Texts([.. taken.Select(take => MerchantRows.Body(take.Lines))])
                .Numbers([.. taken.Select(take => take.Returned ? 1L : 0L)])
                .Instant(now));
        }

        if (book.IsOtherwise)
        {
            batch.Add(ChangedSql, parameters => parameters.Id(id.Value).Instant(now));
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static Merchant MerchantOf(NpgsqlDataReader row) => new(
        new MerchantId(row.Id(0)), new OperatorId(row.Text(1)), row.Text(2), Currency.Of(row.Text(3)), EnumText<MerchantStanding>.Parse(row.Text(4)));

    private static StoreEntry StoreOf(NpgsqlDataReader row) => new(MerchantRows.Store(row.Text(0)), row.Number(1));

    private static ProductEntry ProductOf(NpgsqlDataReader row) => new(new MerchantId(row.Id(0)), MerchantRows.Product(row.Text(1)), row.Number(2));

    private static ShelfLine LineOf(NpgsqlDataReader row) => new(EnumText<StoreChannel>.Parse(row.Text(0)), new ProductId(row.Id(1)), MerchantRows.Left(row.NumberOrNull(2)));

    private static StaffMember StaffOf(NpgsqlDataReader row) => new(
        new StaffId(row.Id(0)),
        new MerchantId(row.Id(1)),
        row.IdOrNull(2) is { } counter ? new StoreId(counter) : null,
        EnumText<StaffRole>.Parse(row.Text(3)),
        row.Text(4),
        row.NumberOrNull(5) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);
}
