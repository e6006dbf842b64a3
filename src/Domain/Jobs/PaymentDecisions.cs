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
        if (payment.Raising is { } raised && payment.Intent == news.Intent && news.Amount == raised)
        {
            // A webhook of the raised hold, faster than the answer.
            return HoldRaised(job, new JobCommand.HoldRaised(news.Intent, news.Amount), now);
        }

        // What the customer sends when nobody waits for it any more is this payment's, and goes back.
        if (job.Order.IsTransfer && payment is { Status: PaymentStatus.Released or PaymentStatus.Failed, LateTransfers: null } && job.Status.IsEnd() && payment.Intent == news.Intent && payment.Authorised.IsZero)
        {
            return news.Amount == job.Order.Hold
                ? JobDecision.Of(new JobEvent.LateTransferReceived(news.Amount) { At = now })
                : Refused(job, JobRejection.AmountWrong, "payment_authorised", news.Intent, news.Amount, now);
        }

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
        if (job.Order.IsTransfer && job.Status.IsEnd() && payment.Status == PaymentStatus.RequiresAction)
        {
            // Whether letting go, which is under way, found this money already, nobody knows: it is asked for once more, and sends back nothing twice.
            return JobDecision.Of(held, new JobEvent.LateTransferReceived(news.Amount) { At = now });
        }

        if (job.Status.IsEnd())
        {
            // A hold that came after the end: it is taken when the job has its price and nothing was taken, else let go. One that the customer confirmed is being let go already.
            return payment.Status == PaymentStatus.Authorizing && !job.Due.IsZero && job.Due <= news.Amount ? JobDecision.Of(held, new JobEvent.CaptureBegun(job.Due) { At = now }) : JobDecision.Of(held);
        }

        return SaleDecisions.Held(job, held, now);
    }

    /// <summary>The gateway wants the customer to confirm.</summary>
    public static JobDecision NeedsAction(Job job, JobCommand.PaymentNeedsAction news, DateTimeOffset now)
    {
        // News that was faster than our own answer, or the gateway's list, may not have said with what the customer confirms.
        var isLate = job.Payment is { Status: PaymentStatus.RequiresAction, Action: null } && news.Action is not null && job.Payment.Intent == news.Intent && !job.Status.IsEnd();
        if ((!isLate && PaymentTransitions.Next(job.Payment.Status, PaymentTrigger.RequireAction) is null) || job.Payment.Prior?.Intent == news.Intent)
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
        job.Payment.Status != PaymentStatus.RequiresAction && job.Payment.Tip is not { Status: TipStatus.RequiresAction } ? JobDecision.Reject(JobRejection.PaymentStateWrong)
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

        // Let go by us already, and an older question found it so: that is no decline. How it ended is what letting go answers, and what still comes of a bank transfer goes back.
        if (job.Status.IsEnd() && job.Payment is { Status: PaymentStatus.RequiresAction, Intent: { Length: > 0 } } && news.Code == JobCommand.PaymentDeclined.NotHeld)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
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
        if (payment is { Status: PaymentStatus.Capturing, Rest: null })
        {
            if (payment.Raising is not null || news.Amount != job.ToCapture)
            {
                return Refused(job, JobRejection.AmountWrong, "payment_captured", news.Intent, news.Amount, now);
            }

            var captured = new JobEvent.PaymentCaptured(news.Amount) { At = now };
            return news.Amount == job.Due
                ? WithFee(job, "captured", news.Fee, now, captured)
                : WithFee(job, "captured", news.Fee, now, captured, new JobEvent.RestBegun(1, job.Due - news.Amount) { At = now });
        }

        if (payment.Status is not (PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed) && payment.CapturedOfHold.IsZero)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        if (news.Amount != payment.CapturedOfHold)
        {
            return Refused(job, JobRejection.AmountWrong, "payment_captured", news.Intent, news.Amount, now);
        }

        return LateFee(job, "captured", payment.CaptureFee, news.Fee, now);
    }

    /// <summary>The gateway raised the hold: the price is captured.</summary>
    public static JobDecision HoldRaised(Job job, JobCommand.HoldRaised news, DateTimeOffset now) =>
        Foreign(job, news.Intent, "hold_raised", news.Amount, now)
            ?? (job.Payment.Raising is not { } raised ? JobDecision.Reject(JobRejection.PaymentStateWrong)
                : news.Amount != raised ? Refused(job, JobRejection.AmountWrong, "hold_raised", news.Intent, news.Amount, now)
                : JobDecision.Of(new JobEvent.HoldRaised(news.Amount) { At = now }));

    /// <summary>The gateway did not raise the hold: it is captured as it is.</summary>
    public static JobDecision HoldNotRaised(Job job, JobCommand.HoldNotRaised news, DateTimeOffset now) =>
        Foreign(job, news.Intent, "hold_not_raised", job.Payment.Authorised, now)
            ?? (job.Payment.Raising is null ? JobDecision.Reject(JobRejection.PaymentStateWrong) : JobDecision.Of(new JobEvent.HoldNotRaised(news.Code) { At = now }));

    /// <summary>The gateway charged what the hold did not cover.</summary>
    public static JobDecision RestCharged(Job job, JobCommand.RestCharged news, DateTimeOffset now)
    {
        const string What = "rest_paid";
        if (job.Payment.Rest is not { } rest || rest.Number != news.Number || (rest.Intent is { } known && known != news.Intent))
        {
            return Refused(job, JobRejection.PaymentForeign, What, news.Intent, news.Amount, now);
        }

        if (news.Amount != rest.Amount)
        {
            return Refused(job, JobRejection.AmountWrong, What, news.Intent, news.Amount, now);
        }

        if (rest.Status == RestStatus.Begun)
        {
            return WithFee(job, $"rest:{rest.Number}", news.Fee, now, new JobEvent.RestPaid(rest.Number, news.Intent, news.Amount) { At = now });
        }

        return rest.Status == RestStatus.Paid ? LateFee(job, $"rest:{rest.Number}", rest.Fee, news.Fee, now) : JobDecision.Reject(JobRejection.PaymentStateWrong);
    }

    /// <summary>The gateway did not charge what the hold did not cover.</summary>
    public static JobDecision RestRefused(Job job, JobCommand.RestRefused news, DateTimeOffset now) =>
        job.Payment.Rest is { Status: RestStatus.Begun } rest && rest.Number == news.Number
            ? JobDecision.Of(new JobEvent.RestFailed(news.Number, news.Code) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);

    /// <summary>What is still owed is asked for again.</summary>
    public static JobDecision AskRest(Job job, DateTimeOffset now)
    {
        if (!job.Status.IsEnd() || job.Payment.Status is not (PaymentStatus.Failed or PaymentStatus.AuthorizationExpired))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var tries = job.Payment.Rest?.Number ?? 0;
        return job.Due.IsZero || tries >= JobLimits.MaxRests
            ? JobDecision.Reject(JobRejection.NothingDue)
            : JobDecision.Of(new JobEvent.RestBegun(tries + 1, job.Due) { At = now });
    }

    /// <summary>News that cannot be, as whoever read it found.</summary>
    public static JobDecision NoteRefused(Job job, JobCommand.NoteRefusedNews news, DateTimeOffset now) =>
        Refused(job, JobRejection.PaymentForeign, news.What, news.Intent, news.Amount, now);

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

        if (job.Payment.Rest is not null)
        {
            // The hold is over; what is owed now is another payment's.
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        if (job.Payment is { LateTransfers: > 0, Status: PaymentStatus.Released or PaymentStatus.Failed })
        {
            // What came late did not go back: it is written down for a person.
            return Refused(job, JobRejection.PaymentStateWrong, "payment_failed", news.Intent, job.Order.Hold, now);
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

        if (PaymentTransitions.Next(job.Payment.Status, PaymentTrigger.ExpireHold) is null || string.IsNullOrEmpty(job.Payment.Intent) || job.Payment.Rest is not null)
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

        // A booked job asks when its time is near, a service that goes on when it is done, and who has a code may come at any time.
        return (job.Status is JobStatus.Scheduled or JobStatus.InProgress && !job.Order.IsRedemption) || job.Payment.Holds >= JobLimits.MaxHolds
            ? JobDecision.Of(expired)
            : JobDecision.Of(expired, AskAgain(job, job.Order.Hold, now));
    }

    /// <summary>Another hold on the saved method.</summary>
    public static JobEvent.HoldAsked AskAgain(Job job, Money.Money amount, DateTimeOffset now) => new(job.Payment.Holds + 1, amount) { At = now };

    /// <summary>An operator pays back.</summary>
    public static JobDecision Refund(Job job, JobCommand.Refund refund, DateTimeOffset now)
    {
        var payment = job.Payment;

        // What was taken may go back whatever became of the rest of the price; while the bank decides about it, it may not.
        if (payment.Status is not (PaymentStatus.Captured or PaymentStatus.PartiallyRefunded) && (!payment.IsTakenInPart || payment.IsDisputed))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var amount = refund.Amount ?? payment.Refundable;
        if (amount.Currency != payment.Captured.Currency || (refund.Amount is { MinorUnits: <= 0 }))
        {
            return JobDecision.Reject(JobRejection.AmountWrong);
        }

        if (amount.MinorUnits <= 0 || amount > payment.Refundable || (payment.Refunds?.Items.Length ?? 0) >= JobLimits.MaxRefunds)
        {
            return JobDecision.Reject(JobRejection.RefundTooLarge);
        }

        if (refund.Bearer == RefundBearer.Provider && job.Assignment is null)
        {
            return JobDecision.Reject(JobRejection.IllegalInThisState);
        }

        // No payment gives back more than it took: what the hold's has not left comes out of the rest's.
        var ofHold = payment.Rest is { Status: RestStatus.Paid } ? Money.Money.Min(amount, LeftOfHold(payment)) : amount;
        var number = NextRefund(payment);
        var first = new JobEvent.RefundBegun(number, ofHold, refund.Reason, refund.Bearer) { At = now };
        return ofHold == amount ? JobDecision.Of(first)
            : ofHold.IsZero ? JobDecision.Of(first with { Amount = amount, Intent = payment.Rest!.Intent })
            : JobDecision.Of(first, first with { Number = number + 1, Amount = amount - ofHold, Intent = payment.Rest!.Intent });
    }

    /// <summary>An operator pays a tip back. It is a payment of its own, with a cap of its own; while the bank decides about it, it may not.</summary>
    public static JobDecision RefundTip(Job job, JobCommand.RefundTip refund, DateTimeOffset now)
    {
        var payment = job.Payment;
        if (payment.Tip is not { Status: TipStatus.Paid, Intent: not null } || !payment.DisputesOf(DisputeStatus.Open, ofTip: true).IsZero)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var amount = refund.Amount ?? payment.TipRefundable;
        return amount.Currency != payment.Captured.Currency || refund.Amount is { MinorUnits: <= 0 } ? JobDecision.Reject(JobRejection.AmountWrong)
            : amount.MinorUnits <= 0 || amount > payment.TipRefundable || NextRefund(payment) > JobLimits.MaxRefunds ? JobDecision.Reject(JobRejection.RefundTooLarge)
            : JobDecision.Of(new JobEvent.TipRefundBegun(NextRefund(payment), amount, refund.Reason) { At = now });
    }

    /// <summary>What the hold's own payment may still give back; not negative.</summary>
    private static Money.Money LeftOfHold(JobPayment payment)
    {
        var left = payment.CapturedOfHold;
        foreach (var refund in payment.Refunds?.Items ?? [])
        {
            left -= refund.Intent is null && refund.Status != RefundStatus.Failed ? refund.Amount : Money.Money.Zero(left.Currency);
        }

        foreach (var dispute in payment.Disputes?.Items ?? [])
        {
            left -= dispute is { Intent: null, Status: DisputeStatus.Lost } ? dispute.Amount : Money.Money.Zero(left.Currency);
        }

        return left.IsNegative ? Money.Money.Zero(left.Currency) : left;
    }

    /// <summary>The gateway paid back.</summary>
    public static JobDecision RefundPaid(Job job, JobCommand.RefundPaid news, DateTimeOffset now)
    {
        const string What = "payment_refunded";
        if (job.Payment.Refunds?.Find(news.Number) is not { } refund || IsAnother(job, refund, news.Intent, news.Reference))
        {
            // Also one that somebody made at the gateway: who bears it is for a person to say.
            return Refused(job, JobRejection.PaymentForeign, What, news.Intent, news.Amount, now);
        }

        if (news.Amount != refund.Amount)
        {
            return Refused(job, JobRejection.AmountWrong, What, news.Intent, news.Amount, now);
        }

        return refund.Status == RefundStatus.Begun
            ? WithFee(
                job,
                $"refund:{news.Number}",
                news.Fee,
                now,
                job.Payment.IsOfTip(refund)
                    ? new JobEvent.TipRefunded(news.Number, news.Amount, news.Reference) { At = now }
                    : new JobEvent.PaymentRefunded(news.Number, news.Amount, news.Reference) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);
    }

    /// <summary>The gateway refused for good to pay back, or what it told as paid was not after all.</summary>
    public static JobDecision RefundRefused(Job job, JobCommand.RefundRefused news, DateTimeOffset now)
    {
        if (job.Payment.Refunds?.Find(news.Number) is not { } refund || IsAnother(job, refund, news.Intent, news.Reference))
        {
            return news.Intent is null && news.Reference is null
                ? JobDecision.Reject(JobRejection.PaymentStateWrong)
                : Refused(job, JobRejection.PaymentForeign, "refund_failed", news.Intent, Money.Money.Zero(job.Payment.Captured.Currency), now);
        }

        var ofTip = job.Payment.IsOfTip(refund);
        return refund.Status switch
        {
            RefundStatus.Begun => JobDecision.Of(ofTip ? new JobEvent.TipRefundFailed(news.Number, news.Code) { At = now } : new JobEvent.RefundFailed(news.Number, news.Code) { At = now }),

            // An answer that was lost and is given again as a refusal says nothing of a refund that is there.
            RefundStatus.Paid when news.Reference is not null =>
                JobDecision.Of(ofTip ? new JobEvent.TipRefundReversed(news.Number, news.Code) { At = now } : new JobEvent.RefundReversed(news.Number, news.Code) { At = now }),
            RefundStatus.Paid or RefundStatus.Failed => JobDecision.Reject(JobRejection.PaymentStateWrong),
        };
    }

    /// <summary>Whether news is of another refund than the one with its number.</summary>
    private static bool IsAnother(Job job, JobRefund refund, string? intent, string? reference) =>
        (intent is not null && intent != (refund.Intent ?? job.Payment.Intent)) || (reference is not null && refund.Reference is { } known && known != reference);

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

        if (tip.Status is TipStatus.Begun or TipStatus.RequiresAction or TipStatus.Ending)
        {
            return WithFee(job, $"tip:{tip.Number}", news.Fee, now, new JobEvent.TipPaid(tip.Number, news.Intent, news.Amount) { At = now });
        }

        return tip.Status == TipStatus.Paid ? LateFee(job, $"tip:{tip.Number}", tip.Fee, news.Fee, now) : JobDecision.Reject(JobRejection.PaymentStateWrong);
    }

    /// <summary>The gateway wants the customer to confirm the tip.</summary>
    public static JobDecision TipNeedsAction(Job job, JobCommand.TipNeedsAction news, DateTimeOffset now)
    {
        if (job.Payment.Tip is not { } tip || tip.Number != news.Number || string.IsNullOrEmpty(news.Intent) || (tip.Intent is { } known && known != news.Intent))
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        var isNew = tip.Status == TipStatus.Begun || (tip is { Status: TipStatus.RequiresAction, Action: null } && news.Action is not null);
        return isNew
            ? JobDecision.Of(new JobEvent.TipActionRequired(news.Number, news.Intent, news.Action, tip.Until ?? ConfirmedBy(job, news.Window, now)) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);
    }

    /// <summary>By when a tip has to be confirmed: within its window, and who tipped in its last minute has as long as for a hold.</summary>
    private static DateTimeOffset? ConfirmedBy(Job job, TimeSpan? window, DateTimeOffset now)
    {
        if (window is not { } within || job.EndedAt is not { } ended)
        {
            return null;
        }

        var (last, least) = (ended + within, now + job.Order.Terms.AuthorisationLimit);
        return last > least ? last : least;
    }

    /// <summary>What time demands when the service is over: a tip that nobody confirmed in time is let go.</summary>
    public static JobDecision WakeAfterTheEnd(Job job, DateTimeOffset now) =>
        job.Deadline is not { } deadline ? JobDecision.Reject(JobRejection.JobEnded)
        : now < deadline ? JobDecision.Reject(JobRejection.NothingDue)
        : JobDecision.Of(new JobEvent.TipLapsed(job.Payment.Tip!.Number) { At = now });

    /// <summary>The gateway did not charge the tip.</summary>
    public static JobDecision TipRefused(Job job, JobCommand.TipRefused news, DateTimeOffset now) =>
        job.Payment.Tip is { Status: TipStatus.Begun or TipStatus.RequiresAction or TipStatus.Ending } tip && tip.Number == news.Number
            ? JobDecision.Of(new JobEvent.TipFailed(news.Number, news.Code) { At = now })
            : JobDecision.Reject(JobRejection.PaymentStateWrong);

    /// <summary>The customer disputes.</summary>
    public static JobDecision OpenDispute(Job job, JobCommand.OpenDispute news, DateTimeOffset now)
    {
        const string What = "dispute_opened";
        if ((NotOurs(job, news.Intent, What, news.Amount, now) ?? Unnamed(job, news.Dispute, What, news.Intent, news.Amount, now)) is { } foreign)
        {
            return foreign;
        }

        if (job.Payment.Disputes?.Find(news.Dispute) is { } dispute)
        {
            return LateFee(job, $"dispute:{news.Dispute}", dispute.Fee, news.Fee, now);
        }

        return MayDispute(job, news.Intent, news.Amount, What, now)
            ?? WithFee(job, $"dispute:{news.Dispute}", news.Fee, now, new JobEvent.DisputeOpened(news.Dispute, news.Amount, news.Reason, OtherThanOwn(job, news.Intent)) { At = now });
    }

    /// <summary>The dispute is decided; that it was opened may not be known yet.</summary>
    public static JobDecision CloseDispute(Job job, JobCommand.CloseDispute news, DateTimeOffset now)
    {
        var what = news.Won ? "dispute_won" : "dispute_lost";
        if ((NotOurs(job, news.Intent, what, news.Amount, now) ?? Unnamed(job, news.Dispute, what, news.Intent, news.Amount, now)) is { } foreign)
        {
            return foreign;
        }

        JobEvent closed = news.Won ? new JobEvent.DisputeWon(news.Dispute) { At = now } : new JobEvent.DisputeLost(news.Dispute) { At = now };
        if (job.Payment.Disputes?.Find(news.Dispute) is { } dispute)
        {
            return dispute.Status != DisputeStatus.Open ? JobDecision.Reject(JobRejection.PaymentStateWrong)
                : news.Amount != dispute.Amount ? Refused(job, JobRejection.AmountWrong, what, news.Intent, news.Amount, now)
                : WithFee(job, $"dispute:{news.Dispute}", dispute.Fee is null ? news.Fee : null, now, closed);
        }

        return MayDispute(job, news.Intent, news.Amount, what, now)
            ?? WithFee(
                job,
                $"dispute:{news.Dispute}",
                news.Fee,
                now,
                new JobEvent.DisputeOpened(news.Dispute, news.Amount, string.Empty, OtherThanOwn(job, news.Intent)) { At = now },
                closed);
    }

    /// <summary>The job's end with what it makes due.</summary>
    public static JobDecision WithCapture(Job job, JobEvent end, Money.Money total, DateTimeOffset now)
    {
        if (total.IsZero)
        {
            return JobDecision.Of(end);
        }

        if (job.Order.IsPaidAtDoor)
        {
            return JobDecision.Of(end, job.Order.IsCash ? new JobEvent.CashCollected(total) { At = now } : new JobEvent.CardCollected(total) { At = now });
        }

        return job.Payment.Status switch
        {
            // Nothing was held, because nothing was quoted.
            PaymentStatus.Authorized when string.IsNullOrEmpty(job.Payment.Intent) => JobDecision.Of(end, new JobEvent.RestBegun(1, total) { At = now }),
            PaymentStatus.Authorized => JobDecision.Of(end, new JobEvent.CaptureBegun(total) { At = now }),
            PaymentStatus.AuthorizationExpired when job.Payment.Holds < JobLimits.MaxHolds => JobDecision.Of(end, AskAgain(job, total, now)),
            _ => JobDecision.Of(end),
        };
    }

    /// <summary>The fee of what is known already: a webhook may be faster than the answer or the news that alone know it.</summary>
    private static JobDecision LateFee(Job job, string what, Money.Money? known, Money.Money? told, DateTimeOffset now) => known is null && IsFee(job, told) is { } fee
        ? JobDecision.Of(new JobEvent.GatewayFeeCharged(what, fee) { At = now })
        : JobDecision.Reject(JobRejection.PaymentStateWrong);

    private static int NextRefund(JobPayment payment) => (payment.Refunds?.Items.Length ?? 0) + 1;

    /// <summary>Refuses a dispute of what is not, or not so much, ours to lose; null for one that can be. What was paid back does not matter: the bank takes what it takes.</summary>
    private static JobDecision? MayDispute(Job job, string? intent, Money.Money amount, string what, DateTimeOffset now)
    {
        var payment = job.Payment;
        var ofTip = intent is not null && intent == payment.Tip?.Intent;
        var taken = ofTip ? payment.Tip!.Amount : payment.Captured;
        var isTaken = ofTip ? payment.Tip!.Status == TipStatus.Paid
            : PaymentTransitions.Next(payment.Status, PaymentTrigger.Dispute) is not null || payment.IsTakenInPart;
        if (!isTaken)
        {
            return JobDecision.Reject(JobRejection.PaymentStateWrong);
        }

        return (payment.Disputes?.Items.Length ?? 0) < JobLimits.MaxDisputes && amount.Currency == taken.Currency && amount.MinorUnits > 0
            && amount + payment.DisputesOf(DisputeStatus.Open, ofTip) + payment.DisputesOf(DisputeStatus.Lost, ofTip) <= taken
                ? null
                : Refused(job, JobRejection.AmountWrong, what, intent, amount, now);
    }

    private static string? OtherThanOwn(Job job, string? intent) => intent == job.Payment.Intent ? null : intent;

    /// <summary>Refuses news of a payment that is neither the job's own nor its tip's nor that of the rest.</summary>
    private static JobDecision? NotOurs(Job job, string? intent, string what, Money.Money amount, DateTimeOffset now) =>
        intent is not null && (intent == job.Payment.Tip?.Intent || intent == job.Payment.Rest?.Intent) ? null : Foreign(job, intent, what, amount, now);

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
