namespace O2O.Dispatch.Contracts.Http;

/// <summary>Something that the payment gateway told. The body is kept and not shown.</summary>
/// <param name="Number">Ascending in the order received.</param>
/// <param name="EventId">The gateway's id of it.</param>
/// <param name="Type">What happened, in the gateway's words.</param>
/// <param name="Account">The account it is of; null when it names none.</param>
/// <param name="CreatedAt">When the gateway says that it happened.</param>
/// <param name="ReceivedAt">When it came in first.</param>
/// <param name="State">received, processed, ignored or refused.</param>
/// <param name="Reason">Why, in one word; null while it waits, or when it did what it says.</param>
/// <param name="HandledAt">When it was acted on; null while it waits.</param>
/// <param name="Attempts">How often it was tried in vain.</param>
/// <param name="DueAt">When the sweep looks at it next; null for one that was acted on, or set aside.</param>
/// <param name="Parked">Whether it was set aside, and waits for a person.</param>
/// <param name="Error">What came of the last try; null when there was none in vain.</param>
public sealed record WebhookResource(
    long Number, string EventId, string Type, string? Account, DateTimeOffset CreatedAt, DateTimeOffset ReceivedAt, string State, string? Reason, DateTimeOffset? HandledAt,
    int Attempts = 0, DateTimeOffset? DueAt = null, bool Parked = false, string? Error = null);
