namespace O2O.Dispatch.Contracts.Http;

/// <summary>What is paid back of a tip, and why.</summary>
/// <param name="AmountMinorUnits">How much, above zero; null for all that is left of it.</param>
/// <param name="Currency">Of the amount; when it is given it is the job's.</param>
/// <param name="Reason">requested_by_customer (the default), service_failure, overcharged, duplicate, fraudulent or goodwill.</param>
public sealed record TipRefundBody(long? AmountMinorUnits = null, string? Currency = null, string? Reason = null);
