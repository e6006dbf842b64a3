using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>News of a payment that nobody asked for: from a webhook, or from the gateway's lists.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Intent">The gateway's id of the payment; null when it names none.</param>
/// <param name="Job">The job that the payment's metadata names; null when it names none.</param>
/// <param name="AmountMinorUnits">What it is about: held, taken, or asked for.</param>
/// <param name="Currency">ISO 4217, upper case; empty when it names none.</param>
/// <param name="WasHeld">Whether money was held before.</param>
/// <param name="Code">The gateway's reason for a refusal, a cancellation or a dispute.</param>
/// <param name="Tip">The number of the tip that it is about; 0 when it is about the job's own payment.</param>
public sealed record PaymentEvent(PaymentEventKind Kind, string? Intent, JobId? Job, long AmountMinorUnits, string Currency, bool WasHeld, string? Code, int Tip = 0)
{
    /// <summary>The how manieth hold of the job it is about; 0 when it names none.</summary>
    public int Epoch { get; init; }

    /// <summary>The number of the rest that it is about; 0 when it is about something else.</summary>
    public int Rest { get; init; }

    /// <summary>The number of the refund; 0 for one that was made at the gateway by hand.</summary>
    public int Number { get; init; }

    /// <summary>The top-up of a wallet that it is about; null when it is about a job.</summary>
    public Guid? TopUp { get; init; }

    /// <summary>The gateway's id of the refund or the dispute; null for anything else.</summary>
    public string? Reference { get; init; }

    /// <summary>With what the customer's app lets the customer confirm it; null when there is nothing to confirm.</summary>
    public string? Action { get; init; }

    /// <summary>What the gateway charges for it; null when it does not say.</summary>
    public long? FeeMinorUnits { get; init; }

    /// <summary>Whether it was read from the gateway's lists, which say the same again and again: what is refused of it is reported, and not written down with the job.</summary>
    public bool IsListed { get; init; }

    /// <summary>Whether it has waited long enough for the news of what it is about: it is decided as it is.</summary>
    public bool IsLast { get; init; }

    /// <summary>What a refund says, as news.</summary>
    public static PaymentEvent Of(GatewayRefund refund) => new(
        refund.HasFailed ? PaymentEventKind.RefundFailed : PaymentEventKind.Refunded, refund.Intent, refund.Job, refund.AmountMinorUnits, refund.Currency, true, refund.Code)
    {
        Number = refund.Number,
        Reference = refund.Reference,
    };

    /// <summary>What a dispute says, as news of its payment.</summary>
    public static PaymentEvent Of(GatewayDispute dispute, GatewayPayment payment) => new(
        dispute.Status switch
        {
            DisputeStatus.Open => PaymentEventKind.DisputeOpened,
            DisputeStatus.Won => PaymentEventKind.DisputeWon,
            DisputeStatus.Lost => PaymentEventKind.DisputeLost,
            null => PaymentEventKind.Inquiry,
        },
        dispute.Intent,
        payment.Job,
        dispute.AmountMinorUnits,
        dispute.Currency,
        true,
        dispute.Reason,
        payment.Tip)
    {
        Reference = dispute.Reference,
        FeeMinorUnits = dispute.FeeMinorUnits,
        TopUp = payment.TopUp,
        Epoch = payment.Epoch,
        Rest = payment.Rest,
    };

    /// <summary>What a payment's standing says, as news; null when it says nothing yet.</summary>
    public static PaymentEvent? Of(GatewayPayment payment)
    {
        PaymentEvent News(PaymentEventKind kind, long amount) => new(kind, payment.Intent, payment.Job, amount, payment.Currency, payment.WasHeld, payment.Code, payment.Tip) { Epoch = payment.Epoch, Rest = payment.Rest, Action = payment.Action };
        return payment.Standing switch
        {
            GatewayStanding.Held => News(PaymentEventKind.Held, payment.AmountMinorUnits),
            GatewayStanding.ActionRequired => News(PaymentEventKind.ActionRequired, payment.AmountMinorUnits),
            GatewayStanding.Declined => News(PaymentEventKind.Declined, payment.AmountMinorUnits),
            GatewayStanding.Captured => News(PaymentEventKind.Captured, payment.CapturedMinorUnits),
            GatewayStanding.Canceled => News(PaymentEventKind.Canceled, payment.AmountMinorUnits),
            GatewayStanding.Unfinished => null,
        };
    }
}
