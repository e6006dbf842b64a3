namespace NBomber.Contracts.Stats;

/// <summary>What was measured of a step.</summary>
/// <param name="StepName">The step.</param>
/// <param name="Ok">What went well.</param>
/// <param name="Fail">What failed.</param>
public sealed record StepStats(string StepName, MeasurementStats Ok, MeasurementStats Fail);
