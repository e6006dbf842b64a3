namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>Whether an endpoint is sent events.</summary>
public enum WebhookEndpointState
{
    /// <summary>It is.</summary>
    Enabled,

    /// <summary>Its owner switched it off. What happens meanwhile is not queued; what was queued waits.</summary>
    Disabled,

    /// <summary>It was switched off because nothing but failures came of it for long.</summary>
    Failing,
}
