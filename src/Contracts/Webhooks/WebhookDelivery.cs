namespace O2O.Dispatch.Contracts.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
/// <param name="Id">Names it; version 7, so that its order is that of time.</param>
/// <param name="Endpoint">To where.</param>
/// <param name="Event">The event's id; unique for the endpoint.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Job">The job; null for a ping.</param>
/// <param name="Version">The job's version; 0 for a ping.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">Tries of which the outcome is known, since it was queued or sent again by hand.</param>
/// <param name="CreatedAt">When it was queued first.</param>
/// <param name="DueAt">Not to be tried before; while it is being tried, when the claim on it ends.</param>
/// <param name="GiveUpAt">A try that would come later than this is not made.</param>
/// <param name="Last">The last try; null before the first.</param>
public sealed record WebhookDelivery(
    Guid Id,
    Guid Endpoint,
    string Event,
    string Type,
    Guid? Job,
    long Version,
    WebhookDeliveryState State,
    int Attempts,
    DateTimeOffset CreatedAt,
    DateTimeOffset DueAt,
    DateTimeOffset GiveUpAt,
    WebhookAttempt? Last)
{
    /// <summary>The latest tries, those before it was sent again by hand included; null before the first, and for tries that were made before each was kept.</summary>
    public WebhookTries? Tries { get; init; }

    /// <summary>A delivery that is due at once.</summary>
    public static WebhookDelivery Of(Guid id, Guid endpoint, WebhookEvent what, DateTimeOffset now, TimeSpan giveUpAfter) =>
        new(id, endpoint, what.Id, what.Type, what.Job, what.Version, WebhookDeliveryState.Pending, 0, now, now, now + giveUpAfter, null);
}
