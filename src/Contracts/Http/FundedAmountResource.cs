namespace O2O.Dispatch.Contracts.Http;

/// <summary>What one funder paid for discounts.</summary>
/// <param name="Funder">Of a job its kind and id, for instance <c>merchant/0198…</c>; of many jobs the kind alone: platform, merchant, operator or provider.</param>
/// <param name="AmountMinorUnits">How much.</param>
public sealed record FundedAmountResource(string Funder, long AmountMinorUnits);
