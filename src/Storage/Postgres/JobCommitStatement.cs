using System.Collections.Immutable;
using System.Text;
using Npgsql;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>A job commit as one statement with its parameters, which may be run again.</summary>
internal sealed class JobCommitStatement
{
    private const string Folder = "Postgres/Statements/";

    // By whether the job is new, outbox rows are closed, transfers are posted, offers end, a merchant counts something, journeys or campaigns are told, and something is pending. A part that has nothing to do costs the server as much as one that has.
    private static readonly string[] JobSql =
        [.. Enumerable.Range(0, 128).Select(parts => Compose(
            (parts & 8) != 0, (parts & 1) != 0, (parts & 2) != 0, (parts & 4) != 0, (parts & 16) != 0, (parts & 32) != 0, (parts & 64) != 0))];

    private static readonly string AnswerSql = SqlResources.Text(Folder + "commit_answer.sql");

    private readonly JobCommit _commit;
    private readonly bool _isOrder;
    private readonly DateTimeOffset? _completedAt;
    private readonly string? _order;
    private readonly string? _state;
    private readonly string? _view;
    private readonly string? _reply;
    private readonly string[] _events;
    private readonly string[] _outbox;
    private readonly string[] _streams;
    private readonly ImmutableArray<SaleFact> _facts = [];

    private JobCommitStatement(JobCommit commit, CommitDocuments documents)
    {
        _commit = commit;
        _view = documents.HasView ? Encoding.UTF8.GetString(documents.View) : null;
        _reply = commit.Answer is null ? null : Encoding.UTF8.GetString(documents.Reply);
        _events = new string[commit.Events.Length];
        _outbox = new string[commit.Outbox.Length];
        _streams = new string[commit.Streams.Length];
        if (commit.Events.IsEmpty)
        {
            Sql = AnswerSql;
            return;
        }

        var isNew = commit.ExpectedVersion == 0;
        _facts = SaleFacts.Of(commit.After, commit.Events);
        _isOrder = LoopFacts.IsOrder(commit);
        _completedAt = LoopFacts.CompletedAt(commit);
        Sql = JobSql[(commit.ClosedOutbox.IsEmpty ? 0 : 1) + (commit.Transfers.IsEmpty ? 0 : 2) + (commit.Offers.IsEmpty ? 0 : 4) + (isNew ? 8 : 0) + (_facts.IsEmpty ? 0 : 16)
            + (_isOrder || _completedAt is not null ? 32 : 0) + (commit.Pending.IsEmpty ? 0 : 64)];
        _order = isNew ? Encoding.UTF8.GetString(documents.Order) : null;
        _state = Encoding.UTF8.GetString(documents.State);
        for (var i = 0; i < _events.Length; i++)
        {
            _events[i] = Encoding.UTF8.GetString(documents.Event(i));
        }

        for (var i = 0; i < _outbox.Length; i++)
        {
            _outbox[i] = Encoding.UTF8.GetString(documents.Outbox(i));
        }

        for (var i = 0; i < _streams.Length; i++)
        {
            _streams[i] = Encoding.UTF8.GetString(documents.Stream(i));
        }
    }

    /// <summary>The statement: one of few texts, so that each connection prepares it once.</summary>
    public string Sql { get; }

    /// <summary>Formats a sound commit.</summary>
    public static JobCommitStatement Of(JobCommit commit)
    {
        var documents = CommitDocuments.Of(commit);
        try
        {
            return new JobCommitStatement(commit, documents);
        }
        finally
        {
            documents.Return();
        }
    }

    /// <summary>Reads what the statement gave: the outbox ids and the sequences in the order given; null when the version was another.</summary>
    public static Written? Read(NpgsqlDataReader row) => row.GetBoolean(0) ? new Written(Numbers(row, 1), Numbers(row, 2)) : null;

    /// <summary>The result of a commit that was written.</summary>
    public CommitResult Result(Written written)
    {
        var outbox = ImmutableArray.CreateBuilder<OutboxRow>(_commit.Outbox.Length);
        for (var i = 0; i < _commit.Outbox.Length; i++)
        {
            outbox.Add(new OutboxRow(written.Outbox[i], _commit.Outbox[i], _commit.At, 0, _commit.At + OutboxRow.Grace));
        }

        var streams = ImmutableArray.CreateBuilder<StreamEvent>(_commit.Streams.Length);
        for (var i = 0; i < _commit.Streams.Length; i++)
        {
            streams.Add(new StreamEvent(_commit.Streams[i].Stream, StorageTerms.DurableEpoch, written.Sequences[i], _commit.At, _commit.Streams[i].Message));
        }

        return new CommitResult(CommitStatus.Committed, outbox.MoveToImmutable(), streams.MoveToImmutable(), null);
    }

