using System.Collections.Immutable;
using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>
/// The rules of a job's payment region. News may come any number of times, in any order and late: the payment's own state makes it count once. News of a payment or an amount
/// that is not this job's moves nothing; it is refused by name and written down.
/// </summary>
internal static class PaymentDecisions
{
    /// <summary>The gateway holds the money.</summary>
    public static JobDecision Authorised(Job job, JobCommand.PaymentAuthorised news, DateTimeOffset now)
    {
        var payment = job.Payment;
        if (PaymentTransitions.Next(payment.Status, PaymentTrigger.Hold) is null || payment.Prior?.Intent == news.Intent)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        if (payment.Intent is { } known && known != news.Intent)
        {
            return Refused(job, JobRejection.PaymentForeign, "payment_authorised", news.Intent, news.Amount, now);
        }

        // An intent without a name could never be captured or released again.
        if (news.Amount != (payment.Asked ?? job.Order.Hold) || (string.IsNullOrEmpty(news.Intent) && !news.Amount.IsZero))
        {
            return Refused(job, JobRejection.AmountWrong, "payment_authorised", news.Intent, news.Amount, now);
        }

        var held = new JobEvent.PaymentAuthorised(news.Intent, news.Amount, news.HeldUntil) { At = now };
        if (job.Status.IsEnd())
        {
            // A hold that came after the end: it is taken when the job has its price and nothing was taken, else let go. One that the customer confirmed is being let go already.
            return payment.Status == PaymentStatus.Authorizing && !job.Due.IsZero && job.Due <= news.Amount ? JobDecision.Of(held, new JobEvent.CaptureBegun(job.Due) { At = now }) : JobDecision.Of(held);
        }

        return job.Status == JobStatus.Scheduled && job.Order.MatchFrom <= now
            ? JobDecision.Of(held, new JobEvent.MatchingBegun(job.Attempt + 1) { At = now })
            : JobDecision.Of(held);
    }

    /// <summary>The gateway wants the customer to confirm.</summary>
    public static JobDecision NeedsAction(Job job, JobCommand.PaymentNeedsAction news, DateTimeOffset now)
    {
        if (PaymentTransitions.Next(job.Payment.Status, PaymentTrigger.RequireAction) is null || job.Payment.Prior?.Intent == news.Intent)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var required = new JobEvent.PaymentActionRequired(news.Intent, news.Action) { At = now };

        // After the end nobody is there to confirm what is owed: it stays on the customer's account.
        return job.Status.IsEnd() && !job.Due.IsZero
            ? JobDecision.Of(required, new JobEvent.PaymentFailed("authentication_required") { At = now })
            : JobDecision.Of(required);
    }

    /// <summary>The customer's app says that it is confirmed.</summary>
    public static JobDecision Confirmation(Job job, DateTimeOffset now) =>
        job.Payment.Status != PaymentStatus.RequiresAction ? JobDecision.Reject(JobRejection.PaymentStateWrong)
        : job.Payment.Confirmations >= JobLimits.MaxConfirmations ? JobDecision.Reject(JobRejection.NothingDue)
        : JobDecision.Of(new JobEvent.ConfirmationReported(job.Payment.Confirmations + 1) { At = now });

    /// <summary>The gateway declined to hold the money.</summary>
    public static JobDecision Declined(Job job, JobCommand.PaymentDeclined news, DateTimeOffset now)
    {
        if (job.Payment.Status is not (PaymentStatus.Authorizing or PaymentStatus.RequiresAction) || (news.Intent is { } named && named == job.Payment.Prior?.Intent))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        if (news.Intent is { } intent && job.Payment.Intent is { } known && intent != known)
        {
            return Refused(job, JobRejection.PaymentForeign, "payment_declined", intent, Money.Money.Zero(job.Payment.Captured.Currency), now);
        }

        // A second hold that is declined before the service begins ends the job: what is not paid for is not begun.
        var declined = new JobEvent.PaymentDeclined(news.Code) { At = now };
        return job.Status == JobStatus.Matching || job.Status.IsBeforePickup()
            ? JobDecision.Of(declined, new JobEvent.Canceled(JobStatus.CanceledByPlatform, CancelReason.PaymentNotHeld, null, null) { At = now })
            : JobDecision.Of(declined);
    }

