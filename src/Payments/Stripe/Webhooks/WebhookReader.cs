using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using global::Stripe;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Reconciling;
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
                PaymentIntent intent when webhook.Type.StartsWith("payment_intent.", StringComparison.Ordinal) => OfIntent(kind, intent),
                Charge charge when kind is PaymentEventKind.Expired or PaymentEventKind.RefundsChanged => OfCharge(kind, charge),

                // What goes back of a bank transfer without having been captured was never the job's.
                Refund refund when kind == PaymentEventKind.Refunded && StripeTransfers.IsSentBack(refund) => new PaymentEvent(PaymentEventKind.Other, null, null, 0, string.Empty, false, null),
                Refund refund when kind == PaymentEventKind.Refunded => PaymentEvent.Of(StripeRecords.Of(refund)),
                Dispute dispute when kind == PaymentEventKind.DisputeOpened => OfDispute(dispute),
                _ => null,
            };
            return happened is not null;
        }
        catch (Exception fault) when (fault is StripeException or JsonException or InvalidOperationException or FormatException or OverflowException or NullReferenceException)
        {
            return false;
        }
    }

    /// <summary>Whether a webhook is news of an account or of a payout.</summary>
    public static bool IsOfPayouts(string type) => type is "account.updated" or "payout.paid" or "payout.failed" or "payout.canceled" or "payout.updated";

    /// <summary>What a kept webhook tells of an account or a payout.</summary>
    /// <returns>False when its object cannot be read, or is of no account.</returns>
    public static bool TryReadPayout(PaymentWebhook webhook, [NotNullWhen(true)] out PayoutEvent? happened)
    {
        happened = null;
        try
        {
            happened = EventUtility.ParseEvent(webhook.Payload, throwOnApiVersionMismatch: false).Data?.Object switch
            {
                Account account => new PayoutEvent(account.Id, Payee.TryParse(account.Metadata?.GetValueOrDefault("payee"), out var payee) ? payee : null, null, 0, null),
                Payout payout when webhook.Account is { Length: > 0 } account => new PayoutEvent(
                    account,
                    null,
                    Guid.TryParse(payout.Metadata?.GetValueOrDefault("payout"), out var id) ? id : null,
                    int.TryParse(payout.Metadata?.GetValueOrDefault("attempt"), NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? attempt : 0,
                    payout.Id),
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
        "charge.refunded" => PaymentEventKind.RefundsChanged,
        "refund.created" or "refund.updated" or "refund.failed" or "charge.refund.updated" => PaymentEventKind.Refunded,
        _ when type.StartsWith("charge.dispute.", StringComparison.Ordinal) => PaymentEventKind.DisputeOpened,
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
        // A hold that was asked for without the customer, and that the customer has to confirm, is not declined.
        kind = kind == PaymentEventKind.Declined && payment.Standing == GatewayStanding.ActionRequired ? PaymentEventKind.ActionRequired : kind;

        // A transfer that was paid is held; what it is kept for is decided here.
        if (kind == PaymentEventKind.Captured && StripeTransfers.Is(intent))
        {
            kind = PaymentEventKind.Held;
            amount = intent.AmountReceived;
        }

        return new PaymentEvent(kind, payment.Intent, payment.Job, amount, payment.Currency, payment.WasHeld, kind == PaymentEventKind.Canceled ? intent.CancellationReason : payment.Code, payment.Tip)
        {
            Epoch = payment.Epoch,
            Rest = payment.Rest,
            Action = kind == PaymentEventKind.ActionRequired ? intent.ClientSecret : null,
        };
    }

    /// <summary>A charge has its intent's metadata.</summary>
    private static PaymentEvent OfCharge(PaymentEventKind kind, Charge charge) => new(
        kind,
        charge.PaymentIntentId,
        StripeRecords.Job(charge.Metadata),
        kind == PaymentEventKind.RefundsChanged ? charge.AmountRefunded : charge.Amount,
        StripeRecords.Upper(charge.Currency),
        true,
        null,
        StripeRecords.Number(charge.Metadata, "tip"))
    {
        Epoch = StripeRecords.Number(charge.Metadata, "epoch"),
        Rest = StripeRecords.Number(charge.Metadata, "rest"),
    };

    /// <summary>A dispute says by its state what it is, whatever the event: its own metadata is empty, and the job is found by the payment.</summary>
    private static PaymentEvent OfDispute(Dispute dispute)
    {
        var said = StripeRecords.Of(dispute);
        return PaymentEvent.Of(said, new GatewayPayment(said.Intent, StripeRecords.Job(dispute.Metadata), 0, GatewayStanding.Captured, said.Currency, 0, 0, 0, true, null, default));
    }

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestId } text && !text.Any(char.IsControl) ? text : null;
}
