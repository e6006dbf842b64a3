namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>What became of a webhook.</summary>
public enum WebhookState
{
    /// <summary>Stored, and not acted on yet.</summary>
    Received,

    /// <summary>The job knows of it, from this webhook or before.</summary>
    Processed,

    /// <summary>Kept, and nothing was to be done: it is about nothing of ours, or about something that nobody acts on.</summary>
    Ignored,

    /// <summary>Kept, and nothing was done, although it is about a payment of ours: it says what cannot be. Somebody should look.</summary>
    Refused,
}