    /// <summary>The gateway captured.</summary>
    public static JobDecision Captured(Job job, JobCommand.PaymentCaptured news, DateTimeOffset now)
    {
        if (Foreign(job, news.Intent, "payment_captured", news.Amount, now) is { } foreign)
        {
            return foreign;
        }

        var payment = job.Payment;
        switch (payment.Status)
        {
            case PaymentStatus.Capturing:
                return news.Amount == job.Due
                    ? WithFee(job, "captured", news.Fee, now, new JobEvent.PaymentCaptured(news.Amount) { At = now })
                    : Refused(job, JobRejection.AmountWrong, "payment_captured", news.Intent, news.Amount, now);
            case PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed:
                if (news.Amount != payment.Captured)
                {
                    return Refused(job, JobRejection.AmountWrong, "payment_captured", news.Intent, news.Amount, now);
                }

                // A webhook may be faster than the answer, which alone knows the fee.
                return payment.CaptureFee is null && IsFee(job, news.Fee) is { } fee
                    ? JobDecision.Of(new JobEvent.GatewayFeeCharged("captured", fee) { At = now })
                    : JobDecision.Reject(JobRejection.PaymentStateWrong);
            default:
                return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }
    }

    /// <summary>The gateway let a hold go.</summary>
    public static JobDecision Released(Job job, JobCommand.PaymentReleased news, DateTimeOffset now) =>
        OfPrior(job, news.Intent, now) ?? Foreign(job, news.Intent, "payment_released", job.Payment.Authorised, now)
            ?? Moved(job, PaymentTrigger.Release, new JobEvent.PaymentReleased { At = now });

    /// <summary>The gateway refused for good to capture or release.</summary>
    public static JobDecision Failed(Job job, JobCommand.PaymentFailed news, DateTimeOffset now)
    {
        if ((OfPrior(job, news.Intent, now) ?? Foreign(job, news.Intent, "payment_failed", job.Payment.Authorised, now)) is { } other)
        {
            return other;
        }

        // A hold that ran out cannot be let go, and need not be.
        return job.Payment.Status == PaymentStatus.AuthorizationExpired && job.Status.IsEnd() && job.Due.IsZero
            ? JobDecision.Of(new JobEvent.PaymentReleased { At = now })
            : Moved(job, PaymentTrigger.Fail, new JobEvent.PaymentFailed(news.Code) { At = now });
    }

    /// <summary>The hold ran out at the bank.</summary>
    public static JobDecision RanOut(Job job, JobCommand.HoldRanOut news, DateTimeOffset now)
    {
        if ((OfPrior(job, news.Intent, now) ?? Foreign(job, news.Intent, "hold_expired", job.Payment.Authorised, now)) is { } other)
        {
            return other;
        }

        if (PaymentTransitions.Next(job.Payment.Status, PaymentTrigger.ExpireHold) is null || string.IsNullOrEmpty(job.Payment.Intent))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var expired = new JobEvent.HoldExpired { At = now };
        if (job.Status.IsEnd())
        {
            // What is owed is asked for again on the saved method; what is not owed has gone back by itself.
            return job.Payment.Status != PaymentStatus.Capturing ? JobDecision.Of(new JobEvent.PaymentReleased { At = now })
                : job.Payment.Holds < JobLimits.MaxHolds ? JobDecision.Of(expired, AskAgain(job, job.Due, now))
                : JobDecision.Of(expired, new JobEvent.PaymentFailed("authorization_expired") { At = now });
        }

        // A booked job asks when its time is near, a service that goes on when it is done.
        return job.Status is JobStatus.Scheduled or JobStatus.InProgress || job.Payment.Holds >= JobLimits.MaxHolds
            ? JobDecision.Of(expired)
            : JobDecision.Of(expired, AskAgain(job, job.Order.Hold, now));
    }

    /// <summary>Another hold on the saved method.</summary>
    public static JobEvent.HoldAsked AskAgain(Job job, Money.Money amount, DateTimeOffset now) => new(job.Payment.Holds + 1, amount) { At = now };

