using O2O.Dispatch.Domain.Payments;

namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>What a payment of ours and the gateway's differ in. Pure.</summary>
public static class PaymentComparison
{
    /// <summary>The kinds that time may settle: the outbox is at work on them. They count when a later comparison sees them again.</summary>
    public static bool MaySettle(string kind) => kind is "authorization_open" or "capture_open" or "hold_left" or "tip_open";

    /// <summary>Whether the gateway's word can move the payment on.</summary>
    public static bool IsUnsettled(BookedPayment ours) => ours.Status is PaymentStatus.Authorizing or PaymentStatus.RequiresAction or PaymentStatus.Capturing
        || (ours.Status == PaymentStatus.Authorized && ours.JobEnded);

    /// <summary>The difference, in one word; null when they agree.</summary>
    /// <param name="ours">What the books say; null when there is no such job.</param>
    /// <param name="theirs">What the gateway says; null when it has no such payment.</param>
    public static string? Difference(BookedPayment? ours, GatewayPayment? theirs)
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
                GatewayStanding.Captured => "amount_differs",
                GatewayStanding.Held => "capture_open",
                GatewayStanding.Canceled or GatewayStanding.Declined or GatewayStanding.Unfinished or GatewayStanding.ActionRequired => "hold_gone",
            },
            PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed =>
                theirs.CapturedMinorUnits != ours.CapturedMinorUnits ? "amount_differs"
                : theirs.RefundedMinorUnits > 0 && ours.Status == PaymentStatus.Captured ? "refund_unknown"
                : null,
            PaymentStatus.Released or PaymentStatus.Failed or PaymentStatus.AuthorizationExpired => theirs.Standing switch
            {
                GatewayStanding.Captured => "capture_not_asked",
                GatewayStanding.Held => "hold_left",
                GatewayStanding.Canceled or GatewayStanding.Declined or GatewayStanding.Unfinished or GatewayStanding.ActionRequired => null,
            },
        };
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
            : tip.Status == TipStatus.Begun ? "tip_open"
            : null;
    }
}
