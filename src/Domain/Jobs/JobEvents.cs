using System.Collections.Immutable;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>What an event makes of a state. Pure, and total over the events that <see cref="JobDecisions"/> gives.</summary>
public static class JobEvents
{
    /// <summary>The first state of a job.</summary>
    public static Job Begin(JobOrder order, JobEvent.Requested requested) => new()
    {
        Order = order,
        Version = 1,
        Status = JobStatus.Scheduled,
        Payment = JobPayment.Asking(requested.Hold.Currency) with { HoldsArePending = requested.Hold.IsZero ? null : true },
    };

    /// <summary>The state after one more event.</summary>
    /// <exception cref="InvalidOperationException">The event is illegal in this state: the store or a rule is broken.</exception>
    public static Job Evolve(Job job, JobEvent happened)
    {
        var next = Apply(job, happened) with { Version = job.Version + 1 };
        return next.Status.IsEnd() && next.EndedAt is null ? next with { EndedAt = happened.At, Payment = LetPriorGo(next.Payment) } : next;
    }

    /// <summary>The state after all events, in order.</summary>
    public static Job? Replay(JobOrder order, IEnumerable<JobEvent> events)
    {
        Job? job = null;
        foreach (var happened in events)
        {
            job = job is null
                ? Begin(order, happened as JobEvent.Requested ?? throw new InvalidOperationException($"Job {order.Id} begins with {happened.GetType().Name}, not with Requested."))
                : Evolve(job, happened);
        }

        return job;
    }