    /// <summary>An operator pays back.</summary>
    public static JobDecision Refund(Job job, JobCommand.Refund refund, DateTimeOffset now)
    {
        var payment = job.Payment;
        if (payment.Status is not (PaymentStatus.Captured or PaymentStatus.PartiallyRefunded))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var amount = refund.Amount ?? payment.Refundable;
        if (amount.Currency != payment.Captured.Currency || (refund.Amount is { MinorUnits: <= 0 }))
        {
            return JobDecision.Reject(JobRejection.AmountWrong);
        }

        if (amount.IsZero || amount > payment.Refundable || (payment.Refunds?.Items.Length ?? 0) >= JobLimits.MaxRefunds)
        {
            return JobDecision.Reject(JobRejection.RefundTooLarge);
        }

        return refund.Bearer == RefundBearer.Provider && job.Assignment is null
            ? JobDecision.Reject(JobRejection.IllegalInThisState)
            : JobDecision.Of(new JobEvent.RefundBegun(NextRefund(payment), amount, refund.Reason, refund.Bearer) { At = now });
    }

    /// <summary>The gateway paid back.</summary>
    public static JobDecision RefundPaid(Job job, JobCommand.RefundPaid news, DateTimeOffset now)
    {
        const string What = "payment_refunded";
        if (Foreign(job, news.Intent, What, news.Amount, now) is { } foreign)
        {
            return foreign;
        }

        var payment = job.Payment;
        if (news.Number == 0)
        {
            return MadeAtGateway(job, news, now);
        }

        if (payment.Refunds?.Find(news.Number) is not { } refund)
        {
            return Refused(job, JobRejection.PaymentForeign, What, news.Intent, news.Amount, now);
        }

        if (news.Amount != refund.Amount)
        {
            return Refused(job, JobRejection.AmountWrong, What, news.Intent, news.Amount, now);
        }

        return refund.Status == RefundStatus.Begun
            ? WithFee(job, $"refund:{news.Number}", news.Fee, now, new JobEvent.PaymentRefunded(news.Number, news.Amount, news.Reference) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);
    }

    /// <summary>The gateway refused for good to pay back.</summary>
    public static JobDecision RefundRefused(Job job, JobCommand.RefundRefused news, DateTimeOffset now) =>
        job.Payment.Refunds?.Find(news.Number) is { Status: RefundStatus.Begun }
            ? JobDecision.Of(new JobEvent.RefundFailed(news.Number, news.Code) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);

    /// <summary>The customer tips.</summary>
    public static JobDecision Tip(Job job, JobCommand.Tip tip, DateTimeOffset now)
    {
        var payment = job.Payment;
        if (job.Status != JobStatus.Completed || job.Assignment is null || job.EndedAt is not { } ended)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        if (payment.Status is not (PaymentStatus.Captured or PaymentStatus.PartiallyRefunded))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        if (tip.Amount.Currency != payment.Captured.Currency || tip.Amount.MinorUnits <= 0)
        {
            return JobDecision.Reject(JobRejection.AmountWrong);
        }

        if (payment.Tip is { Status: not TipStatus.Failed } or { Number: >= JobLimits.MaxTips })
        {
            return JobDecision.Reject(JobRejection.TipGiven);
        }

        return now - ended > tip.Window
            ? JobDecision.Reject(JobRejection.TooLate)
            : JobDecision.Of(new JobEvent.TipBegun((payment.Tip?.Number ?? 0) + 1, tip.Amount) { At = now });
    }

    /// <summary>The gateway charged the tip.</summary>
    public static JobDecision TipCharged(Job job, JobCommand.TipCharged news, DateTimeOffset now)
    {
        if (job.Payment.Tip is not { } tip || tip.Number != news.Number || (tip.Intent is { } known && known != news.Intent))
        {
            return Refused(job, JobRejection.PaymentForeign, "tip_paid", news.Intent, news.Amount, now);
        }

        if (news.Amount != tip.Amount)
        {
            return Refused(job, JobRejection.AmountWrong, "tip_paid", news.Intent, news.Amount, now);
        }

        if (tip.Status == TipStatus.Begun)
        {
            return WithFee(job, $"tip:{tip.Number}", news.Fee, now, new JobEvent.TipPaid(tip.Number, news.Intent, news.Amount) { At = now });
        }

        // A webhook may be faster than the answer, which alone knows the fee.
        return tip is { Status: TipStatus.Paid, Fee: null } && IsFee(job, news.Fee) is { } fee
            ? JobDecision.Of(new JobEvent.GatewayFeeCharged($"tip:{tip.Number}", fee) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);
    }

