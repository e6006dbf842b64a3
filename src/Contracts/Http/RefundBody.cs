namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is paid back of a job, and why.</summary>
/// <param name="AmountMinorUnits">How much, above zero; null for all that is left.</param>
/// <param name="Currency">Of the amount; when it is given it is the job's.</param>
/// <param name="Reason">requested_by_customer (the default), service_failure, overcharged, duplicate, fraudulent or goodwill.</param>
/// <param name="BorneBy">platform (the default), provider, or proportional: as the price was divided.</param>
public sealed record RefundBody(long? AmountMinorUnits = null, string? Currency = null, string? Reason = null, string? BorneBy = null);
