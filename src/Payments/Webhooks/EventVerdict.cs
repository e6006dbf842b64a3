namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>What became of news of a payment.</summary>
/// <param name="State">Processed, ignored or refused; received when it is to be told again.</param>
/// <param name="Reason">Why, in one word; null when the job took it.</param>
public sealed record EventVerdict(WebhookState State, string? Reason)
{
    /// <summary>The job took it.</summary>
    public static EventVerdict Taken { get; } = new(WebhookState.Processed, null);

    /// <summary>The job knew already, or has gone beyond it.</summary>
    public static EventVerdict Known { get; } = new(WebhookState.Processed, "known");

    /// <summary>It came before the news of what it is about: it is told again.</summary>
    public static EventVerdict Early { get; } = new(WebhookState.Received, "early");

    /// <summary>Nothing was to be done.</summary>
    public static EventVerdict Ignored(string reason) => new(WebhookState.Ignored, reason);

    /// <summary>It says what cannot be.</summary>
    public static EventVerdict Refused(string reason) => new(WebhookState.Refused, reason);
}
