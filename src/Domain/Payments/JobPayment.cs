using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payouts;

namespace O2O.Dispatch.Domain.Payments;

/// <summary>The payment region of a job. Authorised = captured + released once it is settled.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Intent">The gateway's id; null until the gateway answered.</param>
/// <param name="Authorised">What is or was held, by the latest hold that stood.</param>
/// <param name="Captured">What was taken.</param>
/// <param name="Released">What was let go.</param>
public sealed record JobPayment(PaymentStatus Status, string? Intent, Money.Money Authorised, Money.Money Captured, Money.Money Released)
{
    /// <summary>How many holds were asked for; the epoch of what is asked about the latest.</summary>
    public int Holds { get; init; } = 1;

    /// <summary>How much the latest hold was asked to be; null for the first, which is the order's.</summary>
    public Money.Money? Asked { get; init; }

    /// <summary>When the latest hold was asked for; null for the first, which comes with the order.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>From this instant on the hold is void; null when the gateway names none.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>With what the customer's app lets the customer confirm; a secret of the customer's. Null when nothing is to be confirmed.</summary>
    public string? Action { get; init; }

    /// <summary>How often the customer's app said that it is confirmed.</summary>
    public int Confirmations { get; init; }

    /// <summary>The hold before the latest; null when there is none, or when it is known to be gone.</summary>
    public PriorHold? Prior { get; init; }

    /// <summary>What was paid back or is being; null for nothing.</summary>
    public JobRefunds? Refunds { get; init; }

    /// <summary>The tip; null for none.</summary>
    public JobTip? Tip { get; init; }

    /// <summary>The disputes; null for none.</summary>
    public JobDisputes? Disputes { get; init; }

    /// <summary>What disputes of the price took for good; null for nothing.</summary>
    public Money.Money? Lost { get; init; }

    /// <summary>The gateway's fee for the capture; null when it is not known.</summary>
    public Money.Money? CaptureFee { get; init; }

    /// <summary>What the hold is asked to be raised to before it is captured; null when nothing is asked.</summary>
    public Money.Money? Raising { get; init; }

    /// <summary>What of the price the hold did not cover; null when it covered all.</summary>
    public JobRest? Rest { get; init; }

    /// <summary>What was given to the provider of what the job earned it; null for nothing.</summary>
    public JobTransfers? Transfers { get; init; }

    /// <summary>How many bank transfers came when all was over, and were sent back; null for none.</summary>
    public int? LateTransfers { get; init; }

    /// <summary>True when its holds stand in the ledger as pending transfers; null where nothing is held, and for a job from before the ledger had any.</summary>
    public bool? HoldsArePending { get; init; }

    /// <summary>How much news was refused and written down.</summary>
    public int NewsRefused { get; init; }

    /// <summary>The latest dispute; null for none.</summary>
    public JobDispute? Dispute => Disputes?.Items[^1];

    /// <summary>What was paid back of the price.</summary>
    public Money.Money Refunded => RefundsOf(RefundStatus.Paid, ofTip: false);

    /// <summary>What may still be paid back of the price: what was captured, less what was, what is being, and what disputes took.</summary>
    public Money.Money Refundable => Captured - Refunded - RefundsOf(RefundStatus.Begun, ofTip: false) - (Lost ?? Money.Money.Zero(Captured.Currency));

    /// <summary>What was paid back of the tip.</summary>
    public Money.Money TipRefunded => RefundsOf(RefundStatus.Paid, ofTip: true);

    /// <summary>What may still be paid back of the tip, likewise; zero when there is none that was paid.</summary>
    public Money.Money TipRefundable => Tip is { Status: TipStatus.Paid } tip
        ? tip.Amount - TipRefunded - RefundsOf(RefundStatus.Begun, ofTip: true) - DisputesOf(DisputeStatus.Lost, ofTip: true)
        : Money.Money.Zero(Captured.Currency);

    /// <summary>What was taken of the hold itself.</summary>
    public Money.Money CapturedOfHold => Rest is { Status: RestStatus.Paid } rest ? Captured - rest.Amount : Captured;

    /// <summary>Whether the hold was taken while the rest of the price is still owed: being charged, or declined. What goes back of what was taken, and disputes of it, move no state then.</summary>
    public bool IsTakenInPart => Status is PaymentStatus.Capturing or PaymentStatus.Failed && !Captured.IsZero;

    /// <summary>Whether a dispute of the price, not of the tip, is undecided.</summary>
    public bool IsDisputed => !DisputesOf(DisputeStatus.Open, ofTip: false).IsZero;

    /// <summary>What the disputes of a status come to: those of the price, or those of the tip.</summary>
    public Money.Money DisputesOf(DisputeStatus status, bool ofTip)
    {
        var sum = Money.Money.Zero(Captured.Currency);
        foreach (var dispute in Disputes?.Items ?? [])
        {
            if (dispute.Status == status && IsOfTip(dispute) == ofTip)
            {
                sum += dispute.Amount;
            }
        }

        return sum;
    }

    /// <summary>Whether a dispute is of the tip.</summary>
    public bool IsOfTip(JobDispute dispute) => dispute.Intent is { } intent && intent == Tip?.Intent;

    /// <summary>Whether a refund is of the tip.</summary>
    public bool IsOfTip(JobRefund refund) => refund.IsOf(Tip);

    /// <summary>Whether something was begun to be paid back of the price, whatever became of it.</summary>
    public bool HasRefund
    {
        get
        {
            foreach (var refund in Refunds?.Items ?? [])
            {
                if (!IsOfTip(refund))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private Money.Money RefundsOf(RefundStatus status, bool ofTip)
    {
        var sum = Money.Money.Zero(Captured.Currency);
        foreach (var refund in Refunds?.Items ?? [])
        {
            if (refund.Status == status && IsOfTip(refund) == ofTip)
            {
                sum += refund.Amount;
            }
        }

        return sum;
    }

    /// <summary>A payment of which nothing is known yet but that it is asked for.</summary>
    public static JobPayment Asking(Currency currency) =>
        new(PaymentStatus.Authorizing, null, Money.Money.Zero(currency), Money.Money.Zero(currency), Money.Money.Zero(currency));

    /// <summary>Whether the money is held at an instant.</summary>
    public bool HoldsAt(DateTimeOffset at) => Status == PaymentStatus.Authorized && (HeldUntil is not { } until || until > at);
}
