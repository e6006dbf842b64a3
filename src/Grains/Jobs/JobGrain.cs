using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Grains.Outbox;

namespace O2O.Dispatch.Grains.Jobs;

/// <summary>One job. A body reads: decide, commit once, evolve, publish. What makes it safe is the version check of the commit, not that there is one activation.</summary>
public sealed partial class JobGrain(
    IJobStore store, ISaleCodes codes, QuoteTokens quotes, ISecretSource secrets, IEventBus bus, OutboxPump outbox, TimeProvider time, IOptions<JobPaymentOptions> payments,
    IPaymentRefusalStore refusals, ILogger<JobGrain> log) : Grain, IJobGrain
{
    private const int ConflictTries = 3;
    private const int PinLength = 4;
    private const int LongestCurrency = 10;
    private static readonly TimeSpan OrderedHold = TimeSpan.FromHours(24);
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
        var (found, refused) = QuoteCheck.Of(quotes, command.Quote, command.Customer, null, now);
        if (found is not { } quote)
        {
            return refused!;
        }

        var order = OrderOf(quote, command, now);
        var faults = JobDecisions.Faults(order, now).ToList();
        if (faults.Count > 0)
        {
            return JobReply.Reject(Rejection.OrderInvalid, null, string.Join(' ', faults));
        }

        if (order.Sale is { } sale && await TakeStock(order, sale, cancellationToken) is { } soldOut)
        {
            return JobReply.Reject(Rejection.SoldOut, null, soldOut);
        }

        if (order.IsRedemption)
        {
            // Before the job, so that no job that was acknowledged has a code that no counter finds.
            await codes.Add(order.Pin!, _id, cancellationToken);
        }

        if (order.Vouchers is null)
        {
            return await Place(order, command.Stamp, cancellationToken);
        }

        if (await Secure(order, now, cancellationToken) is { } why)
        {
            await PutBack(order, cancellationToken);
            return JobReply.Reject(Rejection.VoucherNotHeld, null, $"A voucher of the quote cannot be used any more ({why}); ask for a new quote.");
        }

        var reply = await Place(order, command.Stamp, cancellationToken);
        if (!reply.Done && _job is null)
        {
            await GiveBack(order, order.Vouchers.Value.Length, cancellationToken);
        }

        return reply;
    }

    private async Task<JobReply> Place(JobOrder order, CommandStamp stamp, CancellationToken cancellationToken)
    {
        var reply = await Handle(new JobCommand.Request(order), stamp, null, cancellationToken);
        if (!reply.Done && _job is null)
        {
            await PutBack(order, cancellationToken);
        }

        return reply;
    }

    /// <summary>Takes what is sold off the store's shelf before the first commit: a repetition of the order takes it no second time.</summary>
    /// <returns>Why it cannot be had; null when it can.</returns>
    private async Task<string?> TakeStock(JobOrder order, Sale sale, CancellationToken cancellationToken)
    {
        var channel = order.Kind?.Channel() ?? throw new InvalidOperationException($"Job {_id} is a ride and sells goods.");
        var reply = await GrainFactory.GetGrain<IShelfGrain>(sale.Store.ToString()).Take(
            new TakeStock(_id.Value, Snake.Of(channel), [.. sale.Items.Select(item => new TakeStockLine(item.Product.Value, item.Quantity))]), cancellationToken);
        return reply.Refusal is not { } why ? null
            : sale.Items.FirstOrDefault(item => item.Product.Value == reply.Product) is { } gone ? $"{gone.Name} cannot be had any more ({why}); ask for a new quote."
            : $"The store cannot serve the order any more ({why}); ask for a new quote.";
    }

    private async Task PutBack(JobOrder order, CancellationToken cancellationToken)
    {
        if (order.Sale is { } sale)
        {
            await GrainFactory.GetGrain<IShelfGrain>(sale.Store.ToString()).GiveBack(_id.Value, cancellationToken);
        }
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

        var returning = ReturnReason.CustomerAbsent;
        if (command.Step == JobStep.ReturnGoods && !Snake.TryRead(command.Note, out returning))
        {
            return Task.FromResult(JobReply.Reject(Rejection.InputInvalid, null, $"reason: one of {Snake.All<ReturnReason>()} is expected."));
        }

        JobCommand step = command.Step switch
        {
            JobStep.Depart => new JobCommand.Depart(provider),
            JobStep.Arrive => new JobCommand.Arrive(provider),
            JobStep.Start => new JobCommand.Start(provider, command.Pin),
            JobStep.CompleteStop => new JobCommand.CompleteStop(provider),
            JobStep.Complete => new JobCommand.Complete(provider, command.MeasuredMetres is { } m ? new Metres(m) : null, command.Pin, command.Note),
            JobStep.ReportNoShow => new JobCommand.ReportNoShow(provider, command.MeasuredMetres is { } driven ? new Metres(driven) : null),
            JobStep.Cancel => new JobCommand.CancelByProvider(provider, CancelReason.ProviderUnable),
            JobStep.ReturnGoods => new JobCommand.ReturnGoods(provider, returning),
            JobStep.OfferExtra => new JobCommand.OfferExtra(provider, new Money(command.AmountMinorUnits ?? 0, _job?.Order.QuotedFare.Currency ?? Currency.Usd), command.Note ?? string.Empty),
        };
        return Handle(step, command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> Serve(ServeJob command, CancellationToken cancellationToken)
    {
        var merchant = new MerchantId(command.Merchant);
        return Handle(
            command.Step switch
            {
                StoreStep.Accept => new JobCommand.MerchantAccept(merchant, command.ReadyIn),
                StoreStep.Reject => new JobCommand.MerchantReject(merchant),
                StoreStep.Prepared => new JobCommand.MarkPrepared(merchant),
                StoreStep.Redeem => new JobCommand.Redeem(merchant, command.Stamp.Id, command.Units, new StoreId(command.Store), command.By),
            },
            command.Stamp,
            null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> AnswerExtra(AnswerExtra command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        return _job is null || _job.Order.Customer != new CustomerId(command.Customer)
            ? JobReply.Reject(Rejection.JobUnknown)
            : await Handle(new JobCommand.AnswerExtra(command.Number, command.Approved), command.Stamp, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobReply> ChangeDestination(ChangeDestination command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null || _job.Order.Customer != new CustomerId(command.Customer))
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        // A repetition is answered as before, also when the quote has expired since.
        var (quote, refused) = QuoteCheck.Of(quotes, command.Quote, command.Customer, _id, time.GetUtcNow());
        return quote is null
            ? await AnsweredBefore(command.Stamp, cancellationToken) ?? refused!
            : await Handle(new JobCommand.ChangeDestination(quote.Id, quote.Stops[^1].Place, quote.Fare, quote.Distance, quote.Duration), command.Stamp, null, cancellationToken);
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
        var now = time.GetUtcNow();
        var due = command.PickUpDue ?? (_job.BookedFor is { } booked ? (booked > now ? booked : now) : _job.PickUpBy);
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
    public Task<JobReply> Refund(RefundJob command, CancellationToken cancellationToken) => Snake.TryRead<RefundBearer>(command.Bearer, out var bearer)
        ? PayBack("refund", command.Stamp, command.AmountMinorUnits, command.Currency, command.Reason, command.By, (amount, reason) => new JobCommand.Refund(amount, reason, bearer), cancellationToken)
        : Task.FromResult(JobReply.Reject(Rejection.InputInvalid, null, $"borne_by: one of {Snake.All<RefundBearer>()} is expected."));

    /// <inheritdoc/>
    public Task<JobReply> RefundTip(RefundTip command, CancellationToken cancellationToken) =>
        PayBack("tip_refund", command.Stamp, command.AmountMinorUnits, command.Currency, command.Reason, command.By, (amount, reason) => new JobCommand.RefundTip(amount, reason), cancellationToken);

    /// <inheritdoc/>
    public async Task<JobReply> Tip(TipJob command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null || _job.Order.Customer != new CustomerId(command.Customer))
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        var asked = Asked("tip", command.AmountMinorUnits, command.Currency, command.Customer);
        return TryCurrency(command.Currency, out var currency)
            ? await Handle(new JobCommand.Tip(new Money(command.AmountMinorUnits, currency), payments.Value.TipWindow), command.Stamp, null, asked, cancellationToken)
            : await NotKnown(asked);
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
    public async Task<JobReply> AcknowledgeFareCap(AcknowledgeFareCap command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        return _job is null ? JobReply.Reject(Rejection.JobUnknown)
            : _job.CapSeen is not null ? new JobReply(View(), null, null)
            : await Handle(new JobCommand.AcknowledgeFareCap(command.By, command.Note), command.Stamp, null, cancellationToken);
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
            PaymentOutcome.TipRequiresAction => new JobCommand.TipNeedsAction(news.Number, news.Intent ?? string.Empty, news.Action, payments.Value.TipWindow),
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
            new JobCommand.BeginTransfer(
                command.Number,
                new Money(command.AmountMinorUnits, currency),
                new Money(command.NettedMinorUnits, currency),
                command.Account,
                command.Merchant is { } merchant ? new MerchantId(merchant) : null),
            null,
            null,
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> RecordSilence(SilenceReport report, CancellationToken cancellationToken) =>
        Handle(new JobCommand.ReportSilent(new ProviderId(report.Provider), report.Since), null, null, cancellationToken);

    /// <inheritdoc/>
    public Task<JobReply> HearOfLeg(LegNews news, CancellationToken cancellationToken) => Handle(
        news.Step switch
        {
            LegStep.Made => new JobCommand.HearChainMade(),
            LegStep.Completed => new JobCommand.HearForerunner(new JobId(news.From), true),
            LegStep.Ended => new JobCommand.HearForerunner(new JobId(news.From), false),
        },
        null,
        null,
        cancellationToken);

    /// <inheritdoc/>
    public Task<JobReply> ReleaseBooked(ReleaseBooked command, CancellationToken cancellationToken)
    {
        var provider = new ProviderId(command.Provider);
        return Handle(command.Late ? new JobCommand.ReportLate(provider) : new JobCommand.CancelByProvider(provider, CancelReason.ProviderUnable), null, null, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JobReply> Wake(CancellationToken cancellationToken) => Handle(new JobCommand.Wake(), null, null, cancellationToken);

    /// <inheritdoc/>
    public async Task<JobView?> Get(CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        return View();
    }

    /// <summary>
    /// Takes the quote's vouchers for the order before the first commit, for a day: what dies between the two gives them back by itself, and the commit's outbox keeps them for good.
    /// </summary>
    /// <returns>Why one cannot be had, and then none is held; null when all are.</returns>
    private async Task<string?> Secure(JobOrder order, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var vouchers = order.Vouchers ?? [];
        for (var i = 0; i < vouchers.Length; i++)
        {
            var (voucher, campaign, amount, _, exposed) = vouchers[i];
            var reply = await GrainFactory.GetGrain<ICampaignGrain>(campaign.ToString()).Take(
                new TakeVoucher(voucher.Value, order.Quote.Value, order.Customer.Value, amount.MinorUnits, amount.Currency.Code, now + OrderedHold, true, order.Market.Value, exposed?.MinorUnits),
                cancellationToken);
            if (reply.Refusal is { } why)
            {
                await GiveBack(order, i, cancellationToken);
                return why;
            }
        }

        return null;
    }

    private async Task GiveBack(JobOrder order, int count, CancellationToken cancellationToken)
    {
        foreach (var voucher in (order.Vouchers ?? []).Take(count))
        {
            await GrainFactory.GetGrain<ICampaignGrain>(voucher.Campaign.ToString()).Move(new MoveVoucher(voucher.Voucher.Value, order.Quote.Value, VoucherStep.Return), cancellationToken);
        }
    }

    private Task<JobReply> Handle(JobCommand command, CommandStamp? stamp, long? closes, CancellationToken cancellationToken) => Handle(command, stamp, closes, null, cancellationToken);

    /// <param name="command">What is to be done.</param>
    /// <param name="stamp">Its stamp; null when no answer is kept.</param>
    /// <param name="closes">The outbox row that it settles.</param>
    /// <param name="asked">How it is written down when its amount is refused; null when that is of no interest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    private async Task<JobReply> Handle(JobCommand command, CommandStamp? stamp, long? closes, PaymentRefusal? asked, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < ConflictTries; tries++)
        {
            await Fresh(cancellationToken);
            var now = time.GetUtcNow();
            var decision = JobDecisions.Decide(_job, command, now);
            if (decision.Rejection is { } why)
            {
                return await Rejected(why, stamp, asked, now, cancellationToken);
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
                        DispatchMeters.Reached(Snake.Of(_job.Status));
                    }

                    await bus.Publish(result.Streams.IsEmpty ? jobStream : result.Streams.AddRange(jobStream));
                    outbox.Deliver(result.Outbox);
                    return reply;
                case CommitStatus.CommandSeen:
                    _loaded = false;
                    return Repeated(result.SeenAnswer!, stamp!.Value);
                case CommitStatus.PlanSlotTaken:
                    return JobReply.Reject(Rejection.PlanSlotTaken, View());
                case CommitStatus.StockGivenBack:
                    return JobReply.Reject(Rejection.SoldOut, null, "The order took so long that its goods went back on the shelf; ask for a new quote.");
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

    private async Task<JobReply> Rejected(JobRejection why, CommandStamp? stamp, PaymentRefusal? asked, DateTimeOffset now, CancellationToken cancellationToken)
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

        if (asked is not null && why is JobRejection.AmountWrong or JobRejection.RefundTooLarge)
        {
            // The answer is forgotten after a day.
            await refusals.Add(asked with { At = now, Why = RejectionSlug.Of(WireEnums.Of(why)) }, CancellationToken.None);
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
        quote.Kind == ServiceKind.Redemption ? VoucherCode.Of(secrets.Bytes(VoucherCode.RandomBytes)).Value : quote.Terms.PinRequired ? secrets.Digits(PinLength) : null,
        command.GatewayCustomer,
        quote.Multiplier,
        quote.Vouchers,
        quote.Earns,
        quote.Kind,
        quote.Sale,
        quote.Booking,
        quote.Journey,
        PlaceOf(command.Chain));

    private static ChainPlace? PlaceOf(WireChainPlace? chain) => chain is null
        ? null
        : new ChainPlace(new ChainId(chain.Chain), chain.Number, [.. chain.Jobs.Zip(chain.Follows, (job, follows) => new ChainLeg(new JobId(job), follows))]);

    private static CancelReason ReasonOf(string name) => Snake.TryRead<CancelReason>(name, out var reason) ? reason : CancelReason.Unspecified;

    /// <summary>Pays back of the price or of the tip: which, the command says that is made of amount and reason.</summary>
    private async Task<JobReply> PayBack(
        string what, CommandStamp stamp, long? amountMinorUnits, string? code, string reason, Guid? by, Func<Money?, RefundReason, JobCommand> command, CancellationToken cancellationToken)
    {
        await Fresh(cancellationToken);
        if (_job is null)
        {
            return JobReply.Reject(Rejection.JobUnknown);
        }

        if (!Snake.TryRead<RefundReason>(reason, out var why))
        {
            return JobReply.Reject(Rejection.InputInvalid, null, $"reason: one of {Snake.All<RefundReason>()} is expected.");
        }

        var asked = Asked(what, amountMinorUnits, code, by);
        if (!TryCurrency(code, out var currency))
        {
            return await NotKnown(asked);
        }

        Money? amount = amountMinorUnits is { } units ? new Money(units, currency) : null;
        return await Handle(command(amount, why), stamp, null, asked, cancellationToken);
    }

    /// <summary>A refund or tip of this job as it is written down when it is refused.</summary>
    private PaymentRefusal Asked(string what, long? amountMinorUnits, string? currency, Guid? by) => new(
        0, time.GetUtcNow(), _job!.Order.Customer, what, _job.Order.PaymentMethod, RejectionSlug.Of(Rejection.InputInvalid))
    {
        Job = _id,
        AmountMinorUnits = amountMinorUnits,

        // What is no code is somebody's text, and is not kept.
        Currency = currency is null ? _job.Order.QuotedFare.Currency.Code : currency.Length <= LongestCurrency && currency.All(char.IsAsciiLetterOrDigit) ? currency : null,
        AskedBy = by,
    };

    private async Task<JobReply> NotKnown(PaymentRefusal asked)
    {
        await refusals.Add(asked, CancellationToken.None);
        return JobReply.Reject(Rejection.InputInvalid, null, asked.Currency is { } code ? $"currency: '{code}' is not known." : "currency: a code of three letters is expected.");
    }

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
