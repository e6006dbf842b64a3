using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>What a payment of ours and the gateway's differ in. Pure.</summary>
public static class PaymentComparison
{
    /// <summary>The kinds that time may settle: the outbox is at work on them. They count when a later comparison sees them again.</summary>
    public static bool MaySettle(string kind) => kind is "authorization_open" or "capture_open" or "hold_left" or "tip_open" or "rest_open" or "refund_open" or "dispute_open" or "top_up_open";

    /// <summary>Whether the gateway's word can move the payment on.</summary>
    public static bool IsUnsettled(BookedPayment ours) => ours.Status is PaymentStatus.Authorizing or PaymentStatus.RequiresAction or PaymentStatus.Capturing
        || (ours.Status == PaymentStatus.Authorized && ours.JobEnded);

    /// <summary>The difference, in one word; null when they agree.</summary>
    /// <param name="ours">What the books say; null when there is no such job.</param>
    /// <param name="theirs">What the gateway says; null when it has no such payment.</param>
    public static string? Difference(BookedPayment? ours, GatewayPayment? theirs) =>
        OfPayment(ours, theirs) ?? (ours is not null && theirs is not null ? OfRefunds(ours, theirs) ?? OfDisputes(ours.Disputes, ours.Intent, theirs) : null);

    /// <summary>The refunds of a payment whose outcome the job does not know, or knows otherwise: it is told of them.</summary>
    public static IEnumerable<GatewayRefund> Untold(BookedPayment ours, GatewayPayment theirs) =>
        (theirs.Refunds ?? []).Where(refund => Own(ours, refund) is { } own && (own.Status == RefundStatus.Begun || (own.Status == RefundStatus.Paid && refund.HasFailed)));

    /// <summary>The disputes of a payment that the job does not know, or knows as undecided while the bank has decided: it is told of them.</summary>
    public static IEnumerable<GatewayDispute> UntoldDisputes(JobDisputes? ours, GatewayPayment theirs) => (theirs.Disputes ?? []).Where(dispute =>
        dispute.Status is { } status && (ours?.Find(dispute.Reference) is not { } own || (own.Status == DisputeStatus.Open && status != DisputeStatus.Open)));

    /// <summary>The difference of what a customer put into a wallet, in one word; null when both agree.</summary>
    /// <param name="ours">What we know of it; null for nothing.</param>
    /// <param name="theirs">The gateway's payment.</param>
    /// <param name="disputes">Its disputes as the wallet has them; null for none.</param>
    public static string? OfTopUp(WalletTopUp? ours, GatewayPayment theirs, JobDisputes? disputes = null) => theirs.Standing is not (GatewayStanding.Captured or GatewayStanding.Held)
        ? ours is { Status: WalletTopUpStatus.Paid } && ours.Intent == theirs.Intent ? "intent_unknown" : null
        : ours is null ? "job_unknown"
        : ours.Status == WalletTopUpStatus.Begun ? "top_up_open"
        : ours.Status == WalletTopUpStatus.Failed ? "capture_not_asked"
        : ours.Intent != theirs.Intent ? "second_payment"
        : ours.Amount.Currency.Code != theirs.Currency ? "currency_differs"
        : ours.Amount.MinorUnits != theirs.CapturedMinorUnits ? "amount_differs"
        : theirs.RefundedMinorUnits > 0 ? "refund_unknown"
        : OfDisputes(disputes, ours.Intent, theirs);

    private static string? OfPayment(BookedPayment? ours, GatewayPayment? theirs)
    {
        var money = theirs is { Standing: GatewayStanding.Held or GatewayStanding.Captured };
        if (ours is null)
        {
            return money ? "job_unknown" : null;
        }

        if (ours.CapturedMinorUnits != ours.LedgerMinorUnits)
        {
            return "ledger_differs";
        }

        if (theirs is null)
        {
            return string.IsNullOrEmpty(ours.Intent) || ours.Status is PaymentStatus.Failed or PaymentStatus.Released ? null : "intent_unknown";
        }

        if (theirs.Tip > 0)
        {
            return OfTip(ours, theirs);
        }

        if (theirs.Rest > 0)
        {
            return OfRest(ours, theirs);
        }

        if (!string.IsNullOrEmpty(ours.Intent) && ours.Intent != theirs.Intent)
        {
            // An attempt that a later one took the place of.
            return money ? "second_payment" : null;
        }

        if (money && ours.Currency != theirs.Currency)
        {
            return "currency_differs";
        }

        return ours.Status switch
        {
            PaymentStatus.RequiresPaymentMethod => money ? "hold_left" : null,
            PaymentStatus.Authorizing or PaymentStatus.RequiresAction => theirs.Standing switch
            {
                GatewayStanding.Captured => "capture_not_asked",
                GatewayStanding.Held or GatewayStanding.Declined => "authorization_open",
                GatewayStanding.Canceled => "hold_gone",
                GatewayStanding.Unfinished or GatewayStanding.ActionRequired => null,
            },
            PaymentStatus.Authorized => theirs.Standing switch
            {
                GatewayStanding.Captured => "capture_not_asked",
                GatewayStanding.Held => ours.JobEnded ? "hold_left" : null,
                GatewayStanding.Canceled or GatewayStanding.Declined or GatewayStanding.Unfinished or GatewayStanding.ActionRequired => "hold_gone",
            },
            PaymentStatus.Capturing => theirs.Standing switch
            {
                GatewayStanding.Captured => theirs.CapturedMinorUnits == ours.OfHoldMinorUnits ? null : "amount_differs",
                GatewayStanding.Held => "capture_open",
                GatewayStanding.Canceled or GatewayStanding.Declined or GatewayStanding.Unfinished or GatewayStanding.ActionRequired => "hold_gone",
            },
            PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed =>
                theirs.CapturedMinorUnits == ours.OfHoldMinorUnits ? null : "amount_differs",
            PaymentStatus.Released or PaymentStatus.Failed or PaymentStatus.AuthorizationExpired => theirs.Standing switch
            {
                GatewayStanding.Captured => ours.OfHoldMinorUnits == 0 ? "capture_not_asked" : theirs.CapturedMinorUnits == ours.OfHoldMinorUnits ? null : "amount_differs",
                GatewayStanding.Held => "hold_left",
                GatewayStanding.Canceled or GatewayStanding.Declined or GatewayStanding.Unfinished or GatewayStanding.ActionRequired => null,
            },
        };
    }

