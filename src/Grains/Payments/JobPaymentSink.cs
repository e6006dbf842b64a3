using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Grains.Wallets;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>Takes news of payments to the jobs' grains, and disputes of top-ups to the wallets. Money moves by the job's own decision alone: news that does not fit the job is refused by name. Thread-safe.</summary>
public sealed class JobPaymentSink(IGrainFactory grains, IJobStore jobs, WalletDisputeSink? wallets = null) : IPaymentEventSink
{
    /// <inheritdoc/>
    public async Task<EventVerdict> Tell(PaymentEvent happened, CancellationToken cancellationToken)
    {
        switch (happened.Kind)
        {
            case PaymentEventKind.Other:
                return EventVerdict.Ignored("no_rule");
            case PaymentEventKind.Inquiry:
                return EventVerdict.Ignored("inquiry");
            case PaymentEventKind.RefundsChanged:
                return EventVerdict.Ignored("told_apart");
        }

        if (wallets is not null && happened is { TopUp: { } topUp, Kind: PaymentEventKind.DisputeOpened or PaymentEventKind.DisputeWon or PaymentEventKind.DisputeLost })
        {
            return await wallets.Tell(topUp, happened, cancellationToken);
        }

        if (happened.Job is not { } id)
        {
            return EventVerdict.Ignored("not_ours");
        }

        if (await jobs.Load(id, cancellationToken) is not { } job)
        {
            return EventVerdict.Ignored("job_unknown");
        }

        if (happened.Kind is PaymentEventKind.Refunded or PaymentEventKind.RefundFailed)
        {
            return await OfRefund(job, happened, cancellationToken);
        }

        if (happened.Kind is PaymentEventKind.DisputeOpened or PaymentEventKind.DisputeWon or PaymentEventKind.DisputeLost)
        {
            return await OfDispute(job, happened, cancellationToken);
        }

        if (happened.Tip > 0 || happened.Rest > 0)
        {
            return await OfCharge(job, happened, cancellationToken);
        }

        if (IsOfEarlierHold(job, happened))
        {
            return await OfEarlierHold(job, happened, cancellationToken);
        }

        if (string.IsNullOrEmpty(happened.Intent) || (!string.IsNullOrEmpty(job.Payment.Intent) && job.Payment.Intent != happened.Intent))
        {
            return await Refuse(job, happened, "intent_not_the_jobs", cancellationToken);
        }

        if (!Currency.TryOf(happened.Currency, out var currency) || currency != job.Order.Hold.Currency)
        {
            return await Refuse(job, happened, "currency_wrong", cancellationToken);
        }

        return happened.Kind is PaymentEventKind.Canceled or PaymentEventKind.Expired
            ? await Gone(job, happened, cancellationToken)
            : await Record(id, OutcomeOf(happened.Kind), happened, cancellationToken);
    }

    private static PaymentOutcome OutcomeOf(PaymentEventKind kind) => kind switch
    {
        PaymentEventKind.Held => PaymentOutcome.Authorized,
        PaymentEventKind.ActionRequired => PaymentOutcome.RequiresAction,
        PaymentEventKind.Declined => PaymentOutcome.Declined,
        PaymentEventKind.Captured => PaymentOutcome.Captured,
        PaymentEventKind.Canceled => PaymentOutcome.Released,
        PaymentEventKind.Expired => PaymentOutcome.HoldExpired,
        PaymentEventKind.Refunded => PaymentOutcome.Refunded,
        PaymentEventKind.RefundFailed => PaymentOutcome.RefundFailed,
        PaymentEventKind.DisputeOpened => PaymentOutcome.DisputeOpened,
        PaymentEventKind.DisputeWon => PaymentOutcome.DisputeWon,
        PaymentEventKind.DisputeLost => PaymentOutcome.DisputeLost,
        PaymentEventKind.Other or PaymentEventKind.Inquiry or PaymentEventKind.RefundsChanged => throw new InvalidOperationException($"No outcome is {kind}."),
    };