    /// <summary>Adds the parameters, in the order of their numbers in the statement.</summary>
    public void Bind(NpgsqlParameterCollection to)
    {
        if (_commit.Events.IsEmpty)
        {
            to.Text(_view);
            BindAnswer(to);
            to.Numbers([.. _commit.ClosedOutbox.Order()]);
            return;
        }

        to.Id(_commit.After.Id.Value).Number(_commit.ExpectedVersion).Instant(_commit.At).Text(_view);
        BindAnswer(to);
        to.Texts(Each(_commit.Events, JobCodec.EventName)).Numbers(Each(_commit.Events, happened => happened.At.UtcTicks)).Texts(_events);
        to.Texts(Each(_commit.Outbox, message => Encoding.UTF8.GetString(OutboxCodec.Kind(message)))).Texts(_outbox).Instant(_commit.At + OutboxRow.Grace);
        to.Numbers([.. _commit.ClosedOutbox.Order()]);
        to.Texts(Each(_commit.Streams, append => append.Stream)).Texts(_streams);
        to.Ids(Each<OfferChange, Guid?>(_commit.Offers, offer => offer.Offer.Value)).Texts(Each(_commit.Offers, offer => EnumText<Domain.Offers.OfferStatus>.Of(offer.Status)));
        BindTransfers(to);
        BindJob(to);
        BindFacts(to);
        BindPending(to);
    }

    private static string Compose(bool isNew, bool closes, bool posts, bool ends, bool counts, bool loops, bool pends)
    {
        var sql = new StringBuilder(SqlResources.Text(Folder + (isNew ? "commit_new_job.sql" : "commit_changed_job.sql"))).Append(SqlResources.Text(Folder + "commit_always.sql"));
        var before = "answered";
        foreach (var (file, name, included) in new[]
            { ("closed", "closed", closes), ("posted", "posted", posts), ("pended", "pended", pends), ("ended", "ended", ends), ("counted", "counted", counts), (isNew ? "ordered" : "finished", "loop", loops), ("result", "result", true) })
        {
            if (included)
            {
                sql.Append(SqlResources.Text($"{Folder}commit_{file}.sql").Replace("{before}", before, StringComparison.Ordinal));
                before = name;
            }
        }

        // What is counted comes after the job's own parameters, of which a new job has more, and after those of the loop; what is pending comes last.
        var first = isNew ? loops ? 60 : 55 : loops ? 47 : 46;
        return sql.Replace("{merchant}", $"${first}").Replace("{customer}", $"${first + 1}").Replace("{facts}", Parameters(first + 2, 5))
            .Replace("{pending}", Parameters(counts ? first + 7 : first, 14)).ToString();

        static string Parameters(int from, int count) => string.Join(", ", Enumerable.Range(from, count).Select(parameter => $"${parameter}"));
    }

    private static T[] Each<TItem, T>(ImmutableArray<TItem> items, Func<TItem, T> of)
    {
        if (items.IsEmpty)
        {
            return [];
        }

        var all = new T[items.Length];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = of(items[i]);
        }

