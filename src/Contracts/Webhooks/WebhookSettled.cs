namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>What became of an outcome.</summary>
public enum WebhookSettled
{
    /// <summary>The claim had ended, or the delivery was queued anew: nothing was written.</summary>
    Stale,

    /// <summary>It was written.</summary>
    Written,

    /// <summary>It was written, and the endpoint was switched off.</summary>
    SwitchedOff,
}
