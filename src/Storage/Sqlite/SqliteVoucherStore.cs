using System.Collections.Immutable;
using System.Runtime.InteropServices;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Campaigns and vouchers on SQLite. One writer at a time: what commands read stays so until it is written.</summary>
internal sealed class SqliteVoucherStore(SqliteStore store) : IVoucherStore
{
    private const string AddSql = """
        INSERT INTO campaigns (campaign_id, operator_id, code, body, currency, ends_at, paused, budget_minor_units, spent_minor_units, held_minor_units, most_uses, uses, issued, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, 0, 0, ?10) ON CONFLICT (campaign_id) DO NOTHING
        """;

    private const string FindSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE campaign_id = ?1";
    private const string FindByCodeSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE code = ?1";
    private const string ListSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE campaign_id < ?1 ORDER BY campaign_id DESC LIMIT ?2";
    private const string ListOfSql = $"SELECT {VoucherRows.CampaignColumns} FROM campaigns WHERE operator_id = ?3 AND campaign_id < ?1 ORDER BY campaign_id DESC LIMIT ?2";
    private const string RunningSql = "SELECT campaign_id, body, ends_at, paused FROM campaigns WHERE ends_at > ?1 ORDER BY campaign_id LIMIT ?2";
    private const string ChangeSql = "UPDATE campaigns SET paused = COALESCE(?2, paused), ends_at = MIN(ends_at, COALESCE(?3, ends_at)) WHERE campaign_id = ?1";
    private const string KeepSql = "UPDATE campaigns SET spent_minor_units = ?2, held_minor_units = ?3, uses = ?4, issued = ?5 WHERE campaign_id = ?1";
    private const string VoucherSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE voucher_id = ?1";
    private const string CodeSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE code = ?1";
    private const string ReferenceSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE campaign_id = ?1 AND reference = ?2";
    private const string LapsedSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE campaign_id = ?1 AND status = 'held' AND hold_until <= ?2 ORDER BY hold_until LIMIT ?3";
    private const string HasLapsedSql = "SELECT 1 FROM vouchers WHERE campaign_id = ?1 AND status = 'held' AND hold_until <= ?2 LIMIT 1";
    private const string CountSql = "SELECT uses FROM campaign_counts WHERE campaign_id = ?1 AND customer_id = ?2 AND day = ?3";
    private const string HasCompletedSql = "SELECT 1 FROM jobs WHERE customer_id = ?1 AND market = ?2 AND status = 'completed' LIMIT 1";
    private const string OrderedSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE holder_id = ?1 AND status = 'held' AND (hold_until IS NULL OR (hold_ordered = 1 AND hold_until > ?2)) ORDER BY voucher_id";
    private const string AddCountSql = "INSERT INTO campaign_counts (campaign_id, customer_id, day, uses) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (campaign_id, customer_id, day) DO UPDATE SET uses = uses + excluded.uses";
    private const string LessCountSql = "UPDATE campaign_counts SET uses = uses - ?4 WHERE campaign_id = ?1 AND customer_id = ?2 AND day = ?3";
    private const string PutSql = $"""
        INSERT INTO vouchers ({VoucherRows.VoucherColumns}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
        """;

    // What a quote takes over from another stays held: where status and holder are not written, no index is touched but those of the lapse and of what the market has at stake.
    private const string HoldSql = """
        UPDATE vouchers SET hold_by = ?2, hold_customer_id = ?3, hold_minor_units = ?4, hold_until = ?5, hold_ordered = ?6, hold_day = ?7, hold_market = ?8, hold_exposed = ?9
        WHERE voucher_id = ?1
        """;

    private const string MoveSql = """
        UPDATE vouchers SET hold_by = ?2, hold_customer_id = ?3, hold_minor_units = ?4, hold_until = ?5, hold_ordered = ?6, hold_day = ?7, hold_market = ?8, hold_exposed = ?9,
            holder_id = ?10, status = ?11, used_minor_units = ?12, used_at = ?13
        WHERE voucher_id = ?1
        """;