    /// <summary>A tip, and what the hold did not cover, are payments of their own. The job's rules compare intent, amount and currency.</summary>
    private async Task<EventVerdict> OfCharge(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (happened is { Kind: PaymentEventKind.ActionRequired, Tip: > 0 })
        {
            // Our own answer says the same.
            return Answered(await Say(job.Id, PaymentOutcome.TipRequiresAction, happened, happened.Tip, cancellationToken)) ?? EventVerdict.Known;
        }

        if (happened.Kind is not (PaymentEventKind.Captured or PaymentEventKind.Declined))
        {
            return EventVerdict.Ignored("told_apart");
        }

        var captured = happened.Kind == PaymentEventKind.Captured;
        var isTip = happened.Tip > 0;
        var (number, amount, isPaid, isOver) = isTip
            ? (job.Payment.Tip?.Number, job.Payment.Tip?.Amount, job.Payment.Tip?.Status == TipStatus.Paid, job.Payment.Tip?.Status == TipStatus.Failed)
            : (job.Payment.Rest?.Number, job.Payment.Rest?.Amount, job.Payment.Rest?.Status == RestStatus.Paid, job.Payment.Rest?.Status == RestStatus.Failed);
        var told = isTip ? happened.Tip : happened.Rest;
        if (!captured && (number > told || (number == told && isOver)))
        {
            return EventVerdict.Known;
        }

        if (captured && number == told && isPaid && amount is { } known && known.MinorUnits == happened.AmountMinorUnits && known.Currency.Code == happened.Currency)
        {
            return EventVerdict.Known;
        }

        var outcome = isTip ? (captured ? PaymentOutcome.TipPaid : PaymentOutcome.TipFailed) : captured ? PaymentOutcome.RestPaid : PaymentOutcome.RestFailed;
        var reply = await Say(job.Id, outcome, happened, told, cancellationToken);
        return reply.Done ? EventVerdict.Taken
            : reply.Rejection == Rejection.AmountWrong ? EventVerdict.Refused("amount_wrong")
            : reply.Rejection == Rejection.PaymentForeign ? EventVerdict.Refused("capture_not_asked")
            : await Refuse(job, happened, "capture_not_asked", cancellationToken);
    }

    /// <summary>A refund is one that the job asked for, by its number. What somebody made at the gateway by hand is for a person to book.</summary>
    private async Task<EventVerdict> OfRefund(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (job.Payment.Refunds?.Find(happened.Number) is null)
        {
            return await Refuse(job, happened, "refund_unknown", cancellationToken);
        }

        var reply = await Say(job.Id, OutcomeOf(happened.Kind), happened, happened.Number, cancellationToken);
        return Answered(reply) ?? EventVerdict.Known;
    }

    /// <summary>A dispute of the price, of what the hold did not cover, or of the tip. It may be faster than the news that there was anything to dispute.</summary>
    private async Task<EventVerdict> OfDispute(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        var payment = job.Payment;
        var early = happened.Tip > 0 ? payment.Tip is { Status: TipStatus.Begun or TipStatus.RequiresAction or TipStatus.Ending } tip && tip.Number == happened.Tip
            : happened.Rest > 0 ? payment.Rest is { Status: RestStatus.Begun } rest && rest.Number == happened.Rest
            : payment is { Status: PaymentStatus.Capturing, Rest: null } && payment.Intent == happened.Intent;
        if (early && !happened.IsLast)
        {
            return EventVerdict.Early;
        }

        var reply = await Say(job.Id, OutcomeOf(happened.Kind), happened, 0, cancellationToken);
        return Answered(reply)
            ?? (await jobs.Load(job.Id, cancellationToken) is { } now && now.Payment.Disputes?.Find(happened.Reference ?? string.Empty) is not null
                ? EventVerdict.Known
                : await Refuse(job, happened, "dispute_of_nothing", cancellationToken));
    }

    /// <summary>Whether it is about a hold that another took the place of.</summary>
    private static bool IsOfEarlierHold(Job job, PaymentEvent happened) =>
        (happened.Epoch > 0 && happened.Epoch < job.Payment.Holds) || (job.Payment.Prior is { } prior && prior.Intent == happened.Intent);

    private async Task<EventVerdict> OfEarlierHold(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (happened.Kind == PaymentEventKind.Captured)
        {
            return await Refuse(job, happened, "capture_not_asked", cancellationToken);
        }

        // That it is gone is worth knowing; what it was before is not.
        return happened.Kind is PaymentEventKind.Canceled or PaymentEventKind.Expired && job.Payment.Prior?.Intent == happened.Intent
            ? Answered(await Say(job.Id, PaymentOutcome.Released, happened, 0, cancellationToken)) ?? EventVerdict.Known
            : EventVerdict.Known;
    }

