namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>
/// What became of the payment of a job. It comes from the outbox or a webhook, any number of times, in any order: the payment's own state makes it count once. News of a payment
/// (<see cref="Rejection.PaymentForeign"/>) or an amount (<see cref="Rejection.AmountWrong"/>) that is not the job's moves nothing; it is refused by that name and written down
/// as an event of the job. News that is known already is <see cref="Rejection.PaymentStateWrong"/> and leaves no trace.
/// </summary>
/// <param name="Outcome">What the gateway did or found.</param>
/// <param name="Intent">The gateway's id of the payment; null when it made none.</param>
/// <param name="Code">The gateway's reason for a refusal; the bank's reason of a dispute.</param>
/// <param name="AmountMinorUnits">The amount the news is about: what is held, was captured, went back, is disputed. Not looked at for a release, an expiry and a refusal.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="OutboxRow">The outbox row that this answers, to be closed in the same commit; null for news that nobody asked for.</param>
/// <param name="Number">Which refund, or which try of the tip or the rest, from the metadata that it was asked with; 0 for a refund that was made at the gateway past this system.</param>
/// <param name="Reference">The gateway's id of the refund or the dispute; needed for a dispute and for a refund that is taken back.</param>
/// <param name="Action">With what the customer's app lets the customer confirm.</param>
/// <param name="HeldUntil">From then on the hold is void; null when the gateway names no such instant.</param>
/// <param name="FeeMinorUnits">What the gateway kept, in the same currency; null when it is not known.</param>
[GenerateSerializer, Immutable, Alias("o2o.payment-news")]
public sealed record PaymentNews(
    [property: Id(0)] PaymentOutcome Outcome,
    [property: Id(1)] string? Intent,
    [property: Id(2)] string? Code,
    [property: Id(3)] long AmountMinorUnits,
    [property: Id(4)] string Currency,
    [property: Id(5)] long? OutboxRow,
    [property: Id(6)] int Number = 0,
    [property: Id(7)] string? Reference = null,
    [property: Id(8)] string? Action = null,
    [property: Id(9)] DateTimeOffset? HeldUntil = null,
    [property: Id(10)] long? FeeMinorUnits = null);
