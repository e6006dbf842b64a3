namespace O2O.Dispatch.Domain.Books;

/// <summary>What one funder paid for discounts.</summary>
/// <param name="Funder">As its account's owner, for instance <c>platform/acme</c>; in a sum of many jobs only the kind, <c>platform</c>.</param>
/// <param name="MinorUnits">How much.</param>
public readonly record struct FundedAmount(string Funder, long MinorUnits);
