using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Merchants and stores on SQLite. One writer at a time: what commands read stays so until it is written.</summary>
internal sealed class SqliteMerchantStore(SqliteStore store) : IMerchantStore
{
    private const string AddSql = "INSERT INTO merchants (merchant_id, operator_id, name, currency, standing, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (merchant_id) DO NOTHING";
    private const string FindSql = $"SELECT {MerchantRows.MerchantColumns} FROM merchants WHERE merchant_id = ?1";
    private const string ListSql = $"SELECT {MerchantRows.MerchantColumns} FROM merchants WHERE merchant_id < ?1 ORDER BY merchant_id DESC LIMIT ?2";
    private const string ListOfSql = $"SELECT {MerchantRows.MerchantColumns} FROM merchants WHERE operator_id = ?3 AND merchant_id < ?1 ORDER BY merchant_id DESC LIMIT ?2";
    private const string StandSql = "UPDATE merchants SET standing = ?2 WHERE merchant_id = ?1 AND standing <> ?2";
    private const string AllChangedSql = "UPDATE stores SET changed_at = MAX(changed_at, ?2) WHERE merchant_id = ?1";
    private const string NewStoreSql = "INSERT INTO stores (store_id, merchant_id, version, body, changed_at) SELECT ?1, ?2, 1, ?3, ?4 WHERE EXISTS (SELECT 1 FROM merchants WHERE merchant_id = ?2) ON CONFLICT (store_id) DO NOTHING";
    private const string ChangeStoreSql = "UPDATE stores SET version = version + 1, body = ?3, changed_at = MAX(changed_at, ?4) WHERE store_id = ?1 AND merchant_id = ?2 AND version = ?5";
    private const string StoreSql = "SELECT body, version, merchant_id FROM stores WHERE store_id = ?1";
    private const string StoresOfSql = "SELECT body, version, merchant_id FROM stores WHERE merchant_id = ?1 AND store_id < ?2 ORDER BY store_id DESC LIMIT ?3";
    private const string NewProductSql = "INSERT INTO products (product_id, merchant_id, version, name, body) SELECT ?1, ?2, 1, ?3, ?4 WHERE EXISTS (SELECT 1 FROM merchants WHERE merchant_id = ?2) ON CONFLICT (product_id) DO NOTHING";
    private const string ChangeProductSql = "UPDATE products SET version = version + 1, name = ?3, body = ?4 WHERE product_id = ?1 AND merchant_id = ?2 AND version = ?5";
    private const string SellersChangedSql = "UPDATE stores SET changed_at = MAX(changed_at, ?2) WHERE store_id IN (SELECT store_id FROM shelves WHERE product_id = ?1)";
    private const string ProductSql = "SELECT merchant_id, body, version FROM products WHERE product_id = ?1";
    private const string ProductsOfSql = "SELECT merchant_id, body, version FROM products WHERE merchant_id = ?1 AND product_id < ?2 ORDER BY product_id DESC LIMIT ?3";
    private const string OrderedSql = "SELECT 1 FROM jobs WHERE job_id = ?1";
    private const string TakeSql = "SELECT job_id, channel, lines, returned FROM stock_takes WHERE store_id = ?1 AND job_id = ?2";
    private const string LineSql = "SELECT channel, product_id, left_over FROM shelves WHERE store_id = ?1 AND channel = ?2 AND product_id = ?3";
    private const string PutSql = "INSERT INTO shelves (store_id, channel, product_id, left_over) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (store_id, channel, product_id) DO UPDATE SET left_over = excluded.left_over";
    private const string WithdrawSql = "DELETE FROM shelves WHERE store_id = ?1 AND channel = ?2 AND product_id = ?3";
    private const string PutTakeSql = "INSERT INTO stock_takes (store_id, job_id, channel, lines, returned, taken_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (store_id, job_id) DO UPDATE SET returned = excluded.returned";
    private const string ChangedSql = "UPDATE stores SET changed_at = MAX(changed_at, ?2) WHERE store_id = ?1";
    private const string ShelfSql = "SELECT channel, product_id, left_over FROM shelves WHERE store_id = ?1";
    private const string OwnerSql = "SELECT m.merchant_id, m.operator_id, m.name, m.currency, m.standing, s.body FROM stores s JOIN merchants m ON m.merchant_id = s.merchant_id WHERE s.store_id = ?1";
    private const string SoldSql = "SELECT p.body, l.left_over FROM shelves l JOIN products p ON p.product_id = l.product_id WHERE l.store_id = ?1 AND l.channel = ?2 ORDER BY l.product_id";
    private const string CardsSql = """
        SELECT m.merchant_id, m.operator_id, m.name, m.currency, m.standing, s.body, s.changed_at FROM stores s JOIN merchants m ON m.merchant_id = s.merchant_id
        WHERE (s.changed_at, s.store_id) > (?1, ?2) ORDER BY s.changed_at, s.store_id LIMIT ?3
        """;