    /// <summary>The gateway did not charge the tip.</summary>
    public static JobDecision TipRefused(Job job, JobCommand.TipRefused news, DateTimeOffset now) =>
        job.Payment.Tip is { Status: TipStatus.Begun } tip && tip.Number == news.Number
            ? JobDecision.Of(new JobEvent.TipFailed(news.Number, news.Code) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);

    /// <summary>The customer disputes.</summary>
    public static JobDecision OpenDispute(Job job, JobCommand.OpenDispute news, DateTimeOffset now)
    {
        const string What = "dispute_opened";
        if ((Foreign(job, news.Intent, What, news.Amount, now) ?? Unnamed(job, news.Dispute, What, news.Intent, news.Amount, now)) is { } foreign)
        {
            return foreign;
        }

        if (job.Payment.Disputes?.Find(news.Dispute) is not null || PaymentTransitions.Next(job.Payment.Status, PaymentTrigger.Dispute) is null)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        return IsDisputable(job, news.Amount)
            ? WithFee(job, $"dispute:{news.Dispute}", news.Fee, now, new JobEvent.DisputeOpened(news.Dispute, news.Amount, news.Reason) { At = now })
            : Refused(job, JobRejection.AmountWrong, What, news.Intent, news.Amount, now);
    }

    /// <summary>The dispute is decided; that it was opened may not be known yet.</summary>
    public static JobDecision CloseDispute(Job job, JobCommand.CloseDispute news, DateTimeOffset now)
    {
        var what = news.Won ? "dispute_won" : "dispute_lost";
        if ((Foreign(job, news.Intent, what, news.Amount, now) ?? Unnamed(job, news.Dispute, what, news.Intent, news.Amount, now)) is { } foreign)
        {
            return foreign;
        }

        JobEvent closed = news.Won ? new JobEvent.DisputeWon(news.Dispute) { At = now } : new JobEvent.DisputeLost(news.Dispute) { At = now };
        if (job.Payment.Disputes?.Find(news.Dispute) is { } dispute)
        {
            return dispute.Status != DisputeStatus.Open ? JobDecision.Reject(JobRejection.PaymentStateWrong)
                : news.Amount != dispute.Amount ? Refused(job, JobRejection.AmountWrong, what, news.Intent, news.Amount, now)
                : JobDecision.Of(closed);
        }

        if (PaymentTransitions.Next(job.Payment.Status, PaymentTrigger.Dispute) is null)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        return IsDisputable(job, news.Amount)
            ? JobDecision.Of(new JobEvent.DisputeOpened(news.Dispute, news.Amount, string.Empty) { At = now }, closed)
            : Refused(job, JobRejection.AmountWrong, what, news.Intent, news.Amount, now);
    }

    /// <summary>The job's end with what it makes due.</summary>
    public static JobDecision WithCapture(Job job, JobEvent end, Money.Money total, DateTimeOffset now)
    {
        if (total.IsZero)
        {
            return JobDecision.Of(end);
        }

        if (job.Order.IsCash)
        {
            return JobDecision.Of(end, new JobEvent.CashCollected(total) { At = now });
        }

        return job.Payment.Status switch
        {
            PaymentStatus.Authorized => JobDecision.Of(end, new JobEvent.CaptureBegun(total) { At = now }),
            PaymentStatus.AuthorizationExpired when job.Payment.Holds < JobLimits.MaxHolds => JobDecision.Of(end, AskAgain(job, total, now)),
            _ => JobDecision.Of(end),
        };
    }