        return all;
    }

    private static long[] Numbers(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<long[]>(column);

    private void BindAnswer(NpgsqlParameterCollection to)
    {
        var answer = _commit.Answer;
        to.Id(answer?.Stamp.Id).Text(answer?.Stamp.BodyHash ?? string.Empty).Number(answer?.At.UtcTicks).Text(_reply);
    }

    private void BindTransfers(NpgsqlParameterCollection to)
    {
        var transfers = _commit.Transfers;
        to.Texts(Each(transfers, of => of.Key));
        to.Texts(Each(transfers, of => EnumText<AccountKind>.Of(of.Debit.Kind))).Texts(Each(transfers, of => of.Debit.Owner));
        to.Texts(Each(transfers, of => EnumText<AccountKind>.Of(of.Credit.Kind))).Texts(Each(transfers, of => of.Credit.Owner));
        to.Numbers(Each(transfers, of => of.Amount.MinorUnits)).Texts(Each(transfers, of => of.Amount.Currency.Code));
        to.Ids(Each<LedgerTransfer, Guid?>(transfers, of => of.Job.Value)).Texts(Each(transfers, of => of.Intent)).Texts(Each(transfers, of => of.Cause));
        to.Texts(Each(transfers, of => of.Operator.Value)).Ids(Each(transfers, of => of.Merchant?.Value)).Numbers(Each(transfers, of => of.At.UtcTicks));
    }

    private void BindJob(NpgsqlParameterCollection to)
    {
        var job = _commit.After;
        to.Number(job.Version).Text(EnumText<JobStatus>.Of(job.Status)).Text(_commit.Shard);
        to.Id(job.Assignment?.Provider.Value).Number(job.Assignment?.PlanSlot).Number(job.Deadline?.UtcTicks);
        to.Text(EnumText<PaymentStatus>.Of(job.Payment.Status));
        to.Number(job.Payment.Authorised.MinorUnits).Number(job.Payment.Captured.MinorUnits).Number(job.Payment.Released.MinorUnits);
        to.Text(_state).Number(JobPhase.Of(job.Status));
        if (_order is null)
        {
            // A new job has nothing yet that anybody should look at.
            to.Number((long)job.Attention);
            if (_completedAt is { } completed)
            {
                to.Instant(completed);
            }

            return;
        }

        var order = job.Order;
        to.Text(order.Market.Value).Text(order.ServiceClass.Value).Id(order.Customer.Value).Text(order.Operator.Value).Id(order.Merchant?.Value);
        to.Instant(order.RequestedAt).Text(job.Payment.Authorised.Currency.Code).Text(_order);
        to.Real(order.Stops[0].Place.Longitude).Real(order.Stops[0].Place.Latitude);
        if (_isOrder)
        {
            var vouchers = order.Vouchers ?? [];
            var first = VoucherUses.First(order);
            to.Id(order.Journey?.Value).Id(order.Quote.Value);
            to.Ids(Each<OrderedVoucher, Guid?>(vouchers, voucher => voucher.Voucher.Value)).Ids(Each<OrderedVoucher, Guid?>(vouchers, voucher => voucher.Campaign.Value));
            to.Numbers([.. Enumerable.Range(first, vouchers.Length).Select(place => (long)place)]);
        }
    }

    private void BindFacts(NpgsqlParameterCollection to)
    {
        if (_facts.IsEmpty)
        {
            return;
        }

        to.Id(_commit.After.Order.Merchant?.Value).Id(_commit.After.Order.Customer.Value).Numbers(Each(_facts, fact => fact.At.UtcTicks)).Numbers(Each(_facts, fact => fact.Version));
        to.Texts(Each(_facts, fact => EnumText<SaleFactKind>.Of(fact.Kind))).Ids(Each<SaleFact, Guid?>(_facts, fact => fact.Store.Value)).NumbersOrNull(Each(_facts, fact => fact.Value));
    }

    private void BindPending(NpgsqlParameterCollection to)
    {
        var pending = _commit.Pending;
        if (pending.IsEmpty)
        {
            return;
        }

        to.Texts(Each(pending, of => of.Transfer.Key)).Texts(Each(pending, of => EnumText<PendingPhase>.Of(of.Phase))).Texts(Each(pending, of => of.Of));
        to.Texts(Each(pending, of => EnumText<AccountKind>.Of(of.Transfer.Debit.Kind))).Texts(Each(pending, of => of.Transfer.Debit.Owner));
        to.Texts(Each(pending, of => EnumText<AccountKind>.Of(of.Transfer.Credit.Kind))).Texts(Each(pending, of => of.Transfer.Credit.Owner));
        to.Numbers(Each(pending, of => of.Transfer.Amount.MinorUnits)).Texts(Each(pending, of => of.Transfer.Amount.Currency.Code)).Texts(Each(pending, of => of.Transfer.Intent));
        to.Texts(Each(pending, of => of.Transfer.Cause)).Texts(Each(pending, of => of.Transfer.Operator.Value)).Ids(Each(pending, of => of.Transfer.Merchant?.Value));
        to.Numbers(Each(pending, of => of.Transfer.At.UtcTicks));
    }

    /// <summary>What the statement gave back.</summary>
    internal sealed record Written(long[] Outbox, long[] Sequences);
}
