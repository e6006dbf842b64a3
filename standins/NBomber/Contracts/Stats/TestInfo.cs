namespace NBomber.Contracts.Stats;

/// <summary>Which run.</summary>
/// <param name="SessionId">Its own.</param>
/// <param name="TestSuite">What it belongs to.</param>
/// <param name="TestName">What is tested.</param>
/// <param name="Created">When it began, UTC.</param>
public sealed record TestInfo(string SessionId, string TestSuite, string TestName, DateTime Created);
