namespace O2O.Dispatch.Contracts.Http;

/// <summary>A tip.</summary>
/// <param name="AmountMinorUnits">How much, above zero.</param>
/// <param name="Currency">Of the amount; when it is given it is the job's.</param>
public sealed record TipBody(long AmountMinorUnits, string? Currency = null);
