using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The writer's connection with its prepared statements. One thread at a time.</summary>
internal sealed class WriteSession : IDisposable
{
    // A quote that nobody wrote down counts as one of the page's own.
    private const string AddJourneyJobSql = """
        INSERT INTO journey_jobs (job_id, journey_id, market, customer_id, source, campaign_id, requested_at)
        SELECT ?1, ?2, ?3, ?4, COALESCE(q.source, 'portal'), q.campaign_id, ?6 FROM (SELECT ?5 AS quote_id) o LEFT JOIN journey_quotes q ON q.quote_id = o.quote_id
        """;

    private const string AddJobVoucherSql = "INSERT INTO job_vouchers (job_id, voucher_id, campaign_id, place) VALUES (?1, ?2, ?3, ?4)";
    private const string CompleteJourneyJobSql = "UPDATE journey_jobs SET completed_at = ?2 WHERE job_id = ?1 AND completed_at IS NULL";
    private readonly SqliteDatabase _database;
    private readonly List<SqliteStatement> _all = [];
    private readonly Dictionary<string, SqliteStatement> _rare = new(SqlText.Comparer);
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly SqliteStatement _savepoint;
    private readonly SqliteStatement _release;
    private readonly SqliteStatement _rollbackTo;
    private readonly SqliteStatement _insertView;
    private readonly SqliteStatement _putAnswer;
    private readonly SqliteStatement _dropAnswer;
    private readonly SqliteStatement _findAnswer;
    private readonly SqliteStatement _purgeAnswers;
    private readonly SqliteStatement _insertJob;
    private readonly SqliteStatement _insertOrder;
    private readonly SqliteStatement _updateJob;
    private readonly SqliteStatement _insertEvent;
    private readonly SqliteStatement _insertOutbox;
    private readonly SqliteStatement _closeOutbox;
    private readonly SqliteStatement _putOffOutbox;
    private readonly SqliteStatement _parkOutbox;
    private readonly SqliteStatement _insertTransfer;
    private readonly SqliteStatement _insertPending;
    private readonly SqliteStatement _insertFact;
    private readonly SqliteStatement _findStream;
    private readonly SqliteStatement _insertStream;
    private readonly SqliteStatement _updateStream;
    private readonly SqliteStatement _insertStreamEvent;
    private readonly SqliteStatement _insertOffer;
    private readonly SqliteStatement _endOffer;
    private readonly SqliteStatement _state;
    private long _lastCommitAt;
    private long _storedCommitAt;
    private long _lastOutboxId;
    private long _storedOutboxId;

