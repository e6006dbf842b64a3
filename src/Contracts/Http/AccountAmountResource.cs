namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a kind of account came to.</summary>
/// <param name="Account">The kind's name.</param>
/// <param name="AmountMinorUnits">Credits less debits.</param>
public sealed record AccountAmountResource(string Account, long AmountMinorUnits);