    private const string NamesSql = "SELECT l.channel, l.product_id, p.name, p.body -> '$.zones' FROM shelves l JOIN products p ON p.product_id = l.product_id WHERE l.store_id = ?1";
    private const string AddStaffSql = "INSERT INTO staff (staff_id, merchant_id, store_id, role, name) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (staff_id) DO NOTHING";
    private const string StaffSql = $"SELECT {MerchantRows.StaffColumns} FROM staff WHERE staff_id = ?1";
    private const string StaffOfSql = $"SELECT {MerchantRows.StaffColumns} FROM staff WHERE merchant_id = ?1 AND staff_id < ?2 ORDER BY staff_id DESC LIMIT ?3";
    private const string RevokeSql = "UPDATE staff SET revoked_at = COALESCE(revoked_at, ?3) WHERE staff_id = ?2 AND merchant_id = ?1";
    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [FindSql, ListSql, ListOfSql, StoreSql, StoresOfSql, ProductSql, ProductsOfSql, TakeSql, LineSql, ShelfSql, OwnerSql, SoldSql, CardsSql, NamesSql, StaffSql, StaffOfSql];

    /// <inheritdoc/>
    public ValueTask<Merchant> Add(Merchant merchant, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[AddSql];
            using (add.Begin())
            {
                add.Bind(1, merchant.Id.Value);
                add.Bind(2, merchant.Operator.Value);
                add.Bind(3, merchant.Name);
                add.Bind(4, merchant.Currency.Code);
                add.Bind(5, EnumText<MerchantStanding>.Of(merchant.Standing));
                add.Bind(6, now);
                add.Run();
            }

            return One(session[FindSql], merchant.Id.Value, MerchantOf)!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Merchant?> Find(MerchantId merchant, CancellationToken cancellationToken) => store.Read(session => One(session[FindSql], merchant.Value, MerchantOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Merchant>> List(OperatorId? @operator, MerchantId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[@operator is null ? ListSql : ListOfSql].All(
            rows =>
            {
                rows.Bind(1, before?.Value ?? StorageTerms.AboveAll);
                rows.Bind(2, (long)limit);
                if (@operator is { } whose)
                {
                    rows.Bind(3, whose.Value);
                }
            },
            MerchantOf),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Merchant?> Stand(MerchantId merchant, MerchantStanding standing, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var stand = session[StandSql];
            int changed;
            using (stand.Begin())
            {
                stand.Bind(1, merchant.Value);
                stand.Bind(2, EnumText<MerchantStanding>.Of(standing));
                changed = stand.Change();
            }

            if (changed > 0)
            {
                Touch(session[AllChangedSql], merchant.Value, now);
            }

            return One(session[FindSql], merchant.Value, MerchantOf);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Edit<StoreEntry>> Put(Store written, long version, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var put = session[version == 0 ? NewStoreSql : ChangeStoreSql];
            int changed;
            using (put.Begin())
            {
                put.Bind(1, written.Id.Value);
                put.Bind(2, written.Merchant.Value);
                put.Bind(3, MerchantRows.Body(written));
                put.Bind(4, now);
                if (version != 0)
                {
                    put.Bind(5, version);
                }

                changed = put.Change();
            }

            return changed == 1
                ? new Edit<StoreEntry>(true, new StoreEntry(written, version + 1))
                : new Edit<StoreEntry>(false, One(session[StoreSql], written.Id.Value, StoreOf) is { } stands && stands.Store.Merchant == written.Merchant ? stands : null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreEntry?> Find(StoreId id, CancellationToken cancellationToken) => store.Read(session => One(session[StoreSql], id.Value, StoreOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoreEntry>> StoresOf(MerchantId merchant, StoreId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[StoresOfSql].All(rows => Page(rows, merchant.Value, before?.Value, limit), StoreOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Edit<ProductEntry>> Put(MerchantId merchant, Product product, long version, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var put = session[version == 0 ? NewProductSql : ChangeProductSql];
            int changed;
            using (put.Begin())
            {
                put.Bind(1, product.Id.Value);
                put.Bind(2, merchant.Value);
                put.Bind(3, product.Name);
                put.Bind(4, MerchantRows.Body(product));
                if (version != 0)
                {
                    put.Bind(5, version);
                }

                changed = put.Change();
            }

            if (changed == 1 && version != 0)
            {
                Touch(session[SellersChangedSql], product.Id.Value, now);
            }

            return changed == 1
                ? new Edit<ProductEntry>(true, new ProductEntry(merchant, product, version + 1))
                : new Edit<ProductEntry>(false, One(session[ProductSql], product.Id.Value, ProductOf) is { } stands && stands.Merchant == merchant ? stands : null);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ProductEntry?> Find(ProductId product, CancellationToken cancellationToken) => store.Read(session => One(session[ProductSql], product.Value, ProductOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ProductEntry>> ProductsOf(MerchantId merchant, ProductId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[ProductsOfSql].All(rows => Page(rows, merchant.Value, before?.Value, limit), ProductOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StockOutcome>> Run(StoreId id, ImmutableArray<StockCommand> commands, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (One(session[StoreSql], id.Value, row => new MerchantId(row.Id(2)) as object) is not MerchantId merchant)
            {
                return [.. commands.Select(_ => StockOutcome.Reject(StockRejection.StoreUnknown))];
            }

            var book = new ShelfBook();
            Fill(session, book, id, merchant, commands);
            var outcomes = ImmutableArray.CreateBuilder<StockOutcome>(commands.Length);
            foreach (var command in commands)
            {
                outcomes.Add(book.Run(command));
            }

            if (book.IsChanged)
            {
                Write(session, book, id, now);
            }

            return outcomes.MoveToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ShelfLine>> Shelf(StoreId id, CancellationToken cancellationToken) => store.Read(
        session => session[ShelfSql].All(rows => rows.Bind(1, id.Value), LineOf).Sort((a, b) => (a.Channel, a.Product).CompareTo((b.Channel, b.Product))), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoreOffer?> Offer(StoreId id, StoreChannel channel, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(read =>
        {
            if (read[OwnerSql].All(rows => rows.Bind(1, id.Value), row => (Merchant: MerchantOf(row), Store: MerchantRows.Store(row.Text(5)))) is not [var owner])
            {
                return null;
            }

            var sold = read[SoldSql].All(
                rows =>
                {
                    rows.Bind(1, id.Value);
                    rows.Bind(2, EnumText<StoreChannel>.Of(channel));
                },
                row => (Product: MerchantRows.Product(row.Text(0)), Left: MerchantRows.Left(row.NumberOrNull(1))));
            return new StoreOffer(
                owner.Merchant, owner.Store, [.. sold.Select(line => line.Product)], sold.Where(line => line.Left is not null).ToImmutableDictionary(line => line.Product.Id, line => line.Left!.Value));
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StoreCard>> Changed(DateTimeOffset since, StoreId? after, int limit, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(read =>
        {
            var rows = read[CardsSql].All(
                rows =>
                {
                    rows.Bind(1, since);
                    rows.Bind(2, after?.Value ?? Guid.Empty);
                    rows.Bind(3, (long)limit);
                },
                row => (Merchant: MerchantOf(row), Store: MerchantRows.Store(row.Text(5)), At: row.Instant(6)));
            return rows.Select(row => new StoreCard(
                row.Merchant,
                row.Store,
                [
                    .. read[NamesSql].All(
                        names => names.Bind(1, row.Store.Id.Value),
                        name => new ShelfName(EnumText<StoreChannel>.Parse(name.Text(0)), new ProductId(name.Id(1)), name.Text(2), MerchantRows.Zones(name.TextOrNull(3)))).OrderBy(name => name.Channel).ThenBy(name => name.Product),
                ],
                row.At)).ToImmutableArray();
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<AbandonedStock>> Abandoned(DateTimeOffset since, DateTimeOffset before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[StockSql.Sqlite.Abandoned].All(
            rows =>
            {
                rows.Bind(1, since);
                rows.Bind(2, before);
                rows.Bind(3, (long)limit);
            },
            row => new AbandonedStock(new StoreId(row.Id(0)), row.Id(1))),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StaffMember> Add(StaffMember member, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[AddStaffSql];
            using (add.Begin())
            {
                add.Bind(1, member.Id.Value);
                add.Bind(2, member.Merchant.Value);
                add.Bind(3, member.Store?.Value);
                add.Bind(4, EnumText<StaffRole>.Of(member.Role));
                add.Bind(5, member.Name);
                add.Run();
            }

            return One(session[StaffSql], member.Id.Value, MemberOf)!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StaffMember?> Find(StaffId member, CancellationToken cancellationToken) => store.Read(session => One(session[StaffSql], member.Value, MemberOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<StaffMember>> StaffOf(MerchantId merchant, StaffId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session[StaffOfSql].All(rows => Page(rows, merchant.Value, before?.Value, limit), MemberOf), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StaffMember?> Revoke(MerchantId merchant, StaffId member, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var revoke = session[RevokeSql];
            using (revoke.Begin())
            {
                revoke.Bind(1, merchant.Value);
                revoke.Bind(2, member.Value);
                revoke.Bind(3, now);
                revoke.Run();
            }

            return One(session[StaffSql], member.Value, MemberOf) is { } stands && stands.Merchant == merchant ? stands : null;
        },
        cancellationToken);

    private static void Fill(WriteSession session, ShelfBook book, StoreId id, MerchantId merchant, ImmutableArray<StockCommand> commands)
    {
        foreach (var job in ShelfBook.JobsOf(commands))
        {
            foreach (var take in session[TakeSql].All(
                rows =>
                {
                    rows.Bind(1, id.Value);
                    rows.Bind(2, job);
                },
                row => new StockTake(row.Id(0), EnumText<StoreChannel>.Parse(row.Text(1)), MerchantRows.Lines(row.Text(2)), row.Number(3) == 1)))
            {
                book.Put(take);
            }
        }

        foreach (var left in commands.OfType<StockCommand.Abandon>())
        {
            var ordered = session[OrderedSql];
            using var use = ordered.Begin();
            ordered.Bind(1, left.By);
            if (ordered.Step())
            {
                book.PutOrdered(left.By);
            }
        }

        var puts = commands.Any(command => command is StockCommand.Put);
        foreach (var product in book.Needed(commands))
        {
            foreach (var channel in Enum.GetValues<StoreChannel>())
            {
                foreach (var line in session[LineSql].All(
                    rows =>
                    {
                        rows.Bind(1, id.Value);
                        rows.Bind(2, EnumText<StoreChannel>.Of(channel));
                        rows.Bind(3, product.Value);
                    },
                    LineOf))
                {
                    book.Put(line);
                }
            }

            if (puts && One(session[ProductSql], product.Value, ProductOf) is { } known && known.Merchant == merchant)
            {
                book.Put(product);
            }
        }
    }

    private static void Write(WriteSession session, ShelfBook book, StoreId id, DateTimeOffset now)
    {
        foreach (var line in book.Changed)
        {
            var put = session[PutSql];
            using var use = put.Begin();
            put.Bind(1, id.Value);
            put.Bind(2, EnumText<StoreChannel>.Of(line.Channel));
            put.Bind(3, line.Product.Value);
            put.Bind(4, (long?)line.Left);
            put.Run();
        }

        foreach (var (channel, product) in book.Withdrawn)
        {
            var withdraw = session[WithdrawSql];
            using var use = withdraw.Begin();
            withdraw.Bind(1, id.Value);
            withdraw.Bind(2, EnumText<StoreChannel>.Of(channel));
            withdraw.Bind(3, product.Value);
            withdraw.Run();
        }

        foreach (var take in book.Taken)
        {
            var put = session[PutTakeSql];
            using var use = put.Begin();
            put.Bind(1, id.Value);
            put.Bind(2, take.By);
            put.Bind(3, EnumText<StoreChannel>.Of(take.Channel));
            put.Bind(4, MerchantRows.Body(take.Lines));
            put.Bind(5, take.Returned ? 1L : 0L);
            put.Bind(6, now);
            put.Run();
        }

        if (book.IsOtherwise)
        {
            Touch(session[ChangedSql], id.Value, now);
        }
    }

    private static void Touch(SqliteStatement touch, Guid key, DateTimeOffset now)
    {
        using var use = touch.Begin();
        touch.Bind(1, key);
        touch.Bind(2, now);
        touch.Run();
    }

    private static void Page(SqliteStatement rows, Guid whose, Guid? before, int limit)
    {
        rows.Bind(1, whose);
        rows.Bind(2, before ?? StorageTerms.AboveAll);
        rows.Bind(3, (long)limit);
    }

    private static T? One<T>(SqliteStatement row, Guid key, Func<SqliteStatement, T> read)
        where T : class
    {
        using var use = row.Begin();
        row.Bind(1, key);
        return row.Step() ? read(row) : null;
    }

    private static Merchant MerchantOf(SqliteStatement row) => new(
        new MerchantId(row.Id(0)), new OperatorId(row.Text(1)), row.Text(2), Currency.Of(row.Text(3)), EnumText<MerchantStanding>.Parse(row.Text(4)));

    private static StoreEntry StoreOf(SqliteStatement row) => new(MerchantRows.Store(row.Text(0)), row.Number(1));

    private static ProductEntry ProductOf(SqliteStatement row) => new(new MerchantId(row.Id(0)), MerchantRows.Product(row.Text(1)), row.Number(2));

    private static ShelfLine LineOf(SqliteStatement row) => new(EnumText<StoreChannel>.Parse(row.Text(0)), new ProductId(row.Id(1)), MerchantRows.Left(row.NumberOrNull(2)));

    private static StaffMember MemberOf(SqliteStatement row) => new(
        new StaffId(row.Id(0)),
        new MerchantId(row.Id(1)),
        row.IdOrNull(2) is { } counter ? new StoreId(counter) : null,
        EnumText<StaffRole>.Parse(row.Text(3)),
        row.Text(4),
        row.NumberOrNull(5) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null);
}