    private static Job Apply(Job job, JobEvent happened) => happened switch
    {
        JobEvent.Requested => throw new InvalidOperationException($"Job {job.Id} is requested twice."),
        JobEvent.PaymentAuthorised e => job with
        {
            Payment = LetPriorGo(Moved(job, PaymentTrigger.Hold)) with { Intent = e.Intent, Authorised = e.Amount, HeldUntil = e.HeldUntil, Action = null },
        },
        JobEvent.PaymentActionRequired e => job with
        {
            // Told before, without that with which it is confirmed: then the state stays.
            Payment = (job.Payment.Status == PaymentStatus.RequiresAction ? job.Payment : Moved(job, PaymentTrigger.RequireAction)) with { Intent = e.Intent, Action = e.Action },
        },
        JobEvent.ConfirmationReported e => job with { Payment = job.Payment with { Confirmations = e.Number } },
        JobEvent.HoldExpired => job with { Payment = Moved(job, PaymentTrigger.ExpireHold) },
        JobEvent.HoldAsked e => job with
        {
            Payment = Moved(job, PaymentTrigger.Authorize) with
            {
                Intent = null,
                Holds = e.Epoch,
                Asked = e.Amount,
                AskedAt = e.At,
                HeldUntil = null,
                Raising = null,

                // One that ran out need not be let go.
                Prior = job.Payment.Intent is { } intent ? new PriorHold(intent, job.Payment.Holds, job.Payment.Status == PaymentStatus.AuthorizationExpired) : null,
            },
        },
        JobEvent.PriorHoldReleased => job with { Payment = job.Payment with { Prior = null } },
        JobEvent.PaymentDeclined => job.Status == JobStatus.Scheduled
            ? job with { Status = To(job, JobTrigger.FailPayment), Payment = NoAction(LetPriorGo(Moved(job, PaymentTrigger.Fail))) }
            : job with { Payment = NoAction(LetPriorGo(Moved(job, PaymentTrigger.Fail))) },
        JobEvent.MatchingBegun e => job with { Status = To(job, JobTrigger.BeginMatching), Attempt = e.Attempt },
        JobEvent.Accepted e => job with { Status = To(job, JobTrigger.Accept), Assignment = e.Assignment, AssignedVersion = job.Version + 1, SilentSince = null },
        JobEvent.Reassigned e => job with
        {
            Status = To(job, JobTrigger.Reassign),
            Assignment = e.Assignment,
            AssignedVersion = job.Version + 1,
            Reassignments = job.Reassignments + 1,
            WrongPins = 0,
        },
        JobEvent.Departed => job with { Status = To(job, JobTrigger.Depart) },
        JobEvent.Arrived e => job with { Status = To(job, JobTrigger.Arrive), ArrivedAt = e.At },
        JobEvent.PinRefused e => job with { WrongPins = e.Wrong },
        JobEvent.Started e => job with { Status = To(job, JobTrigger.Start), StartedAt = e.At, NextStop = 1 },
        JobEvent.StopCompleted e => job with { Status = To(job, JobTrigger.CompleteStop), NextStop = e.Stop + 1 },
        JobEvent.Completed e => job with
        {
            Status = To(job, JobTrigger.Complete),
            NextStop = job.Order.Stops.Length,
            FinalFare = e.Fare,
            Settlement = e.Settlement,
            Metered = e.Metered,
            Sale = e.SignedBy is { } signed ? (job.Sale ?? new JobSale()) with { SignedBy = signed } : job.Sale,
            SilentSince = null,
        },
        JobEvent.Redispatched e => job with
        {
            Status = To(job, JobTrigger.Redispatch),
            Assignment = null,
            ArrivedAt = null,
            WrongPins = 0,
            Attempt = e.Attempt,
            Excluded = job.Excluded.Add(e.Released),
        },
        JobEvent.Canceled e => job with
        {
            Status = To(job, TriggerOf(e.By)),
            FinalFare = e.Fee,
            Settlement = e.Settlement,
            Chain = e is { By: JobStatus.CanceledByPlatform, Reason: CancelReason.ChainNotMade } ? (job.Chain ?? new JobChain()) with { IsGivenUp = true } : job.Chain,
        },
        JobEvent.NoShowReported e => job with { Status = To(job, JobTrigger.ReportNoShow), FinalFare = e.Fee, Settlement = e.Settlement },
        JobEvent.MatchingExhausted => job with { Status = To(job, JobTrigger.ExhaustMatching) },
        JobEvent.Expired e => job with { Status = To(job, JobTrigger.Expire), FinalFare = e.Fee, Settlement = e.Settlement },
        JobEvent.MerchantAsked e => job with { Sale = new JobSale(e.AnswerBy) },
        JobEvent.MerchantAccepted e => job with { Sale = (job.Sale ?? new JobSale()) with { ReadyAt = e.ReadyAt, AcceptedAt = e.At } },
        JobEvent.GoodsPrepared e => job with
        {
            Sale = job.Sale! with
            {
                PreparedAt = e.At,
                ReadyAt = job.Status == JobStatus.Scheduled && job.Order.PickUpAt is null && e.At < job.Sale.ReadyAt ? e.At : job.Sale.ReadyAt,
                PreparedVersion = job.Status == JobStatus.Matching ? job.Version + 1 : null,
            },
        },
        JobEvent.ReturnBegun e => job with { Sale = job.Sale! with { Returning = e.Reason } },
        JobEvent.Redeemed e => job with
        {
            Status = To(job, JobTrigger.Redeem),
            StartedAt = job.StartedAt ?? e.At,
            Sale = (job.Sale ?? new JobSale()) with { Parts = (job.Sale?.Parts ?? []).Add(e.Part) },
        },
        JobEvent.ExtraOffered e => job with { Extras = (job.Extras ?? []).Add(new JobExtra(e.Number, e.Amount, e.What)) },
        JobEvent.DestinationChanged e => Elsewhere(job, new JobDestination(e.Quote, e.To, e.Fare, e.Distance, e.Duration, (job.Destination?.Changes ?? 0) + 1)),
        JobEvent.ExtraAnswered e => job with { Extras = [.. job.Extras!.Value.Select(extra => extra.Number == e.Number ? extra with { Approved = e.Approved } : extra)] },
        JobEvent.ChainMade => job with { Chain = (job.Chain ?? new JobChain()) with { IsMade = true } },
        JobEvent.LegDelayed => job with { Chain = (job.Chain ?? new JobChain()) with { IsDelayed = true } },
        JobEvent.LegOpened e => job with { Chain = (job.Chain ?? new JobChain()) with { IsMade = true, OpenedAt = e.At } },
        JobEvent.ProviderWentSilent e => job with { SilentSince = e.Since },
        JobEvent.CaptureBegun e => job with
        {
            // What lies above the hold has to be held first.
            Payment = Moved(job, PaymentTrigger.BeginCapture) with { Raising = e.Amount > job.Payment.Authorised ? e.Amount : null },
        },
        JobEvent.PaymentCaptured e => job with { Payment = Taken(job, e.Amount) },
        JobEvent.HoldRaised e => job with { Payment = job.Payment with { Authorised = e.Amount, Raising = null } },
        JobEvent.HoldNotRaised => job with { Payment = job.Payment with { Raising = null } },
        JobEvent.RestBegun e => job with
        {
            Payment = (job.Payment.Status == PaymentStatus.Capturing ? job.Payment : Moved(job, PaymentTrigger.BeginCapture)) with { Rest = new JobRest(e.Number, e.Amount, RestStatus.Begun, null) },
        },
        JobEvent.RestPaid e => job with { Payment = Whole(job, e) },
        JobEvent.RestFailed => job with { Payment = Moved(job, PaymentTrigger.Fail) with { Rest = job.Payment.Rest! with { Status = RestStatus.Failed } } },
        JobEvent.PaymentReleased => job with { Payment = NoAction(Moved(job, PaymentTrigger.Release)) with { Released = job.Payment.Authorised } },
        JobEvent.PaymentFailed => job with { Payment = NoAction(Moved(job, PaymentTrigger.Fail)) with { Raising = null } },
        JobEvent.CashCollected or JobEvent.CardCollected => job,
        JobEvent.GatewayFeeCharged { For: "captured" } e => job with { Payment = job.Payment with { CaptureFee = e.Amount } },
        JobEvent.GatewayFeeCharged e => job with { Payment = Charged(job.Payment, e) },
        JobEvent.RefundBegun e => job with
        {
            Payment = job.Payment with
            {
                Refunds = JobRefunds.Adding(job.Payment.Refunds, new JobRefund(e.Number, e.Amount, e.Reason, e.Bearer, RefundStatus.Begun, null, e.Intent), job.Payment.Tip),
            },
        },
        JobEvent.PaymentRefunded e => job with { Payment = GivenBack(job, Changed(job, e.Number, refund => refund with { Status = RefundStatus.Paid, Reference = e.Reference })) },
        JobEvent.RefundFailed e => job with { Payment = Changed(job, e.Number, refund => refund with { Status = RefundStatus.Failed }) },
        JobEvent.RefundReversed e => job with { Payment = NotGivenBack(job, Changed(job, e.Number, refund => refund with { Status = RefundStatus.Failed, ReversedAt = e.At })) },
        JobEvent.TipRefundBegun e => job with
        {
            Payment = job.Payment with
            {
                Refunds = JobRefunds.Adding(job.Payment.Refunds, new JobRefund(e.Number, e.Amount, e.Reason, RefundBearer.Provider, RefundStatus.Begun, null, job.Payment.Tip!.Intent), job.Payment.Tip),
            },
        },
        JobEvent.TipRefunded e => job with { Payment = Changed(job, e.Number, refund => refund with { Status = RefundStatus.Paid, Reference = e.Reference }) },
        JobEvent.TipRefundFailed e => job with { Payment = Changed(job, e.Number, refund => refund with { Status = RefundStatus.Failed }) },
        JobEvent.TipRefundReversed e => job with { Payment = Changed(job, e.Number, refund => refund with { Status = RefundStatus.Failed, ReversedAt = e.At }) },
        JobEvent.TipBegun e => job with { Payment = job.Payment with { Tip = new JobTip(e.Number, e.Amount, TipStatus.Begun, null) } },
        JobEvent.TipPaid e => job with { Payment = job.Payment with { Tip = new JobTip(e.Number, e.Amount, TipStatus.Paid, e.Intent) } },
        JobEvent.TipFailed => job with { Payment = job.Payment with { Tip = job.Payment.Tip! with { Status = TipStatus.Failed, Action = null, Until = null } } },
        JobEvent.TipLapsed => job with { Payment = job.Payment with { Tip = job.Payment.Tip! with { Status = TipStatus.Ending, Action = null, Until = null } } },
        JobEvent.TipActionRequired e => job with { Payment = job.Payment with { Tip = job.Payment.Tip! with { Status = TipStatus.RequiresAction, Intent = e.Intent, Action = e.Action, Until = e.Until } } },
        JobEvent.DisputeOpened e => job with
        {
            Payment = (MovesWithDisputes(job, e.Intent) ? Moved(job, PaymentTrigger.Dispute) : job.Payment) with
            {
                Disputes = new JobDisputes((job.Payment.Disputes?.Items ?? []).Add(new JobDispute(e.Dispute, e.Amount, DisputeStatus.Open, e.Intent))),
            },
        },
        JobEvent.DisputeWon e => job with { Payment = Decided(job, e.Dispute, PaymentTrigger.WinDispute) },
        JobEvent.DisputeLost e => job with { Payment = Decided(job, e.Dispute, PaymentTrigger.LoseDispute) },
        JobEvent.FareCapAcknowledged e => job with { CapSeen = new FareCapSeen(e.By, e.At, e.Note) },
        JobEvent.TransferBegun e => job with
        {
            Payment = job.Payment with
            {
                Transfers = new JobTransfers((job.Payment.Transfers?.Items ?? []).Add(
                    new JobTransfer(e.Number, e.Amount, e.Netted, e.Account, e.Amount.IsZero ? TransferStatus.Paid : TransferStatus.Begun, Merchant: e.Merchant))),
            },
        },
        JobEvent.TransferPaid e => job with { Payment = Transferred(job, e.Number, transfer => transfer with { Status = TransferStatus.Paid, Reference = e.Reference }) },
        JobEvent.TransferFailed e => job with { Payment = Transferred(job, e.Number, transfer => transfer with { Status = TransferStatus.Failed }) },
        JobEvent.LateTransferReceived => job with { Payment = job.Payment with { LateTransfers = (job.Payment.LateTransfers ?? 0) + 1 } },
        JobEvent.PaymentNewsRefused => job with { Payment = job.Payment with { NewsRefused = job.Payment.NewsRefused + 1 } },
        _ => throw new InvalidOperationException($"No rule for {happened.GetType().Name}."),
    };

