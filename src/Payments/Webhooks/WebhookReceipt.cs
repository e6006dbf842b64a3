namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>What the gateway is answered.</summary>
public enum WebhookReceipt
{
    /// <summary>Stored.</summary>
    Stored,

    /// <summary>It was there already.</summary>
    Repeated,

    /// <summary>No secret is configured: nothing is taken.</summary>
    Closed,

    /// <summary>The signature is missing, malformed, wrong or out of time.</summary>
    Forged,

    /// <summary>Signed by the gateway, and no event of its API.</summary>
    Malformed,
}
