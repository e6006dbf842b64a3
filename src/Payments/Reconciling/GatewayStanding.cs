namespace O2O.Dispatch.Payments.Reconciling;

/// <summary>Where a payment stands at the gateway.</summary>
public enum GatewayStanding
{
    /// <summary>Begun; nothing is held.</summary>
    Unfinished,

    /// <summary>The customer has to confirm.</summary>
    ActionRequired,

    /// <summary>The last attempt was declined; nothing is held.</summary>
    Declined,

    /// <summary>Held, to be captured.</summary>
    Held,

    /// <summary>Captured.</summary>
    Captured,

    /// <summary>Let go, or it ran out.</summary>
    Canceled,
}
