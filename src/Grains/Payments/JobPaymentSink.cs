using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>Takes news of payments to the jobs' grains. Money moves by the job's own decision alone: news that does not fit the job is refused by name. Thread-safe.</summary>
public sealed class JobPaymentSink(IGrainFactory grains, IJobStore jobs) : IPaymentEventSink
{
    /// <inheritdoc/>
    public async Task<EventVerdict> Tell(PaymentEvent happened, CancellationToken cancellationToken)
    {
        // What no rule of a job uses yet is kept by name, whosever it is; here it gets its rule.
        if (happened.Kind is PaymentEventKind.Other or PaymentEventKind.Expired or PaymentEventKind.Refunded or PaymentEventKind.Disputed)
        {
            return EventVerdict.Ignored("not_used_yet");
        }

        if (happened.Job is not { } id)
        {
            return EventVerdict.Ignored("not_ours");
        }

        if (await jobs.Load(id, cancellationToken) is not { } job)
        {
            return EventVerdict.Ignored("job_unknown");
        }

        if (happened.Tip > 0)
        {
            return await OfTip(job, happened, cancellationToken);
        }

        if (string.IsNullOrEmpty(happened.Intent) || (!string.IsNullOrEmpty(job.Payment.Intent) && job.Payment.Intent != happened.Intent))
        {
            return EventVerdict.Refused("intent_not_the_jobs");
        }

        if (!Currency.TryOf(happened.Currency, out var currency) || currency != job.Order.Hold.Currency)
        {
            return EventVerdict.Refused("currency_wrong");
        }

        return happened.Kind == PaymentEventKind.Canceled
            ? await Canceled(job, happened, cancellationToken)
            : await Record(id, OutcomeOf(happened.Kind), happened, cancellationToken);
    }

    private static PaymentOutcome OutcomeOf(PaymentEventKind kind) => kind switch
    {
        PaymentEventKind.Held => PaymentOutcome.Authorized,
        PaymentEventKind.ActionRequired => PaymentOutcome.RequiresAction,
        PaymentEventKind.Declined => PaymentOutcome.Declined,
        PaymentEventKind.Captured => PaymentOutcome.Captured,
        PaymentEventKind.Canceled => PaymentOutcome.Released,
        PaymentEventKind.Other or PaymentEventKind.Expired or PaymentEventKind.Refunded or PaymentEventKind.Disputed => throw new InvalidOperationException($"No outcome is {kind}."),
    };

    /// <summary>A tip is a payment of its own. The job's rules compare intent, amount and currency.</summary>
    private async Task<EventVerdict> OfTip(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (happened.Kind is not (PaymentEventKind.Captured or PaymentEventKind.Declined))
        {
            return EventVerdict.Ignored("not_used_yet");
        }

        if (job.Payment.Tip is { } tip && tip.Number == happened.Tip
            && tip.Status == (happened.Kind == PaymentEventKind.Captured ? TipStatus.Paid : TipStatus.Failed)
            && (happened.Kind == PaymentEventKind.Declined || (tip.Amount.MinorUnits == happened.AmountMinorUnits && tip.Amount.Currency.Code == happened.Currency)))
        {
            return EventVerdict.Known;
        }

        var outcome = happened.Kind == PaymentEventKind.Captured ? PaymentOutcome.TipPaid : PaymentOutcome.TipFailed;
        var news = new PaymentNews(outcome, happened.Intent, happened.Code, happened.AmountMinorUnits, happened.Currency, null, happened.Tip);
        var reply = await grains.GetGrain<IJobGrain>(job.Id.ToString()).RecordPayment(news, cancellationToken);
        return reply.Done ? EventVerdict.Taken
            : reply.Rejection == Rejection.AmountWrong ? EventVerdict.Refused("amount_wrong")
            : EventVerdict.Refused("capture_not_asked");
    }

    private async Task<EventVerdict> Canceled(Job job, PaymentEvent happened, CancellationToken cancellationToken)
    {
        if (job.Payment.Status is PaymentStatus.Released or PaymentStatus.Failed)
        {
            return EventVerdict.Known;
        }

        if (!job.Status.IsEnd())
        {
            // The hold is gone under a job that goes on.
            return EventVerdict.Ignored("not_used_yet");
        }

        // The job may hear of the end first: what was held is told before, so that the books have both, as in the other order.
        if (happened.WasHeld && job.Payment.Status is PaymentStatus.Authorizing or PaymentStatus.RequiresAction)
        {
            var held = await Record(job.Id, PaymentOutcome.Authorized, happened, cancellationToken);
            if (held.State == WebhookState.Refused)
            {
                return held;
            }
        }

        return await Record(job.Id, PaymentOutcome.Released, happened, cancellationToken);
    }

    private async Task<EventVerdict> Record(JobId id, PaymentOutcome outcome, PaymentEvent happened, CancellationToken cancellationToken)
    {
        var news = new PaymentNews(outcome, happened.Intent, happened.Code, happened.AmountMinorUnits, happened.Currency, null);
        var reply = await grains.GetGrain<IJobGrain>(id.ToString()).RecordPayment(news, cancellationToken);
        if (reply.Done)
        {
            return EventVerdict.Taken;
        }

        if (reply.Rejection != Rejection.PaymentStateWrong)
        {
            return EventVerdict.Refused(reply.Rejection switch
            {
                Rejection.AmountWrong => "amount_wrong",
                Rejection.PaymentForeign => "payment_foreign",
                _ => "refused_by_job",
            });
        }

        return await jobs.Load(id, cancellationToken) is { } job ? Beyond(job, outcome, happened) : EventVerdict.Ignored("job_unknown");
    }

    /// <summary>The job was not where the news would move it: it is beyond, or the news cannot be.</summary>
    private static EventVerdict Beyond(Job job, PaymentOutcome outcome, PaymentEvent happened)
    {
        var payment = job.Payment;
        var isTaken = payment.Status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed;
        switch (outcome)
        {
            case PaymentOutcome.Authorized when payment.Status == PaymentStatus.Failed && happened.WasHeld:
                return EventVerdict.Refused("hold_not_wanted");
            case PaymentOutcome.Authorized:
                return happened.AmountMinorUnits == job.Order.Hold.MinorUnits || happened.AmountMinorUnits == payment.Authorised.MinorUnits ? EventVerdict.Known : EventVerdict.Refused("amount_wrong");
            case PaymentOutcome.Captured when isTaken:
                return happened.AmountMinorUnits == payment.Captured.MinorUnits ? EventVerdict.Known : EventVerdict.Refused("amount_wrong");
            case PaymentOutcome.Captured:
                return EventVerdict.Refused("capture_not_asked");
            case PaymentOutcome.Released:
                return isTaken ? EventVerdict.Refused("release_of_captured") : EventVerdict.Known;
            default:
                return EventVerdict.Known;
        }
    }
}