    private static string? OfRefunds(BookedPayment ours, GatewayPayment theirs)
    {
        if (theirs.Refunds is not { } refunds)
        {
            // How much went back and no more: any refund of this payment may be it, one of another payment of the job's is not.
            return theirs.RefundedMinorUnits > 0 && !(ours.Refunds?.Items ?? []).Any(own => (own.Intent ?? ours.Intent) == theirs.Intent) ? "refund_unknown" : null;
        }

        foreach (var refund in refunds)
        {
            var own = Own(ours, refund);
            var difference = own is null ? (refund.HasFailed ? null : "refund_unknown")
                : own.Amount.MinorUnits != refund.AmountMinorUnits ? "refund_differs"
                : own.Status == RefundStatus.Begun ? "refund_open"
                : own.Status == RefundStatus.Paid == refund.HasFailed ? "refund_differs"
                : null;
            if (difference is not null)
            {
                return difference;
            }
        }

        // One that we booked and the gateway has not.
        foreach (var own in ours.Refunds?.Items ?? [])
        {
            if (own is { Status: RefundStatus.Paid, Reference: { } reference } && (own.Intent ?? ours.Intent) == theirs.Intent && !refunds.Any(refund => refund.Reference == reference))
            {
                return "refund_differs";
            }
        }

        return null;
    }

    private static string? OfDisputes(JobDisputes? ours, string? intent, GatewayPayment theirs)
    {
        if (theirs.Disputes is not { } disputes)
        {
            return null;
        }

        foreach (var dispute in disputes)
        {
            if (dispute.Status is not { } status)
            {
                continue;
            }

            var own = ours?.Find(dispute.Reference);
            var difference = own is null ? "dispute_unknown"
                : own.Amount.MinorUnits != dispute.AmountMinorUnits || (own.Intent ?? intent) != dispute.Intent ? "dispute_differs"
                : own.Status == status ? null
                : own.Status == DisputeStatus.Open ? "dispute_open"
                : "dispute_differs";
            if (difference is not null)
            {
                return difference;
            }
        }

        // One that we booked and the gateway has not.
        foreach (var own in ours?.Items ?? [])
        {
            if ((own.Intent ?? intent) == theirs.Intent && !disputes.Any(dispute => dispute.Reference == own.Id))
            {
                return "dispute_differs";
            }
        }

        return null;
    }

    /// <summary>The refund of ours that one of the gateway's is; null for one that was made there by hand.</summary>
    private static JobRefund? Own(BookedPayment ours, GatewayRefund refund) =>
        refund.Job == ours.Job && ours.Refunds?.Find(refund.Number) is { } own && (own.Intent ?? ours.Intent) == refund.Intent ? own : null;

    private static string? OfRest(BookedPayment ours, GatewayPayment theirs)
    {
        var rest = ours.Rest is { } known && known.Number == theirs.Rest ? known : null;
        if (theirs.Standing != GatewayStanding.Captured)
        {
            return rest is { Status: RestStatus.Paid } ? "amount_differs" : null;
        }

        return rest is null or { Status: RestStatus.Failed } ? "capture_not_asked"
            : ours.Currency != theirs.Currency ? "currency_differs"
            : rest.Amount.MinorUnits != theirs.CapturedMinorUnits ? "amount_differs"
            : rest.Status == RestStatus.Begun ? "rest_open"
            : null;
    }

    private static string? OfTip(BookedPayment ours, GatewayPayment theirs)
    {
        if (theirs.Standing != GatewayStanding.Captured)
        {
            return ours.Tip is { Status: TipStatus.Paid } paid && paid.Number == theirs.Tip ? "amount_differs" : null;
        }

        if (ours.Tip is not { } tip || tip.Number != theirs.Tip || tip.Status == TipStatus.Failed)
        {
            return "capture_not_asked";
        }

        return ours.Currency != theirs.Currency ? "currency_differs"
            : tip.Amount.MinorUnits != theirs.CapturedMinorUnits ? "amount_differs"
            : tip.Status is TipStatus.Begun or TipStatus.RequiresAction or TipStatus.Ending ? "tip_open"
            : null;
    }
}
