namespace O2O.Dispatch.Contracts.Http;

/// <summary>How long something took.</summary>
/// <param name="Count">How many times it was measured; without any the others are left out.</param>
/// <param name="MeanSeconds">The mean.</param>
/// <param name="P50Seconds">Half took no longer.</param>
/// <param name="P95Seconds">Nineteen of twenty took no longer.</param>
public sealed record DurationResource(long Count, double? MeanSeconds = null, double? P50Seconds = null, double? P95Seconds = null);