    private static JobStatus To(Job job, JobTrigger on) =>
        JobTransitions.Next(job.Status, on) ?? throw new InvalidOperationException($"Job {job.Id} cannot {on} from {job.Status}.");

    private static JobPayment Moved(Job job, PaymentTrigger on) => job.Payment with
    {
        Status = Next(job, job.Payment.Status, on),
    };

    private static JobPayment NoAction(JobPayment payment) => payment.Action is null ? payment : payment with { Action = null };

    /// <summary>As soon as the latest hold is answered for, or the job over, the one before is of no use.</summary>
    private static JobPayment LetPriorGo(JobPayment payment) => payment.Prior is { Letting: false } prior ? payment with { Prior = prior with { Letting = true } } : payment;

    private static JobPayment Changed(Job job, int number, Func<JobRefund, JobRefund> change) => job.Payment.Refunds?.Find(number) is { } refund
        ? job.Payment with { Refunds = job.Payment.Refunds.With(change(refund)) }
        : throw new InvalidOperationException($"Job {job.Id} has no refund {number}.");

    /// <summary>What was asked for before still comes in as it was asked for.</summary>
    private static Job Elsewhere(Job job, JobDestination destination) => job with
    {
        Destination = destination,
        Order = destination.Of(job.Order),
        Payment = job.Order.Hold.IsZero ? job.Payment : job.Payment with { Asked = job.Payment.Asked ?? job.Order.Hold },
    };