    /// <summary>A refund that somebody made at the gateway: booked, and borne by the platform.</summary>
    private static JobDecision MadeAtGateway(Job job, JobCommand.RefundPaid news, DateTimeOffset now)
    {
        const string What = "payment_refunded";
        var payment = job.Payment;
        if (string.IsNullOrEmpty(news.Reference))
        {
            return Refused(job, JobRejection.PaymentForeign, What, news.Intent, news.Amount, now);
        }

        foreach (var refund in payment.Refunds?.Items ?? [])
        {
            if (refund.Reference == news.Reference)
            {
                return JobDecision.Reject(JobRejection.PaymentStateWrong);
            }
        }

        if (payment.Status is not (PaymentStatus.Captured or PaymentStatus.PartiallyRefunded))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        if (news.Amount.Currency != payment.Captured.Currency || news.Amount.MinorUnits <= 0 || news.Amount > payment.Refundable
            || (payment.Refunds?.Items.Length ?? 0) >= JobLimits.MaxRefunds)
        {
            return Refused(job, JobRejection.AmountWrong, What, news.Intent, news.Amount, now);
        }

        var number = NextRefund(payment);
        return WithFee(
            job,
            $"refund:{number}",
            news.Fee,
            now,
            new JobEvent.RefundBegun(number, news.Amount, RefundReason.MadeAtGateway, RefundBearer.Platform) { At = now },
            new JobEvent.PaymentRefunded(number, news.Amount, news.Reference) { At = now });
    }

    private static int NextRefund(JobPayment payment) => (payment.Refunds?.Items.Length ?? 0) + 1;

    /// <summary>Whether the amount can be disputed: it is ours, above zero, and not more than what is left here.</summary>
    private static bool IsDisputable(Job job, Money.Money amount) => (job.Payment.Disputes?.Items.Length ?? 0) < JobLimits.MaxDisputes && amount.Currency == job.Payment.Captured.Currency && amount.MinorUnits > 0
        && amount + job.Payment.Refunded + (job.Payment.Lost ?? Money.Money.Zero(amount.Currency)) <= job.Payment.Captured;

    private static JobDecision Moved(Job job, PaymentTrigger trigger, JobEvent happens) =>
        PaymentTransitions.Next(job.Payment.Status, trigger) is null ? JobDecision.Reject(JobRejection.PaymentStateWrong) : JobDecision.Of(happens);

    /// <summary>News of the hold before the latest: either it is gone now, or this is known.</summary>
    private static JobDecision? OfPrior(Job job, string? intent, DateTimeOffset now) => intent is null || job.Payment.Prior is not { } prior || prior.Intent != intent ? null
        : prior.Letting ? JobDecision.Of(new JobEvent.PriorHoldReleased(intent) { At = now })
        : JobDecision.Reject(JobRejection.PaymentStateWrong);

    private static JobDecision? Foreign(Job job, string? intent, string what, Money.Money amount, DateTimeOffset now) =>
        intent is null || intent == job.Payment.Intent ? null : Refused(job, JobRejection.PaymentForeign, what, intent, amount, now);

    private static JobDecision? Unnamed(Job job, string dispute, string what, string? intent, Money.Money amount, DateTimeOffset now) =>
        string.IsNullOrEmpty(dispute) ? Refused(job, JobRejection.PaymentForeign, what, intent, amount, now) : null;

    private static JobDecision Refused(Job job, JobRejection why, string what, string? intent, Money.Money amount, DateTimeOffset now) =>
        job.Payment.NewsRefused >= JobLimits.MaxNewsRefused
            ? JobDecision.Reject(why)
            : JobDecision.Of(new JobEvent.PaymentNewsRefused(what, intent, amount, why) { At = now });

    /// <summary>A fee that can be booked with this job: in its currency and above zero.</summary>
    private static Money.Money? IsFee(Job job, Money.Money? fee) => fee is { MinorUnits: > 0 } amount && amount.Currency == job.Payment.Captured.Currency ? amount : null;

    private static JobDecision WithFee(Job job, string what, Money.Money? fee, DateTimeOffset now, params ReadOnlySpan<JobEvent> events) =>
        IsFee(job, fee) is { } amount ? JobDecision.Of([.. events, new JobEvent.GatewayFeeCharged(what, amount) { At = now }]) : JobDecision.Of(events);
}
