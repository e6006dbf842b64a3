namespace O2O.Dispatch.Payments;

/// <summary>What the gateway did.</summary>
public enum GatewayOutcome
{
    /// <summary>The operation is done.</summary>
    Done,

    /// <summary>The customer has to confirm the payment first.</summary>
    RequiresAction,

    /// <summary>Declined: the bank will not hold the money.</summary>
    Declined,

    /// <summary>Refused for good: asking again gives the same.</summary>
    Refused,
}
