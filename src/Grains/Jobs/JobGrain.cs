using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Grains.Outbox;

namespace O2O.Dispatch.Grains.Jobs;

/// <summary>One job. A body reads: decide, commit once, evolve, publish. What makes it safe is the version check of the commit, not that there is one activation.</summary>
public sealed partial class JobGrain(
    IJobStore store, QuoteTokens quotes, ISecretSource secrets, IEventBus bus, OutboxPump outbox, TimeProvider time, IOptions<JobPaymentOptions> payments,
    ILogger<JobGrain> log) : Grain, IJobGrain
{
    private const int ConflictTries = 3;
    private const int PinLength = 4;
    private JobId _id;
    private Job? _job;
    private bool _loaded;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = JobId.Parse(this.GetPrimaryKeyString());
        await Load(cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Request(RequestJob command, CancellationToken cancellationToken)
    {
        if (command.Job != _id.Value)
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"The command names job {command.Job:N}, the grain is {_id}.");
        }

        await Fresh(cancellationToken);

        // A repetition is answered as before, also when the quote has expired since.
        if (_job is not null)
        {
            return await AnsweredBefore(command.Stamp, cancellationToken) ?? JobReply.Reject(Rejection.JobExists);
        }

        var now = time.GetUtcNow();
        if (quotes.Verify(command.Quote) is not { } quote)
        {
            return JobReply.Reject(Rejection.QuoteInvalid, null, "The quote was not signed here, or it was altered.");
        }

        if (quote.ExpiresAt <= now)
        {
            return JobReply.Reject(Rejection.QuoteExpired, null, $"The quote expired at {quote.ExpiresAt:O}; ask for a new one.");
        }

        if (quote.Customer != new CustomerId(command.Customer))
        {
            return JobReply.Reject(Rejection.QuoteForeign);
        }

        var order = OrderOf(quote, command, now);
        var faults = JobDecisions.Faults(order, now).ToList();
        return faults.Count > 0
            ? JobReply.Reject(Rejection.OrderInvalid, null, string.Join(' ', faults))
            : await Handle(new JobCommand.Request(order), command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> Accept(AcceptOffer command, CancellationToken cancellationToken)
    {
        var (offer, provider, vehicle) = (new OfferId(command.Offer), new ProviderId(command.Provider), new VehicleId(command.Vehicle));
        JobCommand take = command.From is { } from
            ? new JobCommand.Reassign(new ProviderId(from), provider, vehicle, offer, command.PlanSlot, command.PickUpDue, command.OfferedVersion)
            : new JobCommand.Accept(offer, command.Attempt, command.OfferedVersion, provider, vehicle, command.PlanSlot, command.PickUpDue);
        return Handle(take, command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> Advance(AdvanceJob command, CancellationToken cancellationToken)
    {
        var provider = new ProviderId(command.Provider);
        if (command.MeasuredMetres is { } metres && (!double.IsFinite(metres) || metres < 0))
        {
            return Task.FromResult(JobReply.Reject(Rejection.InputInvalid, null, "measured_metres: a finite number, not negative, is expected."));
        }

        JobCommand step = command.Step switch
        {
            JobStep.Depart => new JobCommand.Depart(provider),
            JobStep.Arrive => new JobCommand.Arrive(provider),
            JobStep.Start => new JobCommand.Start(provider, command.Pin),
            JobStep.CompleteStop => new JobCommand.CompleteStop(provider),
            JobStep.Complete => new JobCommand.Complete(provider, command.MeasuredMetres is { } m ? new Metres(m) : null),
            JobStep.ReportNoShow => new JobCommand.ReportNoShow(provider),
            JobStep.Cancel => new JobCommand.CancelByProvider(provider, CancelReason.ProviderUnable),
        };
        return Handle(step, command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Assign(AssignJob command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null)
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        if (await AnsweredBefore(command.Stamp, cancellationToken) is { } before)
        {
            return before;
        }

        // The commit's version check stands behind all this: whoever was faster made another version, and this is decided anew or refused.
        if (command.Provider is not { } to)
        {
            return _job.Assignment is { } bound && _job.Status.IsBeforePickup()
                ? await Handle(new JobCommand.CancelByProvider(bound.Provider, CancelReason.OperatorDecision), command.Stamp, null, cancellationToken)
                : JobReply.Reject(_job.Status.IsEnd() ? Rejection.JobEnded : Rejection.IllegalInThisState, View(), "Nobody has the job, or its service has begun.");
        }

        var offer = new OfferId(CommandStamp.DeterministicId($"assign\n{command.Stamp.Id:N}"));
        var due = command.PickUpDue ?? _job.Order.PickUpBy;
        JobCommand take = _job.Assignment is { } has && _job.Status.HasProvider()
            ? new JobCommand.Reassign(has.Provider, new ProviderId(to), new VehicleId(command.Vehicle), offer, command.PlanSlot, due)
            : new JobCommand.Accept(offer, _job.Attempt, _job.Version, new ProviderId(to), new VehicleId(command.Vehicle), command.PlanSlot, due);
        return await Handle(take, command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Cancel(CancelJob command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        var reason = ReasonOf(command.Reason);
        if (command.Customer is not { } customer)
        {
            return await Handle(new JobCommand.CancelByPlatform(reason), command.Stamp, null, cancellationToken);
        }

        // Somebody else's job is no job at all.
        return _job is null || _job.Order.Customer != new CustomerId(customer)
            ? JobReply.Reject(Rejection.JobUnknown)
            : await Handle(
                new JobCommand.CancelByCustomer(reason, command.DrivenMetres is >= 0 and var metres && double.IsFinite(metres) ? new Metres(metres) : null), command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Refund(RefundJob command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null)
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        if (!TryName<RefundReason>(command.Reason, out var reason))
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"reason: one of {Names<RefundReason>()} is expected.");
        }

        if (!TryName<RefundBearer>(command.Bearer, out var bearer))
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"borne_by: one of {Names<RefundBearer>()} is expected.");
        }

        if (!TryCurrency(command.Currency, out var currency))
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"currency: '{command.Currency}' is not known.");
        }

        Money? amount = command.AmountMinorUnits is { } units ? new Money(units, currency) : null;
        return await Handle(new JobCommand.Refund(amount, reason, bearer), command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Tip(TipJob command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null || _job.Order.Customer != new CustomerId(command.Customer))
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        return TryCurrency(command.Currency, out var currency)
            ? await Handle(new JobCommand.Tip(new Money(command.AmountMinorUnits, currency), payments.Value.TipWindow), command.Stamp, null, cancellationToken)
            : JobReply.Reject(Rejection.InputInvalid, null, $"currency: '{command.Currency}' is not known.");
    }

    /// <inheritdoc/>
    public async Task<JobReply> ConfirmPayment(ConfirmPayment command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null || _job.Order.Customer != new CustomerId(command.Customer))
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        // The gateway's own news may have been faster.
        return _job.Payment is { Status: PaymentStatus.Authorized } or { Tip.Status: TipStatus.Paid }
            ? new JobReply(View(), null, null)
            : await Handle(new JobCommand.ReportConfirmation(), command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> AskPayment(AskPayment command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        return _job is null || (command.Customer is { } customer && _job.Order.Customer != new CustomerId(customer))
            ? JobReply.Reject(Rejection.JobUnknown)
            : await Handle(new JobCommand.AskRest(), command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> RecordPayment(PaymentNews news, CancellationToken cancellationToken)
    {
        if (!Currency.TryOf(news.Currency, out var currency))
        {
            return Task.FromResult(JobReply.Reject(Rejection.InputInvalid, null, $"currency: '{news.Currency}' is not known."));
        }

        var amount = new Money(news.AmountMinorUnits, currency);
        Money? fee = news.FeeMinorUnits is { } units ? new Money(units, currency) : null;
        JobCommand command = news.Outcome switch
        {
            PaymentOutcome.Authorized => new JobCommand.PaymentAuthorised(news.Intent ?? string.Empty, amount, news.HeldUntil),
            PaymentOutcome.RequiresAction => new JobCommand.PaymentNeedsAction(news.Intent ?? string.Empty, news.Action),
            PaymentOutcome.Declined => new JobCommand.PaymentDeclined(news.Code ?? "unknown", news.Intent),
            PaymentOutcome.Captured => new JobCommand.PaymentCaptured(amount, news.Intent, fee),
            PaymentOutcome.Released => new JobCommand.PaymentReleased(news.Intent),
            PaymentOutcome.Failed => new JobCommand.PaymentFailed(news.Code ?? "unknown", news.Intent),
            PaymentOutcome.HoldExpired => new JobCommand.HoldRanOut(news.Intent),
            PaymentOutcome.Refunded => new JobCommand.RefundPaid(news.Number, amount, news.Intent, news.Reference, fee),
            PaymentOutcome.RefundFailed => new JobCommand.RefundRefused(news.Number, news.Code ?? "unknown", news.Intent, news.Reference),
            PaymentOutcome.TipPaid => new JobCommand.TipCharged(news.Number, news.Intent ?? string.Empty, amount, fee),
            PaymentOutcome.TipFailed => new JobCommand.TipRefused(news.Number, news.Code ?? "unknown"),
            PaymentOutcome.TipRequiresAction => new JobCommand.TipNeedsAction(news.Number, news.Intent ?? string.Empty, news.Action),
            PaymentOutcome.DisputeOpened => new JobCommand.OpenDispute(news.Reference ?? string.Empty, amount, news.Intent, news.Code ?? string.Empty, fee),
            PaymentOutcome.DisputeWon => new JobCommand.CloseDispute(news.Reference ?? string.Empty, amount, news.Intent, true, fee),
            PaymentOutcome.DisputeLost => new JobCommand.CloseDispute(news.Reference ?? string.Empty, amount, news.Intent, false, fee),
            PaymentOutcome.HoldRaised => new JobCommand.HoldRaised(news.Intent, amount),
            PaymentOutcome.HoldNotRaised => new JobCommand.HoldNotRaised(news.Code ?? "unknown", news.Intent),
            PaymentOutcome.RestPaid => new JobCommand.RestCharged(news.Number, news.Intent ?? string.Empty, amount, fee),
            PaymentOutcome.RestFailed => new JobCommand.RestRefused(news.Number, news.Code ?? "unknown"),
            PaymentOutcome.Unfit => new JobCommand.NoteRefusedNews(news.Code ?? "unknown", news.Intent, amount),
            PaymentOutcome.TransferPaid => new JobCommand.TransferPaid(news.Number, amount, news.Reference),
            PaymentOutcome.TransferFailed => new JobCommand.TransferRefused(news.Number, news.Code ?? "unknown"),
        };
        return Handle(command, null, news.OutboxRow, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> Transfer(TransferJob command, CancellationToken cancellationToken)
    {
        if (!Currency.TryOf(command.Currency, out var currency))
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"currency: '{command.Currency}' is not known.");
        }

        return await Handle(
            new JobCommand.BeginTransfer(command.Number, new Money(command.AmountMinorUnits, currency), new Money(command.NettedMinorUnits, currency), command.Account),
            null,
            null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> RecordSilence(SilenceReport report, CancellationToken cancellationToken) =>
        Handle(new JobCommand.ReportSilent(new ProviderId(report.Provider), report.Since), null, null, cancellationToken);

    /// <inheritdoc/>
    public Task<JobReply> Wake(CancellationToken cancellationToken) => Handle(new JobCommand.Wake(), null, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<JobView?> Get(CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        return View();
    }

    private async Task<JobReply> Handle(JobCommand command, CommandStamp? stamp, long? closes, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < ConflictTries; tries++)
        {
            await Fresh(cancellationToken);
            var now = time.GetUtcNow();
            var decision = JobDecisions.Decide(_job, command, now);
            if (decision.Rejection is { } why)
            {
                return await Rejected(why, stamp, now, cancellationToken);
            }

            var before = _job?.Status;
            var order = (command as JobCommand.Request)?.Order ?? _job!.Order;
            var (commit, reply, jobStream) = JobEffects.Of(_job, order, decision.Events, stamp, closes, now);
            var result = await Commit(commit, cancellationToken);
            switch (result.Status)
            {
                case CommitStatus.Committed:
                    _job = commit.After;
                    Committed(log, _id, _job.Version, _job.Status);
                    if (before != _job.Status && DispatchMeters.CountsTransitions)
                    {
                        DispatchMeters.Reached(JsonNamingPolicy.SnakeCaseLower.ConvertName(_job.Status.ToString()));
                    }

                    await bus.Publish(result.Streams.IsEmpty ? jobStream : result.Streams.AddRange(jobStream));
                    outbox.Deliver(result.Outbox);
                    return reply;
                case CommitStatus.CommandSeen:
                    _loaded = false;
                    return Repeated(result.SeenAnswer!, stamp!.Value);
                case CommitStatus.PlanSlotTaken:
                    return JobReply.Reject(Rejection.PlanSlotTaken, View());
                case CommitStatus.VersionConflict:
                    // Another activation was faster: look again.
                    Conflicted(log, _id, commit.ExpectedVersion);
                    _loaded = false;
                    break;
                default:
                    throw new InvalidOperationException($"No rule for {result.Status}.");
            }
        }

        return JobReply.Reject(Rejection.Conflict, View());
    }

    private async Task<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken)
    {
        using var span = DispatchTraces.Source.StartActivity("job commit");
        var started = DispatchMeters.MeasuresCommits ? Stopwatch.GetTimestamp() : 0;
        try
        {
            var result = await store.Commit(commit, cancellationToken);
            if (started != 0)
            {
                DispatchMeters.Commit(started, result.Status == CommitStatus.Committed ? "committed" : "refused");
            }

            return result;
        }
        catch
        {
            if (started != 0)
            {
                DispatchMeters.Commit(started, "unavailable");
            }

            // Nobody knows whether it was written: what is in memory counts no more.
            _loaded = false;
            throw;
        }
    }

    private async Task<JobReply> Rejected(JobRejection why, CommandStamp? stamp, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reply = JobReply.Reject(WireEnums.Of(why), View());
        if (stamp is not { } command || _job is null)
        {
            return reply;
        }

        if (await AnsweredBefore(command, cancellationToken) is { } before)
        {
            return before;
        }

        // The rejection is kept too: the same command id gives the same answer, also when the job has moved on by then.
        var shard = Contracts.Dispatch.ShardKey.Of(_job.Order.Market.Value, _job.Order.ServiceClass.Value);
        var result = await store.Commit(
            new JobCommit(_job, _job.Version, [], shard, new StoredAnswer(command, reply, now), [], [], [], [], [], now), cancellationToken);
        return result.Status == CommitStatus.CommandSeen ? Repeated(result.SeenAnswer!, command) : reply;
    }

    private async Task<JobReply?> AnsweredBefore(CommandStamp stamp, CancellationToken cancellationToken) =>
        await store.FindAnswer(stamp.Id, cancellationToken) is { } seen ? Repeated(seen, stamp) : null;

    private static JobReply Repeated(StoredAnswer seen, CommandStamp stamp) => seen.Stamp.BodyHash == stamp.BodyHash
        ? seen.Reply
        : JobReply.Reject(Rejection.CommandIdReused, null, "The same idempotency key came with another body.");

    private JobOrder OrderOf(Quote quote, RequestJob command, DateTimeOffset now) => new(
        _id,
        quote.Operator,
        quote.Market,
        quote.ServiceClass,
        quote.Merchant,
        quote.Customer,
        quote.Stops,
        quote.Load,
        now,
        quote.PickUpAt is { } at && at > now ? at : null,
        quote.Id,
        quote.Fare,
        quote.Distance,
        quote.Duration,
        quote.Terms,
        command.PaymentMethod,
        quote.Terms.PinRequired ? secrets.Digits(PinLength) : null,
        command.GatewayCustomer);

    private static CancelReason ReasonOf(string name) => TryName<CancelReason>(name, out var reason) ? reason : CancelReason.Unspecified;

    private static bool TryName<T>(string name, out T value)
        where T : struct, Enum
    {
        foreach (var known in Enum.GetValues<T>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString()) == name)
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Names<T>()
        where T : struct, Enum =>
        string.Join(", ", Enum.GetValues<T>().Select(known => JsonNamingPolicy.SnakeCaseLower.ConvertName(known.ToString())));

    /// <summary>A currency that was named, or the job's own.</summary>
    private bool TryCurrency(string? code, out Currency currency)
    {
        currency = _job!.Order.QuotedFare.Currency;
        return code is null || Currency.TryOf(code, out currency);
    }

    private JobView? View() => _job is null ? null : JobViews.Of(_job, time.GetUtcNow());

    private async ValueTask Fresh(CancellationToken cancellationToken)
    {
        if (!_loaded)
        {
            await Load(cancellationToken);
        }
    }

    private async Task Load(CancellationToken cancellationToken)
    {
        _job = await store.Load(_id, cancellationToken);
        _loaded = true;
    }
}
