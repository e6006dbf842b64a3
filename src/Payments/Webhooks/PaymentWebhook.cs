namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>A webhook as it is kept.</summary>
/// <param name="Number">Given by the store, ascending; 0 before.</param>
/// <param name="EventId">The gateway's id of the event, unique.</param>
/// <param name="Type">What happened, in the gateway's words.</param>
/// <param name="Account">The account it is of, when it names one.</param>
/// <param name="CreatedAt">When the gateway says that it happened.</param>
/// <param name="ReceivedAt">When it came in first.</param>
/// <param name="Payload">The body as it came.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why, in one word; null while it waits, or when it did what it says.</param>
/// <param name="HandledAt">When that was; null while it waits.</param>
public sealed record PaymentWebhook(
    long Number,
    string EventId,
    string Type,
    string? Account,
    DateTimeOffset CreatedAt,
    DateTimeOffset ReceivedAt,
    string Payload,
    WebhookState State,
    string? Reason,
    DateTimeOffset? HandledAt)
{
    /// <summary>How often it was tried in vain.</summary>
    public int Attempts { get; init; }

    /// <summary>Not looked at by the sweep before; of no meaning once it was acted on.</summary>
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Whether it was set aside: nobody tries it again before a person says so.</summary>
    public bool IsParked { get; init; }

    /// <summary>What came of the last try; null when there was none in vain.</summary>
    public string? Error { get; init; }
}
