namespace O2O.Dispatch.Contracts.Http;

/// <summary>An amount of money.</summary>
/// <param name="AmountMinorUnits">In the currency's smallest unit.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record AmountResource(long AmountMinorUnits, string Currency);