    /// <summary>The hold is gone: canceled, or run out at the bank.</summary>
    private async Task<EventVerdict> Gone(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        var status = job.Payment.Status;
        if (status is PaymentStatus.Released or PaymentStatus.Failed)
        {
            return EventVerdict.Known;
        }

        // The job may hear of the end first: what was held is told before, so that the books have both, as in the other order.
        if (happened.WasHeld && status is PaymentStatus.Authorizing or PaymentStatus.RequiresAction)
        {
            var held = await Record(job.Id, PaymentOutcome.Authorized, happened, cancellationToken);
            if (held.State == WebhookState.Refused)
            {
                return held;
            }
        }

        if (!job.Status.IsEnd())
        {
            // Under a job that goes on: it is asked for again, unless nothing was ever held.
            return await Record(job.Id, happened.WasHeld ? PaymentOutcome.HoldExpired : PaymentOutcome.Declined, happened, cancellationToken);
        }

        // After the end what is owed is held anew, and what is not owed has gone back.
        var owes = job.FinalFare is { } fare && !fare.Total.IsZero && status is PaymentStatus.Capturing or PaymentStatus.AuthorizationExpired;
        return !owes ? await Record(job.Id, PaymentOutcome.Released, happened, cancellationToken)
            : status == PaymentStatus.Capturing ? await Record(job.Id, PaymentOutcome.HoldExpired, happened, cancellationToken)
            : EventVerdict.Known;
    }

    private async Task<EventVerdict> Record(JobId id, PaymentOutcome outcome, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (Answered(await Say(id, outcome, happened, 0, cancellationToken)) is { } verdict)
        {
            return verdict;
        }

        if (await jobs.Load(id, cancellationToken) is not { } job)
        {
            return EventVerdict.Ignored("job_unknown");
        }

        return Beyond(job, outcome, happened) is { } reason ? await Refuse(job, happened, reason, cancellationToken) : EventVerdict.Known;
    }

    private async Task<JobReply> Say(JobId id, PaymentOutcome outcome, PaymentEvent happened, int number, CancellationToken cancellationToken)
    {
        var reply = await grains.GetGrain<IJobGrain>(id.ToString()).RecordPayment(
            new PaymentNews(
                outcome,
                happened.Intent,
                happened.Code ?? (outcome == PaymentOutcome.Declined ? "canceled" : null),
                happened.AmountMinorUnits,
                happened.Currency,
                null,
                number,
                happened.Reference,
                happened.Action,
                FeeMinorUnits: happened.FeeMinorUnits),
            cancellationToken);

        // Others came between, again and again: nothing is decided, and the news is put off.
        return reply.Rejection == Rejection.Conflict ? throw new InvalidOperationException($"Job {id} was changed by others again and again.") : reply;
    }

    /// <summary>What the job's answer says; null when the job was not where the news would move it.</summary>
    private static EventVerdict? Answered(JobReply reply) => reply.Done ? EventVerdict.Taken : reply.Rejection switch
    {
        Rejection.PaymentStateWrong => null,
        Rejection.AmountWrong => EventVerdict.Refused("amount_wrong"),
        Rejection.PaymentForeign => EventVerdict.Refused("payment_foreign"),
        _ => EventVerdict.Refused("refused_by_job"),
    };

    /// <summary>Refuses news that the job was not asked about, and has it written down there.</summary>
    private async Task<EventVerdict> Refuse(Job job, PaymentEvent happened, string reason, CancellationToken cancellationToken)
    {
        if (!happened.IsListed)
        {
            var currency = Currency.TryOf(happened.Currency, out var known) ? known : job.Order.Hold.Currency;
            await grains.GetGrain<IJobGrain>(job.Id.ToString()).RecordPayment(
                new PaymentNews(PaymentOutcome.Unfit, happened.Intent, reason, happened.AmountMinorUnits, currency.Code, null), cancellationToken);
        }

        return EventVerdict.Refused(reason);
    }

    /// <summary>The job was not where the news would move it: it is beyond (null), or the news cannot be.</summary>
    private static string? Beyond(Job job, PaymentOutcome outcome, PaymentEvent happened)
    {
        var payment = job.Payment;
        var isTaken = payment.Status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed || !payment.Captured.IsZero;
        switch (outcome)
        {
            case PaymentOutcome.Authorized when job.Order.IsTransfer && payment.LateTransfers > 0:
                return null;
            case PaymentOutcome.Authorized when payment.Status == PaymentStatus.Failed && !isTaken && happened.WasHeld:
                return "hold_not_wanted";
            case PaymentOutcome.Authorized:
                return happened.AmountMinorUnits == job.Order.Hold.MinorUnits || happened.AmountMinorUnits == payment.Authorised.MinorUnits || happened.AmountMinorUnits == payment.Asked?.MinorUnits
                    ? null
                    : "amount_wrong";
            case PaymentOutcome.Captured when isTaken:
                return happened.AmountMinorUnits == payment.CapturedOfHold.MinorUnits ? null : "amount_wrong";
            case PaymentOutcome.Captured:
                return "capture_not_asked";
            case PaymentOutcome.Released or PaymentOutcome.HoldExpired:
                return isTaken ? "release_of_captured" : null;
            default:
                return null;
        }
    }
}
