using Microsoft.Extensions.Options;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Stripe.Webhooks;

namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Acts on a stored webhook: reads it, holds it against the payment as it stands now where that may have changed since, and tells the job. Thread-safe.</summary>
/// <param name="store">Keeps what became of it.</param>
/// <param name="sink">Tells jobs.</param>
/// <param name="time">Now.</param>
/// <param name="options">The platform's account.</param>
/// <param name="records">The gateway's own word; null where there is none to be had.</param>
public sealed class WebhookHandler(IPaymentWebhookStore store, IPaymentEventSink sink, TimeProvider time, IOptions<PaymentsOptions> options, IGatewayRecords? records = null)
{
    /// <summary>Acts on it and writes down what became of it. A fault leaves it waiting.</summary>
    public async Task Handle(PaymentWebhook webhook, CancellationToken cancellationToken)
    {
        var verdict = await Verdict(webhook, cancellationToken);
        await store.Mark(webhook.Number, verdict.State, verdict.Reason, time.GetUtcNow(), cancellationToken);
    }

    private async Task<EventVerdict> Verdict(PaymentWebhook webhook, CancellationToken cancellationToken)
    {
        if (webhook.Account is { Length: > 0 } account && account != options.Value.Account)
        {
            return EventVerdict.Ignored("foreign_account");
        }

        if (!WebhookReader.TryRead(webhook, out var happened))
        {
            return EventVerdict.Refused("unreadable");
        }

        switch (happened.Kind)
        {
            case PaymentEventKind.Other:
                return EventVerdict.Ignored("no_rule");

            // News that ends a payment may be of yesterday: the customer may have tried again since. The gateway's word of now counts.
            case PaymentEventKind.Declined when records is not null && happened.Intent is { } intent:
                return await records.Find(intent, cancellationToken) is { } now && PaymentEvent.Of(now) is { Kind: not PaymentEventKind.Declined } news
                    ? await sink.Tell(news, cancellationToken)
                    : await sink.Tell(happened, cancellationToken);
            default:
                return await sink.Tell(happened, cancellationToken);
        }
    }
}