    private static JobPayment Transferred(Job job, int number, Func<JobTransfer, JobTransfer> change) => job.Payment.Transfers?.Find(number) is { } transfer
        ? job.Payment with { Transfers = job.Payment.Transfers.With(change(transfer)) }
        : throw new InvalidOperationException($"Job {job.Id} has no transfer {number}.");

    /// <summary>The state that follows from what went back. After a dispute that took all, and while the rest is owed, a refund counts and moves no state.</summary>
    private static JobPayment GivenBack(Job job, JobPayment payment)
    {
        if (payment.Status == PaymentStatus.Refunded || payment.IsTakenInPart)
        {
            return payment;
        }

        var on = IsAllBack(payment) ? PaymentTrigger.RefundAll : PaymentTrigger.RefundPart;
        return payment with { Status = Next(job, payment.Status, on) };
    }

    /// <summary>The state after a refund that came to nothing.</summary>
    private static JobPayment NotGivenBack(Job job, JobPayment payment)
    {
        // What a dispute took is gone whatever became of a refund, and what is still owed stays owed.
        if (payment.IsTakenInPart || (payment.Status == PaymentStatus.Refunded && IsAllBack(payment)))
        {
            return payment;
        }

        var on = payment.Refunded.IsZero && payment.Lost is null ? PaymentTrigger.ReverseRefund : PaymentTrigger.ReversePart;
        return payment with { Status = Next(job, payment.Status, on) };
    }

