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
}