    private const string UsableSql = $"""
        SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE holder_id = ?1 AND status IN ('issued', 'held') AND expires_at > ?2 ORDER BY expires_at, voucher_id LIMIT ?3
        """;

    private const string OfSql = $"SELECT {VoucherRows.VoucherColumns} FROM vouchers WHERE holder_id = ?1 AND voucher_id < ?2 ORDER BY voucher_id DESC LIMIT ?3";
    private const string TrySql = """
        INSERT INTO voucher_tries (customer_id, until, tries) VALUES (?1, ?3, 1)
        ON CONFLICT (customer_id) DO UPDATE SET tries = CASE WHEN until <= ?2 THEN 1 ELSE tries + 1 END, until = CASE WHEN until <= ?2 THEN ?3 ELSE until END
        """;

    private const string TriesSql = "SELECT tries, until FROM voucher_tries WHERE customer_id = ?1";
    private static readonly string ExposedSql = VoucherRows.ExposedSql.Replace('@', '?');
    private const string ForgiveSql = "UPDATE voucher_tries SET tries = tries - 1 WHERE customer_id = ?1 AND tries > 0";
    private readonly CampaignDocuments _documents = new();

    /// <summary>Every statement that runs often; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } =
        [FindSql, FindByCodeSql, ListSql, ListOfSql, VoucherSql, CodeSql, ReferenceSql, LapsedSql, HasLapsedSql, CountSql, HasCompletedSql, OrderedSql, UsableSql, OfSql, TriesSql, ExposedSql];

