using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using global::Stripe;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Stripe.Webhooks;

/// <summary>Reads Stripe's events. The one place that says which type means what.</summary>
internal static class WebhookReader
{
    private const int LongestId = 255;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What is kept of a body whatever it is about; null when it is no event.</summary>
    public static PaymentWebhook? Envelope(ReadOnlyMemory<byte> body, DateTimeOffset now)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var json = document.RootElement;
            return json.ValueKind == JsonValueKind.Object
                && json.TryGetProperty("id", out var id) && Text(id) is { } name
                && json.TryGetProperty("type", out var type) && Text(type) is { } what
                && json.TryGetProperty("created", out var created) && created.ValueKind == JsonValueKind.Number && created.TryGetInt64(out var at) && at is >= 0 and < 253_402_300_800
                    ? new PaymentWebhook(
                        0,
                        name,
                        what,
                        json.TryGetProperty("account", out var account) ? Text(account) : null,
                        DateTimeOffset.FromUnixTimeSeconds(at),
                        now,
                        Strict.GetString(body.Span),
                        WebhookState.Received,
                        null,
                        null)
                    : null;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What a kept webhook tells.</summary>
    /// <returns>False when its object cannot be read.</returns>
    public static bool TryRead(PaymentWebhook webhook, [NotNullWhen(true)] out PaymentEvent? happened)
    {
        happened = null;
        var kind = Kind(webhook.Type);
        if (kind == PaymentEventKind.Other)
        {
            happened = new PaymentEvent(kind, null, null, 0, string.Empty, false, null);
            return true;
        }

        try
        {
            happened = EventUtility.ParseEvent(webhook.Payload, throwOnApiVersionMismatch: false).Data?.Object switch
            {
                PaymentIntent intent => OfIntent(kind, intent),
                Charge charge => Of(kind, charge.PaymentIntentId, charge.Metadata, charge.AmountRefunded, charge.Currency),
                Refund refund => Of(kind, refund.PaymentIntentId, refund.Metadata, refund.Amount, refund.Currency),
                Dispute dispute => Of(kind, dispute.PaymentIntentId, dispute.Metadata, dispute.Amount, dispute.Currency),
                _ => null,
            };
            return happened is not null;
        }
        catch (Exception fault) when (fault is StripeException or JsonException or InvalidOperationException or FormatException or OverflowException or NullReferenceException)
        {
            return false;
        }
    }

    private static PaymentEventKind Kind(string type) => type switch
    {
        "payment_intent.amount_capturable_updated" => PaymentEventKind.Held,
        "payment_intent.requires_action" => PaymentEventKind.ActionRequired,
        "payment_intent.payment_failed" => PaymentEventKind.Declined,
        "payment_intent.succeeded" => PaymentEventKind.Captured,
        "payment_intent.canceled" => PaymentEventKind.Canceled,
        "charge.expired" => PaymentEventKind.Expired,
        "charge.refunded" or "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" => PaymentEventKind.Refunded,
        _ when type.StartsWith("charge.dispute.", StringComparison.Ordinal) => PaymentEventKind.Disputed,
        _ => PaymentEventKind.Other,
    };

    private static PaymentEvent OfIntent(PaymentEventKind kind, PaymentIntent intent)
    {
        var payment = StripeRecords.Of(intent);
        var amount = kind switch
        {
            PaymentEventKind.Held => intent.AmountCapturable,
            PaymentEventKind.Captured => intent.AmountReceived,
            _ => intent.Amount,
        };
        return new PaymentEvent(kind, payment.Intent, payment.Job, amount, payment.Currency, payment.WasHeld, payment.Code, payment.Tip);
    }

    private static PaymentEvent Of(PaymentEventKind kind, string? intent, Dictionary<string, string>? metadata, long amount, string? currency) => new(
        kind,
        intent,
        metadata is not null && metadata.TryGetValue("job", out var job) && JobId.TryParse(job, out var id) ? id : null,
        amount,
        (currency ?? string.Empty).ToUpperInvariant(),
        true,
        null);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestId } text && !text.Any(char.IsControl) ? text : null;
}
