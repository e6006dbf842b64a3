using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>
/// Campaigns and vouchers on PostgreSQL. Whoever changes anything of a campaign locks its row first: whoever comes second waits there, and decides on what the first has written. A transaction takes the
/// commands of many, so that the lock is held once for all of them.
/// </summary>
internal sealed class PostgresVoucherStore(PostgresStore store) : IVoucherStore
{
    private const string AddSql = """
        INSERT INTO campaigns (campaign_id, operator_id, code, body, currency, ends_at, paused, budget_minor_units, spent_minor_units, held_minor_units, most_uses, uses, issued, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, 0, 0, $10) ON CONFLICT (campaign_id) DO NOTHING
        """;

    private const string FindSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE campaign_id = $1";
    private const string LockSql = $"{FindSql} FOR UPDATE";
    private const string AccountsSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE campaign_id = ANY ($1::uuid[])";
    private const string FindByCodeSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE code = $1";
    private const string ListSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE campaign_id < $1 ORDER BY campaign_id DESC LIMIT $2";
    private const string ListOfSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE operator_id = $3 AND campaign_id < $1 ORDER BY campaign_id DESC LIMIT $2";
    private const string RunningSql = "SELECT campaign_id, body, ends_at, paused FROM campaigns WHERE ends_at > $1 ORDER BY campaign_id LIMIT $2";
    private const string ChangeSql = $"""
        UPDATE campaigns SET paused = COALESCE($2, paused), ends_at = LEAST(ends_at, COALESCE($3, ends_at)) WHERE campaign_id = $1 RETURNING {VoucherRows.CampaignColumns}
        """;

    private const string KeepSql = "UPDATE campaigns SET spent_minor_units = $2, held_minor_units = $3, uses = $4, issued = $5 WHERE campaign_id = $1";
    private const string VoucherSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE voucher_id = $1";
    private const string CodeSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE code = $1";
    private const string NamedSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE voucher_id = ANY ($1::uuid[]) AND campaign_id = $2";
    private const string ReferencedSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE campaign_id = $1 AND reference = ANY ($2::text[])";
    private const string LapsedSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE campaign_id = $1 AND status = 'held' AND hold_until <= $2 ORDER BY hold_until LIMIT $3";
    private const string HaveLapsedSql = """
        SELECT c.campaign_id FROM unnest($1::uuid[]) AS c (campaign_id)
        WHERE EXISTS (SELECT FROM vouchers v WHERE v.campaign_id = c.campaign_id AND v.status = 'held' AND v.hold_until <= $2) ORDER BY 1
        """;

    private const string CountsSql = """
        SELECT c.campaign_id, c.customer_id, c.day, c.uses FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS k (campaign_id, customer_id, day)
        JOIN campaign_counts c ON c.campaign_id = k.campaign_id AND c.customer_id = k.customer_id AND c.day = k.day
        """;

    // Orders on vouchers of two campaigns at once wait for each other here, in the order of the customers; each sees what the one before has written.
    private const string LockCustomersSql = "SELECT pg_advisory_xact_lock(hashtextextended(c.customer_id::text, 5290417735526132)) FROM (SELECT DISTINCT customer_id FROM unnest($1::uuid[]) AS k (customer_id) ORDER BY 1) AS c";
    // Whoever holds something of a market's margin waits here for the one before; campaigns of one market take turns.
    private const string LockMarketsSql = "SELECT pg_advisory_xact_lock(hashtextextended(m.market, 7730528316449021)) FROM (SELECT DISTINCT market FROM unnest($1::text[]) AS k (market) ORDER BY 1) AS m";
    private static readonly string ExposedSql = VoucherRows.ExposedSql.Replace('@', '$');
    private const string HasCompletedSql = "SELECT 1 FROM job_orders o JOIN jobs j ON j.job_id = o.job_id WHERE o.customer_id = $1 AND j.market = $2 AND j.status = 'completed' LIMIT 1";
    private const string OrderedSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE holder_id = $1 AND status = 'held' AND (hold_until IS NULL OR (hold_ordered = 1 AND hold_until > $2)) ORDER BY voucher_id";
    private const string AddCountsSql = """
        INSERT INTO campaign_counts AS c (campaign_id, customer_id, day, uses) SELECT $1, k.customer_id, k.day, k.uses FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS k (customer_id, day, uses)
        ON CONFLICT (campaign_id, customer_id, day) DO UPDATE SET uses = c.uses + excluded.uses
        """;