    /// <inheritdoc/>
    public ValueTask<CampaignAccount> Add(CampaignAccount campaign, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var add = session[AddSql];
            using (add.Begin())
            {
                add.Bind(1, campaign.Campaign.Id.Value);
                add.Bind(2, campaign.Campaign.Operator.Value);
                add.Bind(3, campaign.Code?.Value);
                add.Bind(4, VoucherRows.Body(campaign.Campaign));
                add.Bind(5, campaign.Campaign.Currency.Code);
                add.Bind(6, campaign.Campaign.Ends);
                add.Bind(7, campaign.Campaign.Paused ? 1L : 0L);
                add.Bind(8, campaign.Campaign.Limits.Budget.MinorUnits);
                add.Bind(9, (long?)campaign.Campaign.Limits.Total);
                add.Bind(10, campaign.CreatedAt);
                add.Run();
            }

            return Account(session[FindSql], campaign.Campaign.Id.Value)!;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignAccount?> Find(CampaignId campaign, CancellationToken cancellationToken) => store.Read(session => Account(session[FindSql], campaign.Value), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignAccount?> FindByCode(VoucherCode code, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var row = session[FindByCodeSql];
            using var use = row.Begin();
            row.Bind(1, code.Value);
            return row.Step() ? Account(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<CampaignAccount>> List(OperatorId? @operator, CampaignId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[@operator is null ? ListSql : ListOfSql];
            using var use = rows.Begin();
            rows.Bind(1, before?.Value ?? StorageTerms.AboveAll);
            rows.Bind(2, (long)limit);
            if (@operator is { } whose)
            {
                rows.Bind(3, whose.Value);
            }

            var found = ImmutableArray.CreateBuilder<CampaignAccount>();
            while (rows.Step())
            {
                found.Add(Account(rows));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<Campaign>> Running(DateTimeOffset at, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[RunningSql];
            using var use = rows.Begin();
            rows.Bind(1, at);
            rows.Bind(2, (long)VoucherRows.RunningAtOnce);
            var found = ImmutableArray.CreateBuilder<Campaign>();
            while (rows.Step())
            {
                found.Add(_documents.Of(rows.Id(0), () => rows.Text(1), rows.Instant(2), rows.Number(3) == 1));
            }

            return found.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CampaignAccount?> Change(CampaignId campaign, bool? paused, DateTimeOffset? ends, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var change = session[ChangeSql];
            using (change.Begin())
            {
                change.Bind(1, campaign.Value);
                change.Bind(2, paused is { } rests ? (rests ? 1L : 0L) : (long?)null);
                change.Bind(3, ends?.UtcTicks);
                change.Run();
            }

            return Account(session[FindSql], campaign.Value);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<VoucherOutcome>> Run(CampaignId campaign, ImmutableArray<VoucherCommand> commands, DateTimeOffset now, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            if (Account(session[FindSql], campaign.Value) is not { } account)
            {
                return [.. commands.Select(_ => VoucherOutcome.Reject(VoucherRejection.CodeUnknown))];
            }

            var book = new CampaignBook(account, now);
            Fill(session, book, campaign, commands, now);
            book.Lapse();
            var outcomes = ImmutableArray.CreateBuilder<VoucherOutcome>(commands.Length);
            foreach (var command in commands)
            {
                outcomes.Add(book.Run(command));
            }

            if (book.IsChanged)
            {
                Write(session, book);
            }

            return outcomes.MoveToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<UsableVouchers> Usable(CustomerId customer, DateTimeOffset now, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(read => Usable(sql => read[sql], customer, now).Vouchers), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Hold(CustomerId customer, DateTimeOffset now, Func<UsableVouchers, QuoteHold?> choose, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var (usable, accounts) = Usable(sql => session[sql], customer, now);
            if (!usable.Lapsed.IsEmpty)
            {
                foreach (var campaign in usable.Lapsed)
                {
                    var book = new CampaignBook(accounts[campaign], now);
                    PutLapsed(session, book, now);
                    book.Lapse();
                    Write(session, book);
                }

                (usable, accounts) = Usable(sql => session[sql], customer, now);
            }

            if (!usable.Lapsed.IsEmpty || choose(usable) is not { } hold)
            {
                return false;
            }

            // Nothing more is written before all of it is taken.
            var books = new List<CampaignBook>();
            foreach (var takes in hold.Takes.GroupBy(one => one.Campaign, one => one.Take))
            {
                var (book, commands) = (new CampaignBook(accounts[takes.Key], now), takes.ToList());
                foreach (var candidate in usable.Candidates.Where(candidate => candidate.Voucher.Campaign == takes.Key))
                {
                    book.Put(candidate.Voucher);
                }

                PutCounts(session, book, commands);
                if (commands.Exists(take => book.Run(take).Rejection is not null))
                {
                    return false;
                }

                books.Add(book);
            }

            foreach (var book in books.Where(book => book.IsChanged))
            {
                Write(session, book);
            }

            SqliteJourneyStore.Write(session, hold.Touch);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<(Voucher Voucher, Campaign Campaign)>> Of(CustomerId customer, VoucherId? before, int limit, CancellationToken cancellationToken) => store.Read(
        session => session.Snapshot(read =>
        {
            var vouchers = Vouchers(read[OfSql], rows =>
            {
                rows.Bind(1, customer.Value);
                rows.Bind(2, before?.Value ?? StorageTerms.AboveAll);
                rows.Bind(3, (long)limit);
            });
            return vouchers.Select(voucher => (voucher, Account(read[FindSql], voucher.Campaign.Value)!.Campaign)).ToImmutableArray();
        }),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Voucher?> Find(VoucherId voucher, CancellationToken cancellationToken) => store.Read(session => Voucher(session[VoucherSql], voucher), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Voucher?> FindVoucherByCode(VoucherCode code, CancellationToken cancellationToken) => store.Read(
        session => Vouchers(session[CodeSql], rows => rows.Bind(1, code.Value)).FirstOrDefault(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Money> Exposed(MarketId market, Currency currency, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken) =>
        store.Read(session => Exposed(session[ExposedSql], market, currency, since, now), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CodeTries> Try(CustomerId customer, DateTimeOffset now, TimeSpan window, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var count = session[TrySql];
            using (count.Begin())
            {
                count.Bind(1, customer.Value);
                count.Bind(2, now);
                count.Bind(3, now + window);
                count.Run();
            }

            var row = session[TriesSql];
            using var use = row.Begin();
            row.Bind(1, customer.Value);
            row.Step();
            return new CodeTries(row.Small(0), row.Instant(1));
        },
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask Forgive(CustomerId customer, CancellationToken cancellationToken) => await store.Write(
        session =>
        {
            var forgive = session[ForgiveSql];
            using var use = forgive.Begin();
            forgive.Bind(1, customer.Value);
            return forgive.Change();
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>What a customer could use, and how its campaigns stand.</summary>
    private (UsableVouchers Vouchers, SortedDictionary<CampaignId, CampaignAccount> Accounts) Usable(Func<string, SqliteStatement> statement, CustomerId customer, DateTimeOffset now)
    {
        var vouchers = Vouchers(statement(UsableSql), rows =>
        {
            rows.Bind(1, customer.Value);
            rows.Bind(2, now);
            rows.Bind(3, (long)VoucherRows.UsableAtOnce);
        });
        var accounts = new SortedDictionary<CampaignId, CampaignAccount>();
        var counts = new Dictionary<(CampaignId, CampaignCount), int>();
        var candidates = ImmutableArray.CreateBuilder<VoucherCandidate>(vouchers.Count);
        foreach (var voucher in vouchers)
        {
            if (!accounts.TryGetValue(voucher.Campaign, out var account))
            {
                account = Account(statement(FindSql), voucher.Campaign.Value) ?? throw new StoreFaultException($"Voucher {voucher.Id} is of campaign {voucher.Campaign}, which is not there.");
                accounts.Add(voucher.Campaign, account);
            }

            candidates.Add(new VoucherCandidate(voucher, account.Campaign, VoucherRows.Usage(account, voucher, customer, now, Counted)));

            int Counted(CampaignCount count)
            {
                ref var uses = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, (voucher.Campaign, count), out var isRead);
                return isRead ? uses : uses = Uses(statement(CountSql), voucher.Campaign, count) ?? 0;
            }
        }

        return (new UsableVouchers(candidates.MoveToImmutable(), [.. accounts.Keys.Where(campaign => HasLapsed(statement(HasLapsedSql), campaign, now))]), accounts);
    }

    private void Fill(WriteSession session, CampaignBook book, CampaignId campaign, ImmutableArray<VoucherCommand> commands, DateTimeOffset now)
    {
        PutLapsed(session, book, now);
        foreach (var command in commands)
        {
            var found = command switch
            {
                VoucherCommand.Lapse => null,
                VoucherCommand.Issue { Reference: { } reference } => Vouchers(session[ReferenceSql], rows =>
                {
                    rows.Bind(1, campaign.Value);
                    rows.Bind(2, reference);
                }).FirstOrDefault(),
                _ => Voucher(session[VoucherSql], command.Voucher),
            };
            if (found is not null && found.Campaign == campaign)
            {
                book.Put(found);
            }
        }

        PutCounts(session, book, commands);
        foreach (var (customer, market) in book.AsksBefore(commands))
        {
            book.Put(customer, market, Before(session, book.Account.Campaign, customer, market, now));
        }

        foreach (var (market, since) in CampaignBook.AsksMargin(commands))
        {
            book.Put(market, Exposed(session[ExposedSql], market, book.Account.Campaign.Currency, since, now));
        }
    }

    private static void PutLapsed(WriteSession session, CampaignBook book, DateTimeOffset now)
    {
        foreach (var voucher in Vouchers(session[LapsedSql], rows =>
        {
            rows.Bind(1, book.Account.Campaign.Id.Value);
            rows.Bind(2, now);
            rows.Bind(3, (long)VoucherRows.LapsedAtOnce);
        }))
        {
            book.Put(voucher);
        }
    }

    private static void PutCounts(WriteSession session, CampaignBook book, IEnumerable<VoucherCommand> commands)
    {
        foreach (var count in book.Needed(commands))
        {
            if (Uses(session[CountSql], book.Account.Campaign.Id, count) is { } uses)
            {
                book.Put(count, uses);
            }
        }
    }

    private static Money Exposed(SqliteStatement row, MarketId market, Currency currency, DateTimeOffset since, DateTimeOffset now)
    {
        using var use = row.Begin();
        row.Bind(1, market.Value);
        row.Bind(2, currency.Code);
        row.Bind(3, since);
        row.Bind(4, now);
        row.Step();
        return new Money(row.Number(0), currency);
    }

    /// <summary>What a customer has ordered in a market before. There is one writer: nothing of it changes before this transaction ends.</summary>
    private OrdersBefore Before(WriteSession session, Campaign campaign, CustomerId customer, MarketId market, DateTimeOffset now)
    {
        bool hasCompleted;
        var completed = session[HasCompletedSql];
        using (completed.Begin())
        {
            completed.Bind(1, customer.Value);
            completed.Bind(2, market.Value);
            hasCompleted = completed.Step();
        }

        var held = Vouchers(session[OrderedSql], rows =>
        {
            rows.Bind(1, customer.Value);
            rows.Bind(2, now);
        });
        return new OrdersBefore(
            hasCompleted,
            [.. held.Where(voucher => Account(session[FindSql], voucher.Campaign.Value) is { Campaign: var other } && other.Operator == campaign.Operator && other.Scope.IsForFirstIn(market))]);
    }

    private static void Write(WriteSession session, CampaignBook book)
    {
        var account = book.Account;
        if (account != book.Before)
        {
            var keep = session[KeepSql];
            using var use = keep.Begin();
            keep.Bind(1, account.Campaign.Id.Value);
            keep.Bind(2, account.Spent.MinorUnits);
            keep.Bind(3, account.Held.MinorUnits);
            keep.Bind(4, (long)account.Uses);
            keep.Bind(5, (long)account.Issued);
            keep.Run();
        }

        foreach (var voucher in book.Changed)
        {
            Write(session, voucher, book.Stored(voucher.Id), account.Campaign.Currency);
        }

        foreach (var (count, by) in book.Counted)
        {
            var move = session[by > 0 ? AddCountSql : LessCountSql];
            using var use = move.Begin();
            move.Bind(1, account.Campaign.Id.Value);
            move.Bind(2, VoucherRows.Customer(count));
            move.Bind(3, VoucherRows.Day(count.Day));
            move.Bind(4, (long)Math.Abs(by));
            move.Run();
        }
    }

    private static void Write(WriteSession session, Voucher voucher, Voucher? stored, Currency currency)
    {
        var (isNew, isHeldOn) = (stored is null, stored is { Status: VoucherStatus.Held } && voucher.Status == VoucherStatus.Held && stored.Holder == voucher.Holder);
        var put = session[isNew ? PutSql : isHeldOn ? HoldSql : MoveSql];
        using var use = put.Begin();
        put.Bind(1, voucher.Id.Value);
        var hold = isNew ? 11 : 2;
        put.Bind(hold, voucher.Hold?.By);
        put.Bind(hold + 1, voucher.Hold?.Customer.Value);
        put.Bind(hold + 2, voucher.Hold?.Amount.MinorUnits);
        put.Bind(hold + 3, voucher.Hold?.Until?.UtcTicks);
        put.Bind(hold + 4, voucher.Hold is { } held ? (held.Ordered ? 1L : 0L) : (long?)null);
        put.Bind(hold + 5, voucher.Hold?.Day is { } day ? VoucherRows.Day(day) : (long?)null);
        put.Bind(isNew ? 19 : 8, voucher.Hold?.Market?.Value);
        put.Bind(isNew ? 20 : 9, voucher.Hold?.Exposed?.MinorUnits);
        if (isNew)
        {
            put.Bind(2, voucher.Campaign.Value);
            put.Bind(3, voucher.Code.Value);
            put.Bind(4, voucher.Holder?.Value);
            put.Bind(5, EnumText<VoucherSource>.Of(voucher.Source));
            put.Bind(6, voucher.Reference);
            put.Bind(7, currency.Code);
            put.Bind(8, voucher.IssuedAt);
            put.Bind(9, voucher.ExpiresAt);
            put.Bind(10, EnumText<VoucherStatus>.Of(voucher.Status));
            put.Bind(17, voucher.Used?.MinorUnits);
            put.Bind(18, voucher.Journey?.Value);
            put.Bind(21, voucher.UsedAt?.UtcTicks);
        }
        else if (!isHeldOn)
        {
            put.Bind(10, voucher.Holder?.Value);
            put.Bind(11, EnumText<VoucherStatus>.Of(voucher.Status));
            put.Bind(12, voucher.Used?.MinorUnits);
            put.Bind(13, voucher.UsedAt?.UtcTicks);
        }

        put.Run();
    }

    private CampaignAccount? Account(SqliteStatement row, Guid campaign)
    {
        using var use = row.Begin();
        row.Bind(1, campaign);
        return row.Step() ? Account(row) : null;
    }

    private CampaignAccount Account(SqliteStatement row)
    {
        var campaign = _documents.Of(row.Id(0), () => row.Text(2), row.Instant(3), row.Number(4) == 1);
        return new CampaignAccount(
            campaign,
            row.TextOrNull(1) is { } code ? VoucherRows.Code(code) : null,
            row.Instant(9),
            new Money(row.Number(5), campaign.Currency),
            new Money(row.Number(6), campaign.Currency),
            row.Small(7),
            row.Small(8));
    }

    private static int? Uses(SqliteStatement row, CampaignId campaign, CampaignCount count)
    {
        using var use = row.Begin();
        row.Bind(1, campaign.Value);
        row.Bind(2, VoucherRows.Customer(count));
        row.Bind(3, VoucherRows.Day(count.Day));
        return row.Step() ? row.Small(0) : null;
    }

    private static bool HasLapsed(SqliteStatement row, CampaignId campaign, DateTimeOffset now)
    {
        using var use = row.Begin();
        row.Bind(1, campaign.Value);
        row.Bind(2, now);
        return row.Step();
    }

    private static Voucher? Voucher(SqliteStatement row, VoucherId voucher) => Vouchers(row, rows => rows.Bind(1, voucher.Value)).FirstOrDefault();

    private static List<Voucher> Vouchers(SqliteStatement rows, Action<SqliteStatement> bind)
    {
        using var use = rows.Begin();
        bind(rows);
        var found = new List<Voucher>();
        while (rows.Step())
        {
            var currency = Currency.Of(rows.Text(6));
            found.Add(new Voucher(
                new VoucherId(rows.Id(0)),
                VoucherRows.Code(rows.Text(2)),
                new CampaignId(rows.Id(1)),
                rows.IdOrNull(3) is { } holder ? new CustomerId(holder) : null,
                EnumText<VoucherSource>.Parse(rows.Text(4)),
                rows.TextOrNull(5),
                rows.Instant(7),
                rows.Instant(8),
                EnumText<VoucherStatus>.Parse(rows.Text(9)),
                VoucherRows.Hold(rows.IdOrNull(10), rows.IdOrNull(11), rows.NumberOrNull(12), rows.NumberOrNull(13), rows.NumberOrNull(14), rows.NumberOrNull(15), rows.TextOrNull(18), rows.NumberOrNull(19), currency),
                rows.NumberOrNull(16) is { } used ? new Money(used, currency) : null,
                rows.IdOrNull(17) is { } journey ? new JourneyId(journey) : null,
                rows.NumberOrNull(20) is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null));
        }

        return found;
    }
}
