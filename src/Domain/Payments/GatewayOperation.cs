namespace O2O.Dispatch.Domain.Payments;

/// <summary>What the gateway can be asked to do for a job.</summary>
public enum GatewayOperation
{
    /// <summary>Hold an amount.</summary>
    Authorize,

    /// <summary>Take an amount that is held; the rest is released.</summary>
    Capture,

    /// <summary>Let the hold go.</summary>
    Release,

    /// <summary>Pay back part or all of what was captured.</summary>
    Refund,

    /// <summary>Hold and take at once: a tip.</summary>
    Charge,

    /// <summary>Say how a payment stands. Nothing is done, so no answer is kept for its key.</summary>
    Query,

    /// <summary>Raise what is held to an amount, before it is captured.</summary>
    Increment,

    /// <summary>Take at once, by a payment of its own, what the hold did not cover.</summary>
    Collect,

    /// <summary>Move what a job earned to its provider's account at the gateway.</summary>
    Transfer,

    /// <summary>Pay what an account at the gateway holds out to its bank. The request names the payout in place of a job.</summary>
    Payout,

    /// <summary>Say how a tip stands that the customer had to confirm. Nothing is done. Its epoch is 100 times the tip's number and the how manieth question it is.</summary>
    QueryTip,

    /// <summary>Take at once what a customer puts into a wallet. The request names the top-up in place of a job.</summary>
    TopUp,

    /// <summary>Let a tip go that the customer did not confirm in time. Done says that the customer was faster: it is charged. Declined says that it is gone.</summary>
    EndTip,
}