    private const string LessCountsSql = """
        UPDATE campaign_counts c SET uses = c.uses - k.uses FROM unnest($2::uuid[], $3::bigint[], $4::bigint[]) AS k (customer_id, day, uses)
        WHERE c.campaign_id = $1 AND c.customer_id = k.customer_id AND c.day = k.day
        """;

    private const string PutSql = $"""
        INSERT INTO vouchers ({VoucherRows.VoucherColumns})
        SELECT v.voucher_id, $1, v.code, v.holder_id, v.source, v.reference, $2, v.issued_at, v.expires_at, v.status, v.hold_by, v.hold_customer_id, v.hold_amount, v.hold_until, v.hold_ordered, v.hold_day, v.used, v.journey_id, v.hold_market, v.hold_exposed, v.used_at
        FROM unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::bigint[], $9::bigint[], $10::text[], $11::uuid[], $12::uuid[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bigint[], $17::bigint[], $18::uuid[],
            $19::text[], $20::bigint[], $21::bigint[])
            AS v (voucher_id, code, holder_id, source, reference, issued_at, expires_at, status, hold_by, hold_customer_id, hold_amount, hold_until, hold_ordered, hold_day, used, journey_id, hold_market, hold_exposed, used_at)
        ON CONFLICT (voucher_id) DO UPDATE SET holder_id = excluded.holder_id, status = excluded.status, hold_by = excluded.hold_by, hold_customer_id = excluded.hold_customer_id,
            hold_minor_units = excluded.hold_minor_units, hold_until = excluded.hold_until, hold_ordered = excluded.hold_ordered, hold_day = excluded.hold_day,
            used_minor_units = excluded.used_minor_units, hold_market = excluded.hold_market, hold_exposed = excluded.hold_exposed, used_at = excluded.used_at
        """;

    private const string UsableSql = $"""
        SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE holder_id = $1 AND status IN ('issued', 'held') AND expires_at > $2 ORDER BY expires_at, voucher_id LIMIT $3
        """;

    private const string OfSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE holder_id = $1 AND voucher_id < $2 ORDER BY voucher_id DESC LIMIT $3";
    private const string TrySql = """
        INSERT INTO voucher_tries AS t (customer_id, until, tries) VALUES ($1, $3, 1)
        ON CONFLICT (customer_id) DO UPDATE SET tries = CASE WHEN t.until <= $2 THEN 1 ELSE t.tries + 1 END, until = CASE WHEN t.until <= $2 THEN $3 ELSE t.until END
        RETURNING tries, until
        """;

    private const string ForgiveSql = "UPDATE voucher_tries SET tries = tries - 1 WHERE customer_id = $1 AND tries > 0";
    private readonly CampaignDocuments _documents = new();

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [FindSql, AccountsSql, FindByCodeSql, ListSql, ListOfSql, VoucherSql, CodeSql, NamedSql, ReferencedSql, LapsedSql, HaveLapsedSql, CountsSql, HasCompletedSql, OrderedSql, UsableSql, OfSql, ExposedSql];

    /// <inheritdoc/>
    public async ValueTask<CampaignAccount> Add(CampaignAccount campaign, CancellationToken cancellationToken)
    {
        await store.Change(
            AddSql,
            parameters => parameters.Id(campaign.Campaign.Id.Value)
                .Text(campaign.Campaign.Operator.Value)
                .Text(campaign.Code?.Value)
                .Text(VoucherRows.Body(campaign.Campaign))
                .Text(campaign.Campaign.Currency.Code)
                .Instant(campaign.Campaign.Ends)
                .Number(campaign.Campaign.Paused ? 1 : 0)
                .Number(campaign.Campaign.Limits.Budget.MinorUnits)
                .Number(campaign.Campaign.Limits.Total)
                .Instant(campaign.CreatedAt),
            cancellationToken).ConfigureAwait(false);
        return (await Find(campaign.Campaign.Id, CancellationToken.None).ConfigureAwait(false))!;
    }

