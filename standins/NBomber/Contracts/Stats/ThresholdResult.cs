namespace NBomber.Contracts.Stats;

/// <summary>Whether a threshold held.</summary>
/// <param name="ScenarioName">Of which scenario.</param>
/// <param name="StepName">Of which step; empty for the whole scenario.</param>
/// <param name="CheckExpression">What was checked.</param>
/// <param name="ErrorCount">How many checks failed, while it ran and at the end.</param>
/// <param name="IsFailed">Whether the last check, at the end, failed, or a failed one ended the run.</param>
/// <param name="ExceptionMsg">What the check threw the last time; empty for nothing.</param>
public sealed record ThresholdResult(string ScenarioName, string StepName, string CheckExpression, int ErrorCount, bool IsFailed, string ExceptionMsg);
