using Microsoft.Extensions.Options;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Stripe.Webhooks;

namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Acts on a stored webhook: reads it, holds it against the payment as it stands now where that may have changed since, and tells the job. Thread-safe.</summary>
/// <param name="store">Keeps what became of it.</param>
/// <param name="sink">Tells jobs.</param>
/// <param name="time">Now.</param>
/// <param name="options">The platform's account.</param>
/// <param name="records">The gateway's own word; null where there is none to be had.</param>
/// <param name="payouts">Takes news of accounts and payouts; null where nobody is paid.</param>
public sealed class WebhookHandler(
    IPaymentWebhookStore store, IPaymentEventSink sink, TimeProvider time, IOptions<PaymentsOptions> options, IGatewayRecords? records = null, IPayoutEventSink? payouts = null)
{
    /// <summary>How long news waits for the news of what it is about, or for a gateway that answers nobody: a day. A guess; a gateway is rarely hours late.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Acts on it and writes down what became of it. A fault leaves it waiting, and so does news that is early.</summary>
    /// <param name="webhook">The news.</param>
    /// <param name="mayAsk">False while the gateway is known to answer nobody: news that it has to be asked about fails at once.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>False for news that is early.</returns>
    /// <exception cref="GatewayUnavailableException">The gateway was to be asked, and did not answer or may not be asked.</exception>
    /// <exception cref="GatewayRefusedException">The gateway was to be asked, and does not tell.</exception>
    public async Task<bool> Handle(PaymentWebhook webhook, bool mayAsk, CancellationToken cancellationToken)
    {
        var verdict = await Verdict(webhook, mayAsk, cancellationToken);
        if (verdict.State == WebhookState.Received)
        {
            return false;
        }

        await store.Mark(webhook.Number, verdict.State, verdict.Reason, time.GetUtcNow(), cancellationToken);
        return true;
    }

    private async Task<EventVerdict> Verdict(PaymentWebhook webhook, bool mayAsk, CancellationToken cancellationToken)
    {
        // These come from the payees' own accounts.
        if (WebhookReader.IsOfPayouts(webhook.Type))
        {
            return payouts is null ? EventVerdict.Ignored("no_rule")
                : WebhookReader.TryReadPayout(webhook, out var news) ? await payouts.Tell(news, mayAsk, cancellationToken)
                : EventVerdict.Ignored("not_ours");
        }

        if (webhook.Account is { Length: > 0 } account && account != options.Value.Account)
        {
            return EventVerdict.Ignored("foreign_account");
        }

        if (!WebhookReader.TryRead(webhook, out var happened))
        {
            return EventVerdict.Refused("unreadable");
        }

        happened = happened with { IsLast = time.GetUtcNow() - webhook.ReceivedAt >= Patience };
        switch (happened.Kind)
        {
            case PaymentEventKind.Other:
                return EventVerdict.Ignored("no_rule");

            // News that ends a payment may be of yesterday: the customer may have tried again since. The gateway's word of now counts.
            case PaymentEventKind.Declined when records is not null && happened.Intent is { } intent:
                return await IfItMay(records, mayAsk).Find(intent, cancellationToken) is { } now && PaymentEvent.Of(now) is { Kind: not PaymentEventKind.Declined } news
                    ? await sink.Tell(news, cancellationToken)
                    : await sink.Tell(happened, cancellationToken);
            case PaymentEventKind.RefundsChanged when records is not null && happened.Intent is { } intent:
                return await OfRefunds(IfItMay(records, mayAsk), intent, cancellationToken);
            case PaymentEventKind.Refunded or PaymentEventKind.RefundFailed or PaymentEventKind.DisputeOpened or PaymentEventKind.DisputeWon or PaymentEventKind.DisputeLost
                when records is not null && happened.Intent is { } intent:
                return await OfTaken(happened, await IfItMay(records, mayAsk).Find(intent, cancellationToken), cancellationToken);
            default:
                return await sink.Tell(happened, cancellationToken);
        }
    }

    /// <summary>News of what was taken names the payment, and the payment names the job. It may be faster than the news that it was taken: then that is told first.</summary>
    private async Task<EventVerdict> OfTaken(PaymentEvent happened, GatewayPayment? payment, CancellationToken cancellationToken)
    {
        if (payment is null)
        {
            return await sink.Tell(happened, cancellationToken);
        }

        happened = happened with { Job = happened.Job ?? payment.Job, TopUp = payment.TopUp, Tip = payment.Tip, Rest = payment.Rest, Epoch = payment.Epoch };
        var verdict = await sink.Tell(happened, cancellationToken);
        if (verdict.State != WebhookState.Received || payment.Standing != GatewayStanding.Captured || PaymentEvent.Of(payment) is not { } taken)
        {
            return verdict;
        }

        await sink.Tell(taken, cancellationToken);
        return await sink.Tell(happened, cancellationToken);
    }

    /// <summary>Every refund of the payment as it stands now; the worst of what became of them.</summary>
    private async Task<EventVerdict> OfRefunds(IGatewayRecords asked, string intent, CancellationToken cancellationToken)
    {
        var payment = await asked.Find(intent, cancellationToken);
        var verdict = EventVerdict.Known;
        foreach (var refund in await asked.Refunds(intent, cancellationToken))
        {
            var one = await OfTaken(PaymentEvent.Of(refund), payment, cancellationToken);
            verdict = one.State == WebhookState.Refused || (verdict.State != WebhookState.Refused && one.Reason is null) ? one : verdict;
        }

        return verdict;
    }

    /// <summary>Whoever asks the gateway.</summary>
    private static T IfItMay<T>(T whoAsks, bool mayAsk) => mayAsk ? whoAsks : throw GatewayUnavailableException.NotAsked();
}