    /// <summary>Prepares the statements.</summary>
    public WriteSession(SqliteDatabase database)
    {
        _database = database;
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _savepoint = Prepare("SAVEPOINT one");
        _release = Prepare("RELEASE one");
        _rollbackTo = Prepare("ROLLBACK TO one");

        _insertView = Prepare("INSERT INTO job_views (payload) VALUES (?1)");
        _putAnswer = Prepare("INSERT INTO answers (command_id, body_hash, at, reply, view_id) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (command_id) DO NOTHING");
        _findAnswer = Prepare("SELECT a.body_hash, a.at, a.reply, v.payload FROM answers a LEFT JOIN job_views v ON v.id = a.view_id WHERE a.command_id = ?1");
        _dropAnswer = Prepare("DELETE FROM answers WHERE command_id = ?1");
        _purgeAnswers = Prepare("DELETE FROM answers WHERE id IN (SELECT id FROM answers ORDER BY id LIMIT ?2) AND at < ?1");
        _insertJob = Prepare("""
            INSERT INTO jobs (job_id, version, status, shard, provider_id, plan_slot, deadline_at, updated_at, payment_status,
                authorised_minor_units, captured_minor_units, released_minor_units, state_json, phase,
                market, service_class, customer_id, operator_id, merchant_id, requested_at, currency)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
            ON CONFLICT (job_id) DO NOTHING
            """);
        _insertOrder = Prepare("INSERT INTO job_orders (job_id, order_json) VALUES (?1, ?2)");
        _updateJob = Prepare("""
            UPDATE jobs SET version = ?2, status = ?3, shard = ?4, provider_id = ?5, plan_slot = ?6, deadline_at = ?7, updated_at = ?8, payment_status = ?9,
                authorised_minor_units = ?10, captured_minor_units = ?11, released_minor_units = ?12, state_json = ?13, phase = ?14, attention = ?16
            WHERE job_id = ?1 AND version = ?15
            """);
        _insertEvent = Prepare("INSERT INTO job_events (job_id, version, name, at, payload) VALUES (?1, ?2, ?3, ?4, ?5)");
        _insertOutbox = Prepare("INSERT INTO outbox (id, kind, created_at, due_at, payload, view_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _closeOutbox = Prepare("DELETE FROM outbox WHERE id = ?1");
        _putOffOutbox = Prepare("UPDATE outbox SET attempts = ?2, due_at = ?3, error = ?4 WHERE id = ?1");
        _parkOutbox = Prepare("UPDATE outbox SET attempts = ?2, parked = 1, error = ?3 WHERE id = ?1");
        _insertTransfer = Prepare("""
            INSERT INTO ledger_transfers (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause,
                operator_id, merchant_id, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            """);
        _insertPending = Prepare("""
            INSERT INTO ledger_pending (key, debit_kind, debit_owner, credit_kind, credit_owner, amount_minor_units, currency, job_id, intent, cause,
                operator_id, merchant_id, at, phase, of_key)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            """);

        // An order counts once: a hold that was asked for anew is none.
        _insertFact = Prepare("""
            INSERT INTO sale_facts (merchant_id, at, job_id, version, kind, store_id, customer_id, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            ON CONFLICT DO NOTHING
            """);

        // An upsert with RETURNING would do it in one, and make SQLite build a temporary table for it every time.
        _findStream = Prepare("SELECT id, sequence FROM streams WHERE stream = ?1");
        _insertStream = Prepare("INSERT INTO streams (stream, sequence) VALUES (?1, 1)");
        _updateStream = Prepare("UPDATE streams SET sequence = ?2 WHERE id = ?1");
        _insertStreamEvent = Prepare("INSERT INTO stream_events (stream_id, sequence, at, payload, view_id) VALUES (?1, ?2, ?3, ?4, ?5)");
        _insertOffer = Prepare("""
            INSERT INTO offers (offer_id, job_id, shard, attempt, job_version, provider_id, sent_at, expires_at, pick_up_due, status)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """);
        _endOffer = Prepare("UPDATE offers SET status = ?2, ended_at = ?3 WHERE offer_id = ?1 AND status = 'sent'");
        _state = Prepare("UPDATE store_state SET last_commit_at = ?1, last_outbox_id = ?2 WHERE id = 1");
        _storedCommitAt = database.Number("SELECT last_commit_at FROM store_state") ?? 0;
        _lastCommitAt = _storedCommitAt;
        _storedOutboxId = database.Number("SELECT last_outbox_id FROM store_state") ?? 0;
        _lastOutboxId = _storedOutboxId;
    }

    /// <summary>A statement of the writes that are seldom, prepared once.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_rare.TryGetValue(sql, out var statement))
            {
                statement = Prepare(sql);
                _rare.Add(sql, statement);
            }

            return statement;
        }
    }

    /// <summary>Whether a transaction is open.</summary>
    public bool InTransaction => _database.InTransaction;

    /// <summary>The latest instant of a commit, those of the open group included; null when there is none.</summary>
    public DateTimeOffset? LastCommitAt => _lastCommitAt == 0 ? null : new DateTimeOffset(_lastCommitAt, TimeSpan.Zero);

    /// <summary>Begins a group.</summary>
    public void Begin() => _begin.Run();

    /// <summary>Writes the group.</summary>
    public void Commit()
    {
        if (_lastCommitAt != _storedCommitAt || _lastOutboxId != _storedOutboxId)
        {
            _state.Bind(1, _lastCommitAt);
            _state.Bind(2, _lastOutboxId);
            _state.Run();
        }

        _commit.Run();
        _storedCommitAt = _lastCommitAt;
        _storedOutboxId = _lastOutboxId;
    }

    /// <summary>Drops the group, if SQLite has not done so itself.</summary>
    public void Rollback()
    {
        _lastCommitAt = _storedCommitAt;
        if (InTransaction)
        {
            _rollback.Run();
        }
    }

    /// <summary>Begins one commit within the group.</summary>
    public void BeginOne() => _savepoint.Run();

    /// <summary>Keeps the commit.</summary>
    public void KeepOne() => _release.Run();

    /// <summary>Undoes the commit alone.</summary>
    public void UndoOne()
    {
        _rollbackTo.Run();
        _release.Run();
    }

    /// <summary>Remembers the instant of a commit that is kept.</summary>
    public void Seen(DateTimeOffset at) => _lastCommitAt = Math.Max(_lastCommitAt, at.UtcTicks);

    /// <summary>Stores the view that the documents of a commit share.</summary>
    /// <returns>Its id.</returns>
    public long AddView(ReadOnlySpan<byte> view)
    {
        _insertView.BindText(1, view);
        _insertView.Run();
        return _database.LastInsertId;
    }

    /// <summary>Stores an answer, unless the command was answered within the time that answers are kept.</summary>
    /// <returns>The stored answer, when it was.</returns>
    public StoredAnswer? PutAnswer(StoredAnswer answer, ReadOnlySpan<byte> reply, long? view, DateTimeOffset at)
    {
        if (InsertAnswer(answer, reply, view))
        {
            return null;
        }

        if (FindAnswer(answer.Stamp.Id) is { } seen && seen.At >= at - StorageTerms.AnswersKept)
        {
            return seen;
        }

        // What is past its time makes room.
        _dropAnswer.Bind(1, answer.Stamp.Id);
        _dropAnswer.Run();
        InsertAnswer(answer, reply, view);
        return null;
    }

    /// <summary>Reads an answer from a row of body_hash, at, reply, view.</summary>
    public static StoredAnswer ReadAnswer(SqliteStatement row, Guid command) =>
        new(new CommandStamp(command, row.Text(0)), StoreJson.Read<JobReply>(row.Bytes(2), row.Bytes(3)), row.Instant(1));

    /// <summary>Deletes answers given before an instant, the oldest first.</summary>
    /// <returns>How many.</returns>
    public int PurgeAnswers(DateTimeOffset before, int limit)
    {
        _purgeAnswers.Bind(1, before);
        _purgeAnswers.Bind(2, (long)limit);
        return _purgeAnswers.Change();
    }

    /// <summary>Inserts or updates a job's row.</summary>
    /// <returns>False when the job is at another version.</returns>
    /// <exception cref="SqliteErrorException">The plan slot is taken, or a fault.</exception>
    public bool PutJob(JobCommit commit, CommitDocuments documents)
    {
        var job = commit.After;
        var isNew = commit.ExpectedVersion == 0;
        var row = isNew ? _insertJob : _updateJob;
        row.Bind(1, job.Id.Value);
        row.Bind(2, job.Version);
        row.BindText(3, EnumText<JobStatus>.Utf8(job.Status));
        row.Bind(4, commit.Shard);
        row.Bind(5, job.Assignment?.Provider.Value);
        row.Bind(6, (long?)job.Assignment?.PlanSlot);
        row.Bind(7, job.Deadline?.UtcTicks);
        row.Bind(8, commit.At);
        row.BindText(9, EnumText<PaymentStatus>.Utf8(job.Payment.Status));
        row.Bind(10, job.Payment.Authorised.MinorUnits);
        row.Bind(11, job.Payment.Captured.MinorUnits);
        row.Bind(12, job.Payment.Released.MinorUnits);
        row.BindText(13, documents.State);
        row.Bind(14, JobPhase.Of(job.Status));
        if (!isNew)
        {
            row.Bind(15, commit.ExpectedVersion);
            row.Bind(16, (long)job.Attention);
            return row.Change() == 1;
        }

        var order = job.Order;
        row.Bind(15, order.Market.Value);
        row.Bind(16, order.ServiceClass.Value);
        row.Bind(17, order.Customer.Value);
        row.Bind(18, order.Operator.Value);
        row.Bind(19, order.Merchant?.Value);
        row.Bind(20, order.RequestedAt);
        row.Bind(21, job.Payment.Authorised.Currency.Code);
        if (row.Change() == 0)
        {
            return false;
        }

        _insertOrder.Bind(1, job.Id.Value);
        _insertOrder.BindText(2, documents.Order);
        _insertOrder.Run();
        return true;
    }

    /// <summary>Appends an event of a job.</summary>
    public void AddEvent(JobId job, long version, JobEvent happened, ReadOnlySpan<byte> payload)
    {
        _insertEvent.Bind(1, job.Value);
        _insertEvent.Bind(2, version);
        _insertEvent.Bind(3, JobCodec.EventName(happened));
        _insertEvent.Bind(4, happened.At);
        _insertEvent.BindText(5, payload);
        _insertEvent.Run();
    }

    /// <summary>Keeps what a commit means to journeys and campaigns.</summary>
    public void AddLoop(JobCommit commit)
    {
        var job = commit.After;
        if (LoopFacts.IsOrder(commit))
        {
            var order = job.Order;
            if (order.Journey is { } journey)
            {
                var put = this[AddJourneyJobSql];
                put.Bind(1, job.Id.Value);
                put.Bind(2, journey.Value);
                put.Bind(3, order.Market.Value);
                put.Bind(4, order.Customer.Value);
                put.Bind(5, order.Quote.Value);
                put.Bind(6, order.RequestedAt);
                put.Run();
            }

            var place = VoucherUses.First(order);
            foreach (var voucher in order.Vouchers ?? [])
            {
                var put = this[AddJobVoucherSql];
                put.Bind(1, job.Id.Value);
                put.Bind(2, voucher.Voucher.Value);
                put.Bind(3, voucher.Campaign.Value);
                put.Bind(4, (long)place++);
                put.Run();
            }
        }
        else if (LoopFacts.CompletedAt(commit) is { } completed)
        {
            var put = this[CompleteJourneyJobSql];
            put.Bind(1, job.Id.Value);
            put.Bind(2, completed);
            put.Run();
        }
    }

    /// <summary>Adds an outbox row.</summary>
    public OutboxRow AddOutbox(OutboxMessage message, ReadOnlySpan<byte> payload, long? view, DateTimeOffset at)
    {
        var id = ++_lastOutboxId;
        var due = at + OutboxRow.Grace;
        _insertOutbox.Bind(1, id);
        _insertOutbox.BindText(2, OutboxCodec.Kind(message));
        _insertOutbox.Bind(3, at);
        _insertOutbox.Bind(4, due);
        _insertOutbox.BindText(5, payload);
        _insertOutbox.Bind(6, view);
        _insertOutbox.Run();
        return new OutboxRow(id, message, at, 0, due);
    }

    /// <summary>Deletes an outbox row, if it is there.</summary>
    public void CloseOutbox(long row)
    {
        _closeOutbox.Bind(1, row);
        _closeOutbox.Run();
    }

    /// <summary>Puts an outbox row off, if it is there.</summary>
    public void PutOffOutbox(long row, int attempts, DateTimeOffset dueAt, string error)
    {
        _putOffOutbox.Bind(1, row);
        _putOffOutbox.Bind(2, (long)attempts);
        _putOffOutbox.Bind(3, dueAt);
        _putOffOutbox.Bind(4, ErrorText.Of(error));
        _putOffOutbox.Run();
    }

    /// <summary>Parks an outbox row, if it is there.</summary>
    public void ParkOutbox(long row, int attempts, string error)
    {
        _parkOutbox.Bind(1, row);
        _parkOutbox.Bind(2, (long)attempts);
        _parkOutbox.Bind(3, ErrorText.Of(error));
        _parkOutbox.Run();
    }

    /// <summary>Posts a transfer.</summary>
    public void AddTransfer(LedgerTransfer transfer)
    {
        Bind(_insertTransfer, transfer);
        _insertTransfer.Run();
    }

    /// <summary>Makes, posts or voids a pending transfer.</summary>
    public void AddPending(LedgerPending pending)
    {
        Bind(_insertPending, pending.Transfer);
        _insertPending.BindText(14, EnumText<PendingPhase>.Utf8(pending.Phase));
        _insertPending.Bind(15, pending.Of);
        _insertPending.Run();
    }

    /// <summary>Counts something for the merchant of a job.</summary>
    public void AddFact(JobOrder order, SaleFact fact)
    {
        _insertFact.Bind(1, order.Merchant?.Value);
        _insertFact.Bind(2, fact.At);
        _insertFact.Bind(3, order.Id.Value);
        _insertFact.Bind(4, fact.Version);
        _insertFact.BindText(5, EnumText<SaleFactKind>.Utf8(fact.Kind));
        _insertFact.Bind(6, fact.Store.Value);
        _insertFact.Bind(7, fact.Kind == SaleFactKind.Ordered ? order.Customer.Value : null);
        _insertFact.Bind(8, fact.Value);
        _insertFact.Run();
    }

    /// <summary>Appends an event to a stream and gives it the next sequence.</summary>
    public StreamEvent AddStreamEvent(StreamAppend append, ReadOnlySpan<byte> payload, long? view, DateTimeOffset at)
    {
        var (stream, sequence) = NextSequence(append.Stream);
        _insertStreamEvent.Bind(1, stream);
        _insertStreamEvent.Bind(2, sequence);
        _insertStreamEvent.Bind(3, at);
        _insertStreamEvent.BindText(4, payload);
        _insertStreamEvent.Bind(5, view);
        _insertStreamEvent.Run();
        return new StreamEvent(append.Stream, StorageTerms.DurableEpoch, sequence, at, append.Message);
    }

    /// <summary>Records an offer.</summary>
    public void AddOffer(Offer offer, string shard)
    {
        _insertOffer.Bind(1, offer.Id.Value);
        _insertOffer.Bind(2, offer.Job.Value);
        _insertOffer.Bind(3, shard);
        _insertOffer.Bind(4, (long)offer.Attempt);
        _insertOffer.Bind(5, offer.JobVersion);
        _insertOffer.Bind(6, offer.Provider.Value);
        _insertOffer.Bind(7, offer.SentAt);
        _insertOffer.Bind(8, offer.ExpiresAt);
        _insertOffer.Bind(9, offer.PickUpDue);
        _insertOffer.BindText(10, EnumText<OfferStatus>.Utf8(offer.Status));
        _insertOffer.Run();
    }

    /// <summary>Ends an offer, unless it has ended.</summary>
    public void EndOffer(OfferChange change, DateTimeOffset at)
    {
        _endOffer.Bind(1, change.Offer.Value);
        _endOffer.BindText(2, EnumText<OfferStatus>.Utf8(change.Status));
        _endOffer.Bind(3, at);
        _endOffer.Run();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _all)
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private bool InsertAnswer(StoredAnswer answer, ReadOnlySpan<byte> reply, long? view)
    {
        _putAnswer.Bind(1, answer.Stamp.Id);
        _putAnswer.Bind(2, answer.Stamp.BodyHash ?? string.Empty);
        _putAnswer.Bind(3, answer.At);
        _putAnswer.BindText(4, reply);
        _putAnswer.Bind(5, view);
        return _putAnswer.Change() == 1;
    }

    private StoredAnswer? FindAnswer(Guid command)
    {
        using var use = _findAnswer.Begin();
        _findAnswer.Bind(1, command);
        return _findAnswer.Step() ? ReadAnswer(_findAnswer, command) : null;
    }

    private (long Stream, long Sequence) NextSequence(string name)
    {
        using (_findStream.Begin())
        {
            _findStream.Bind(1, name);
            if (_findStream.Step())
            {
                var (stream, sequence) = (_findStream.Number(0), _findStream.Number(1) + 1);
                _updateStream.Bind(1, stream);
                _updateStream.Bind(2, sequence);
                _updateStream.Run();
                return (stream, sequence);
            }
        }

        _insertStream.Bind(1, name);
        _insertStream.Run();
        return (_database.LastInsertId, 1);
    }

    private static void Bind(SqliteStatement to, LedgerTransfer transfer)
    {
        to.Bind(1, transfer.Key);
        to.BindText(2, EnumText<AccountKind>.Utf8(transfer.Debit.Kind));
        to.Bind(3, transfer.Debit.Owner);
        to.BindText(4, EnumText<AccountKind>.Utf8(transfer.Credit.Kind));
        to.Bind(5, transfer.Credit.Owner);
        to.Bind(6, transfer.Amount.MinorUnits);
        to.Bind(7, transfer.Amount.Currency.Code);
        to.Bind(8, transfer.Job.Value);
        to.Bind(9, transfer.Intent);
        to.Bind(10, transfer.Cause);
        to.Bind(11, transfer.Operator.Value);
        to.Bind(12, transfer.Merchant?.Value);
        to.Bind(13, transfer.At);
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = _database.Prepare(sql);
        _all.Add(statement);
        return statement;
    }
}
