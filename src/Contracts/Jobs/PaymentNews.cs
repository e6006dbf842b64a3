namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What became of the payment of a job. It comes from the outbox or a webhook, any number of times: the payment's own state makes it count once.</summary>
/// <param name="Outcome">What the gateway answered.</param>
/// <param name="Intent">The gateway's id of the payment; null when it made none.</param>
/// <param name="Code">The gateway's reason for a refusal.</param>
/// <param name="AmountMinorUnits">The amount the answer is about.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="OutboxRow">The outbox row that this answers, to be closed in the same commit; null for news that nobody asked for.</param>
[GenerateSerializer, Immutable, Alias("o2o.payment-news")]
public sealed record PaymentNews(
    [property: Id(0)] PaymentOutcome Outcome,
    [property: Id(1)] string? Intent,
    [property: Id(2)] string? Code,
    [property: Id(3)] long AmountMinorUnits,
    [property: Id(4)] string Currency,
    [property: Id(5)] long? OutboxRow);
