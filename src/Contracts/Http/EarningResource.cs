namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a provider earned with a job.</summary>
/// <param name="JobId">The job.</param>
/// <param name="AmountMinorUnits">Net of the commission.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="At">When it was posted.</param>
public sealed record EarningResource(Guid JobId, long AmountMinorUnits, string Currency, DateTimeOffset At);