    /// <inheritdoc/>
    public ValueTask<CampaignAccount?> Find(CampaignId campaign, CancellationToken cancellationToken) =>
        store.ReadFirst<CampaignAccount>(FindSql, parameters => parameters.Id(campaign.Value), Account, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignAccount?> FindByCode(VoucherCode code, CancellationToken cancellationToken) =>
        store.ReadFirst<CampaignAccount>(FindByCodeSql, parameters => parameters.Text(code.Value), Account, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CampaignAccount>> List(OperatorId? @operator, CampaignId? before, int limit, CancellationToken cancellationToken) => store.ReadAll(
        @operator is null ? ListSql : ListOfSql,
        parameters =>
        {
            parameters.Id(before?.Value ?? StorageTerms.AboveAll).Number(limit);
            if (@operator is { } whose)
            {
                parameters.Text(whose.Value);
            }
        },
        Account,
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Campaign>> Running(DateTimeOffset at, CancellationToken cancellationToken) => store.ReadAll(
        RunningSql, parameters => parameters.Instant(at).Number(VoucherRows.RunningAtOnce), row => _documents.Of(row.Id(0), () => row.Text(1), row.Instant(2), row.Number(3) == 1), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignAccount?> Change(CampaignId campaign, bool? paused, DateTimeOffset? ends, CancellationToken cancellationToken) => store.ChangeFirst<CampaignAccount>(
        ChangeSql, parameters => parameters.Id(campaign.Value).Number(paused is { } rests ? (rests ? 1 : 0) : null).Number(ends?.UtcTicks), Account, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<VoucherOutcome>> Run(CampaignId campaign, ImmutableArray<VoucherCommand> commands, DateTimeOffset now, CancellationToken cancellationToken) => store.Transact(
        async connection =>
        {
            var accounts = await connection.All(LockSql, parameters => parameters.Id(campaign.Value), Account).ConfigureAwait(false);
            if (accounts is not [var account])
            {
                return [.. commands.Select(_ => VoucherOutcome.Reject(VoucherRejection.CodeUnknown))];
            }

            var book = new CampaignBook(account, now);
            await Fill(connection, book, campaign, commands, now).ConfigureAwait(false);
            book.Lapse();
            var outcomes = ImmutableArray.CreateBuilder<VoucherOutcome>(commands.Length);
            foreach (var command in commands)
            {
                outcomes.Add(book.Run(command));
            }

            if (book.IsChanged)
            {
                await Write(connection, book).ConfigureAwait(false);
            }

            return outcomes.MoveToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UsableVouchers> Usable(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Most customers have none: then this one read is all.
        var vouchers = await store.ReadAll(
            UsableSql, parameters => parameters.Id(customer.Value).Instant(now).Number(VoucherRows.UsableAtOnce), Voucher, cancellationToken).ConfigureAwait(false);
        if (vouchers.IsEmpty)
        {
            return new UsableVouchers([], []);
        }

        var ids = vouchers.Select(voucher => (Guid?)voucher.Campaign.Value).Distinct().ToArray();
        return await store.Snapshot(
            async connection =>
            {
                var accounts = (await connection.All(AccountsSql, parameters => parameters.Ids(ids), Account).ConfigureAwait(false)).ToDictionary(account => account.Campaign.Id);
                var keys = accounts.Values.SelectMany(account => account.Campaign.Limits.CountsOf(customer, account.Campaign.DayAt(now)).Select(count => (account.Campaign.Id, Count: count))).ToList();
                var counts = (keys.Count == 0 ? [] : await Counts(connection, keys).ConfigureAwait(false)).ToDictionary(row => (row.Campaign, row.Count), row => row.Uses);
                var lapsed = await connection.All(HaveLapsedSql, parameters => parameters.Ids(ids).Instant(now), row => new CampaignId(row.Id(0))).ConfigureAwait(false);
                return new UsableVouchers(
                    [
                        .. vouchers.Where(voucher => accounts.ContainsKey(voucher.Campaign)).Select(voucher => new VoucherCandidate(
                            voucher,
                            accounts[voucher.Campaign].Campaign,
                            VoucherRows.Usage(accounts[voucher.Campaign], voucher, customer, now, count => counts.GetValueOrDefault((voucher.Campaign, count))))),
                    ],
                    [.. lapsed]);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<(Voucher Voucher, Campaign Campaign)>> Of(CustomerId customer, VoucherId? before, int limit, CancellationToken cancellationToken)
    {
        var vouchers = await store.ReadAll(
            OfSql, parameters => parameters.Id(customer.Value).Id(before?.Value ?? StorageTerms.AboveAll).Number(limit), Voucher, cancellationToken).ConfigureAwait(false);
        if (vouchers.IsEmpty)
        {
            return [];
        }

        var ids = vouchers.Select(voucher => (Guid?)voucher.Campaign.Value).Distinct().ToArray();
        var campaigns = (await store.ReadAll(AccountsSql, parameters => parameters.Ids(ids), Account, cancellationToken).ConfigureAwait(false)).ToDictionary(account => account.Campaign.Id, account => account.Campaign);
        return [.. vouchers.Select(voucher => (voucher, campaigns[voucher.Campaign]))];
    }

    /// <inheritdoc/>
    public ValueTask<Voucher?> Find(VoucherId voucher, CancellationToken cancellationToken) =>
        store.ReadFirst<Voucher>(VoucherSql, parameters => parameters.Id(voucher.Value), Voucher, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Voucher?> FindVoucherByCode(VoucherCode code, CancellationToken cancellationToken) =>
        store.ReadFirst<Voucher>(CodeSql, parameters => parameters.Text(code.Value), Voucher, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Money> Exposed(MarketId market, Currency currency, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) => new(
        await store.ReadFirst(ExposedSql, parameters => parameters.Text(market.Value).Text(currency.Code).Instant(since).Instant(now), row => row.Number(0), cancellationToken).ConfigureAwait(false),
        currency);

    /// <inheritdoc/>
    public async ValueTask<CodeTries> Try(CustomerId customer, DateTimeOffset now, TimeSpan window, CancellationToken cancellationToken) => await store.ChangeFirst(
        TrySql,
        parameters => parameters.Id(customer.Value).Instant(now).Instant(now + window),
        row => new CodeTries(checked((int)row.Number(0)), row.Instant(1)),
        cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Forgive(CustomerId customer, CancellationToken cancellationToken) =>
        await store.Change(ForgiveSql, parameters => parameters.Id(customer.Value), cancellationToken).ConfigureAwait(false);

    private async Task Fill(NpgsqlConnection connection, CampaignBook book, CampaignId campaign, ImmutableArray<VoucherCommand> commands, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(LapsedSql, parameters => parameters.Id(campaign.Value).Instant(now).Number(VoucherRows.LapsedAtOnce));
        var named = commands.Where(command => command is not VoucherCommand.Lapse).Select(command => (Guid?)command.Voucher.Value).Distinct().ToArray();
        batch.Add(NamedSql, parameters => parameters.Ids(named).Id(campaign.Value));
        var references = commands.OfType<VoucherCommand.Issue>().Select(issue => issue.Reference).Where(reference => reference is not null).Distinct().ToArray();
        if (references.Length > 0)
        {
            batch.Add(ReferencedSql, parameters => parameters.Id(campaign.Value).Texts(references));
        }

        await using (var rows = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false))
        {
            do
            {
                while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
                {
                    book.Put(Voucher(rows));
                }
            }
            while (await rows.NextResultAsync(CancellationToken.None).ConfigureAwait(false));
        }

        var needed = book.Needed(commands);
        if (needed.Count > 0)
        {
            foreach (var (_, count, uses) in await Counts(connection, [.. needed.Select(count => (campaign, count))]).ConfigureAwait(false))
            {
                book.Put(count, uses);
            }
        }

        var asked = book.AsksBefore(commands);
        if (asked.Count > 0)
        {
            await connection.All(LockCustomersSql, parameters => parameters.Ids([.. asked.Select(one => (Guid?)one.Customer.Value)]), _ => true).ConfigureAwait(false);
        }

        foreach (var (customer, market) in asked)
        {
            book.Put(customer, market, await Before(connection, book.Account.Campaign, customer, market, now).ConfigureAwait(false));
        }

        var margins = CampaignBook.AsksMargin(commands);
        if (margins.Count == 0)
        {
            return;
        }

        await connection.All(LockMarketsSql, parameters => parameters.Texts([.. margins.Select(one => one.Market.Value)]), _ => true).ConfigureAwait(false);
        var currency = book.Account.Campaign.Currency;
        foreach (var (market, since) in margins)
        {
            var exposed = await connection.All(ExposedSql, parameters => parameters.Text(market.Value).Text(currency.Code).Instant(since).Instant(now), row => row.Number(0)).ConfigureAwait(false);
            book.Put(market, new Money(exposed[0], currency));
        }
    }

    /// <summary>What a customer has ordered in a market before.</summary>
    private async Task<OrdersBefore> Before(NpgsqlConnection connection, Campaign campaign, CustomerId customer, MarketId market, DateTimeOffset now)
    {
        // In this order: a voucher that is not held any more because its job was completed is followed by the completion.
        var held = await connection.All(OrderedSql, parameters => parameters.Id(customer.Value).Instant(now), Voucher).ConfigureAwait(false);
        var others = held.Count == 0 ? [] : await connection.All(AccountsSql, parameters => parameters.Ids([.. held.Select(voucher => (Guid?)voucher.Campaign.Value).Distinct()]), Account).ConfigureAwait(false);
        var firsts = others.Select(account => account.Campaign).Where(other => other.Operator == campaign.Operator && other.Scope.IsForFirstIn(market)).Select(other => other.Id).ToHashSet();
        var completed = await connection.All(HasCompletedSql, parameters => parameters.Id(customer.Value).Text(market.Value), _ => true).ConfigureAwait(false);
        return new OrdersBefore(completed.Count > 0, [.. held.Where(voucher => firsts.Contains(voucher.Campaign))]);
    }

    private static async Task Write(NpgsqlConnection connection, CampaignBook book)
    {
        var account = book.Account;
        var campaign = account.Campaign;
        var vouchers = book.Changed.ToList();
        var counts = book.Counted.ToList();
        await using var batch = new NpgsqlBatch(connection);
        if (account != book.Before)
        {
            batch.Add(KeepSql, parameters => parameters.Id(campaign.Id.Value).Number(account.Spent.MinorUnits).Number(account.Held.MinorUnits).Number(account.Uses).Number(account.Issued));
        }

        batch.Add(PutSql, parameters => parameters
            .Id(campaign.Id.Value)
            .Text(campaign.Currency.Code)
            .Ids([.. vouchers.Select(voucher => (Guid?)voucher.Id.Value)])
            .Texts([.. vouchers.Select(voucher => voucher.Code.Value)])
            .Ids([.. vouchers.Select(voucher => voucher.Holder?.Value)])
            .Texts([.. vouchers.Select(voucher => EnumText<VoucherSource>.Of(voucher.Source))])
            .Texts([.. vouchers.Select(voucher => voucher.Reference)])
            .Numbers([.. vouchers.Select(voucher => voucher.IssuedAt.UtcTicks)])
            .Numbers([.. vouchers.Select(voucher => voucher.ExpiresAt.UtcTicks)])
            .Texts([.. vouchers.Select(voucher => EnumText<VoucherStatus>.Of(voucher.Status))])
            .Ids([.. vouchers.Select(voucher => voucher.Hold?.By)])
            .Ids([.. vouchers.Select(voucher => voucher.Hold?.Customer.Value)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.Hold?.Amount.MinorUnits)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.Hold?.Until?.UtcTicks)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.Hold is { } hold ? (hold.Ordered ? 1L : 0L) : (long?)null)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.Hold?.Day is { } day ? VoucherRows.Day(day) : (long?)null)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.Used?.MinorUnits)])
            .Ids([.. vouchers.Select(voucher => voucher.Journey?.Value)])
            .Texts([.. vouchers.Select(voucher => voucher.Hold?.Market?.Value)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.Hold?.Exposed?.MinorUnits)])
            .NumbersOrNull([.. vouchers.Select(voucher => voucher.UsedAt?.UtcTicks)]));
        foreach (var (sql, moved) in new[] { (AddCountsSql, counts.Where(count => count.By > 0).ToList()), (LessCountsSql, counts.Where(count => count.By < 0).ToList()) })
        {
            if (moved.Count > 0)
            {
                batch.Add(sql, parameters => parameters
                    .Id(campaign.Id.Value)
                    .Ids([.. moved.Select(count => (Guid?)VoucherRows.Customer(count.Count))])
                    .Numbers([.. moved.Select(count => VoucherRows.Day(count.Count.Day))])
                    .Numbers([.. moved.Select(count => (long)Math.Abs(count.By))]));
            }
        }

        await batch.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    private static Task<List<(CampaignId Campaign, CampaignCount Count, int Uses)>> Counts(NpgsqlConnection connection, IReadOnlyCollection<(CampaignId Campaign, CampaignCount Count)> keys) => connection.All(
        CountsSql,
        parameters => parameters
            .Ids([.. keys.Select(key => (Guid?)key.Campaign.Value)])
            .Ids([.. keys.Select(key => (Guid?)VoucherRows.Customer(key.Count))])
            .Numbers([.. keys.Select(key => VoucherRows.Day(key.Count.Day))]),
        row => (new CampaignId(row.Id(0)), VoucherRows.Count(row.Id(1), row.Number(2)), checked((int)row.Number(3))));

    private CampaignAccount Account(NpgsqlDataReader row)
    {
        var campaign = _documents.Of(row.Id(0), () => row.Text(2), row.Instant(3), row.Number(4) == 1);
        return new CampaignAccount(
            campaign,
            row.TextOrNull(1) is { } code ? VoucherRows.Code(code) : null,
            row.Instant(9),
            new Money(row.Number(5), campaign.Currency),
            new Money(row.Number(6), campaign.Currency),
            checked((int)row.Number(7)),
            checked((int)row.Number(8)));
    }

    private static Voucher Voucher(NpgsqlDataReader row)
    {
        var currency = Currency.Of(row.Text(6));
        return new Voucher(
            new VoucherId(row.Id(0)),
            VoucherRows.Code(row.Text(2)),
            new CampaignId(row.Id(1)),
            row.IdOrNull(3) is { } holder ? new CustomerId(holder) : null,
            EnumText<VoucherSource>.Parse(row.Text(4)),
            row.TextOrNull(5),
            row.Instant(7),
            row.Instant(8),
            EnumText<VoucherStatus>.Parse(row.Text(9)),
            VoucherRows.Hold(row.IdOrNull(10), row.IdOrNull(11), NumberOrNull(row, 12), NumberOrNull(row, 13), NumberOrNull(row, 14), NumberOrNull(row, 15), row.TextOrNull(18), NumberOrNull(row, 19), currency),
            NumberOrNull(row, 16) is { } used ? new Money(used, currency) : null,
            row.IdOrNull(17) is { } journey ? new JourneyId(journey) : null,
            NumberOrNull(row, 20) is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null);
    }

    private static long? NumberOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
