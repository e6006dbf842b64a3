namespace O2O.Dispatch.Domain.Payments;

/// <summary>The table of a payment's states. Every pair is named.</summary>
public static class PaymentTransitions
{
    /// <summary>The state after a trigger, or null when the trigger is illegal in that state.</summary>
    public static PaymentStatus? Next(PaymentStatus from, PaymentTrigger on) => from switch
    {
        PaymentStatus.RequiresPaymentMethod => on switch
        {
            PaymentTrigger.Authorize => PaymentStatus.Authorizing,
            PaymentTrigger.Release => PaymentStatus.Released,
            PaymentTrigger.Fail => PaymentStatus.Failed,
            PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.BeginCapture or PaymentTrigger.Capture or PaymentTrigger.ExpireHold
                or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.RequiresAction => on switch
        {
            PaymentTrigger.Authorize => PaymentStatus.Authorizing,
            PaymentTrigger.Hold => PaymentStatus.Authorized,
            PaymentTrigger.Release => PaymentStatus.Released,
            PaymentTrigger.Fail => PaymentStatus.Failed,
            PaymentTrigger.RequireAction or PaymentTrigger.BeginCapture or PaymentTrigger.Capture or PaymentTrigger.ExpireHold
                or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Authorizing => on switch
        {
            PaymentTrigger.RequireAction => PaymentStatus.RequiresAction,
            PaymentTrigger.Hold => PaymentStatus.Authorized,
            PaymentTrigger.Release => PaymentStatus.Released,
            PaymentTrigger.Fail => PaymentStatus.Failed,
            PaymentTrigger.Authorize or PaymentTrigger.BeginCapture or PaymentTrigger.Capture or PaymentTrigger.ExpireHold
                or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Authorized => on switch
        {
            PaymentTrigger.Authorize => PaymentStatus.Authorizing,
            PaymentTrigger.BeginCapture => PaymentStatus.Capturing,
            PaymentTrigger.Release => PaymentStatus.Released,
            PaymentTrigger.ExpireHold => PaymentStatus.AuthorizationExpired,
            PaymentTrigger.Fail => PaymentStatus.Failed,
            PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.Capture
                or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Capturing => on switch
        {
            PaymentTrigger.Capture => PaymentStatus.Captured,
            PaymentTrigger.ExpireHold => PaymentStatus.AuthorizationExpired,
            PaymentTrigger.Fail => PaymentStatus.Failed,
            PaymentTrigger.Authorize or PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.BeginCapture or PaymentTrigger.Release
                or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Captured => on switch
        {
            PaymentTrigger.RefundPart => PaymentStatus.PartiallyRefunded,
            PaymentTrigger.RefundAll => PaymentStatus.Refunded,
            PaymentTrigger.Dispute => PaymentStatus.Disputed,
            PaymentTrigger.Authorize or PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.BeginCapture or PaymentTrigger.Capture
                or PaymentTrigger.Release or PaymentTrigger.ExpireHold or PaymentTrigger.Fail or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.PartiallyRefunded => on switch
        {
            PaymentTrigger.RefundPart => PaymentStatus.PartiallyRefunded,
            PaymentTrigger.RefundAll => PaymentStatus.Refunded,
            PaymentTrigger.ReverseRefund => PaymentStatus.Captured,
            PaymentTrigger.ReversePart => PaymentStatus.PartiallyRefunded,
            PaymentTrigger.Dispute => PaymentStatus.Disputed,
            PaymentTrigger.Authorize or PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.BeginCapture or PaymentTrigger.Capture
                or PaymentTrigger.Release or PaymentTrigger.ExpireHold or PaymentTrigger.Fail or PaymentTrigger.WinDispute
                or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Disputed => on switch
        {
            // A refund that was under way when the dispute came, or one that fails now; another dispute.
            PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute => PaymentStatus.Disputed,
            PaymentTrigger.WinDispute => PaymentStatus.Captured,
            PaymentTrigger.LoseDispute => PaymentStatus.Refunded,
            PaymentTrigger.Authorize or PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.BeginCapture or PaymentTrigger.Capture
                or PaymentTrigger.Release or PaymentTrigger.ExpireHold or PaymentTrigger.Fail => null,
        },
        PaymentStatus.AuthorizationExpired => on switch
        {
            PaymentTrigger.Authorize => PaymentStatus.Authorizing,
            PaymentTrigger.Release => PaymentStatus.Released,
            PaymentTrigger.Fail => PaymentStatus.Failed,
            PaymentTrigger.BeginCapture => PaymentStatus.Capturing,
            PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.Capture or PaymentTrigger.ExpireHold
                or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund or PaymentTrigger.ReversePart
                or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Failed => on switch
        {
            // What is owed is asked for again.
            PaymentTrigger.BeginCapture => PaymentStatus.Capturing,
            PaymentTrigger.Authorize or PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.Capture or PaymentTrigger.Release
                or PaymentTrigger.ExpireHold or PaymentTrigger.Fail or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll or PaymentTrigger.ReverseRefund
                or PaymentTrigger.ReversePart or PaymentTrigger.Dispute or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Refunded => on switch
        {
            // The bank takes what it takes, also of what was paid back.
            PaymentTrigger.Dispute => PaymentStatus.Disputed,
            PaymentTrigger.ReverseRefund => PaymentStatus.Captured,
            PaymentTrigger.ReversePart => PaymentStatus.PartiallyRefunded,
            PaymentTrigger.Authorize or PaymentTrigger.RequireAction or PaymentTrigger.Hold or PaymentTrigger.BeginCapture or PaymentTrigger.Capture
                or PaymentTrigger.Release or PaymentTrigger.ExpireHold or PaymentTrigger.Fail or PaymentTrigger.RefundPart or PaymentTrigger.RefundAll
                or PaymentTrigger.WinDispute or PaymentTrigger.LoseDispute => null,
        },
        PaymentStatus.Released => null,
    };

    /// <summary>Whether nothing more is expected of the gateway by itself.</summary>
    public static bool IsSettled(this PaymentStatus status) => status is PaymentStatus.Captured or PaymentStatus.Released or PaymentStatus.Failed
        or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.Disputed;
}