    /// <summary>The hold was taken. What of the price it did not cover is still owed: then the payment is not over.</summary>
    private static JobPayment Taken(Job job, Money.Money amount)
    {
        var payment = Moved(job, PaymentTrigger.Capture) with { Captured = amount, Released = job.Payment.Authorised - amount, Raising = null };
        return job.FinalFare is { } fare && amount < fare.Total ? payment with { Status = PaymentStatus.Capturing } : payment;
    }

    /// <summary>The rest was taken too. A charge at once counts as held and taken; disputes of the first part may have come meanwhile.</summary>
    private static JobPayment Whole(Job job, JobEvent.RestPaid paid)
    {
        var captured = job.Payment.Captured + paid.Amount;
        var payment = Moved(job, PaymentTrigger.Capture) with
        {
            Captured = captured,
            Authorised = captured + job.Payment.Released,
            Rest = new JobRest(paid.Number, paid.Amount, RestStatus.Paid, paid.Intent),
        };
        return payment with { Status = Standing(payment) };
    }

    private static JobPayment Charged(JobPayment payment, JobEvent.GatewayFeeCharged fee) =>
        payment.Tip is { } tip && fee.For == $"tip:{tip.Number}" ? payment with { Tip = tip with { Fee = fee.Amount } }
        : payment.Rest is { } rest && fee.For == $"rest:{rest.Number}" ? payment with { Rest = rest with { Fee = fee.Amount } }
        : fee.For.StartsWith("dispute:", StringComparison.Ordinal) && payment.Disputes?.Find(fee.For["dispute:".Length..]) is { } dispute
            ? payment with { Disputes = payment.Disputes.With(dispute with { Fee = fee.Amount }) }
        : payment;

    /// <summary>Whether a dispute is of the price, and the price is paid. One of the tip, or of a part while the rest is owed, moves no state.</summary>
    private static bool MovesWithDisputes(Job job, string? intent) =>
        (intent is null || intent != job.Payment.Tip?.Intent) && !job.Payment.IsTakenInPart;

    /// <summary>A dispute ends where the payment would stand without it: with what was paid back meanwhile, and less what it took.</summary>
    private static JobPayment Decided(Job job, string id, PaymentTrigger on)
    {
        var dispute = job.Payment.Disputes?.Find(id) ?? throw new InvalidOperationException($"Job {job.Id} has no dispute {id}.");
        var won = on == PaymentTrigger.WinDispute;
        var payment = job.Payment with { Disputes = job.Payment.Disputes.With(dispute with { Status = won ? DisputeStatus.Won : DisputeStatus.Lost }) };
        if (job.Payment.IsOfTip(dispute))
        {
            return payment;
        }

        payment = payment with { Lost = won ? payment.Lost : dispute.Amount + (payment.Lost ?? Money.Money.Zero(dispute.Amount.Currency)) };
        if (!MovesWithDisputes(job, dispute.Intent))
        {
            return payment;
        }

        _ = Next(job, payment.Status, on);
        return payment with { Status = Standing(payment) };
    }

    /// <summary>Where a payment stands of which all that is owed was taken.</summary>
    private static PaymentStatus Standing(JobPayment payment) => payment.IsDisputed ? PaymentStatus.Disputed
        : IsAllBack(payment) ? PaymentStatus.Refunded
        : payment.Refunded.IsZero && payment.Lost is null ? PaymentStatus.Captured
        : PaymentStatus.PartiallyRefunded;

    private static bool IsAllBack(JobPayment payment) => payment.Refunded + (payment.Lost ?? Money.Money.Zero(payment.Captured.Currency)) >= payment.Captured;

    private static PaymentStatus Next(Job job, PaymentStatus from, PaymentTrigger on) =>
        PaymentTransitions.Next(from, on) ?? throw new InvalidOperationException($"The payment of job {job.Id} cannot {on} from {from}.");

    private static JobTrigger TriggerOf(JobStatus end) => end switch
    {
        JobStatus.CanceledByCustomer => JobTrigger.CancelByCustomer,
        JobStatus.CanceledByProvider => JobTrigger.CancelByProvider,
        JobStatus.CanceledByPlatform => JobTrigger.CancelByPlatform,
        JobStatus.Scheduled or JobStatus.Matching or JobStatus.Accepted or JobStatus.EnRouteToPickup or JobStatus.ArrivedAtPickup
            or JobStatus.InProgress or JobStatus.Completed or JobStatus.NoShow or JobStatus.NoProvidersAvailable or JobStatus.Expired
            or JobStatus.Failed => throw new InvalidOperationException($"{end} is not a canceled end."),
    };
}
