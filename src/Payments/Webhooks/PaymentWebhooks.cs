using Microsoft.Extensions.Options;
using O2O.Dispatch.Payments.Stripe.Webhooks;

namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Takes webhooks in: the signature over the body as it came, then the store, and only then an answer. Thread-safe.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="time">Now.</param>
/// <param name="options">Secrets and tolerance; read anew for each, so that a secret can be rolled while the service runs.</param>
/// <param name="delivery">Acts on what was stored; null where this process does not.</param>
public sealed class PaymentWebhooks(IPaymentWebhookStore store, TimeProvider time, IOptionsMonitor<PaymentsOptions> options, IWebhookDelivery? delivery = null)
{
    /// <summary>Takes one in.</summary>
    /// <param name="body">As it came.</param>
    /// <param name="signature">The signature header.</param>
    /// <param name="cancellationToken">Stops waiting; what was stored stays.</param>
    public async Task<WebhookReceipt> Receive(ReadOnlyMemory<byte> body, string signature, CancellationToken cancellationToken)
    {
        var current = options.CurrentValue;
        if (current.WebhookSecret.Length == 0)
        {
            return WebhookReceipt.Closed;
        }

        var now = time.GetUtcNow();
        if (!WebhookSignatures.IsGood(body.Span, signature, [current.WebhookSecret, current.WebhookSecretBefore], current.WebhookTolerance, now))
        {
            return WebhookReceipt.Forged;
        }

        if (WebhookReader.Envelope(body, now) is not { } webhook)
        {
            return WebhookReceipt.Malformed;
        }

        // Acted on at once; the sweep looks when that should be done.
        if (await store.Add(webhook with { DueAt = now + current.WebhookSweepPeriod }, cancellationToken) is not { } kept)
        {
            return WebhookReceipt.Repeated;
        }

        delivery?.Deliver(kept);
        return WebhookReceipt.Stored;
    }
}
