namespace O2O.Dispatch.Contracts.Http;

/// <summary>A provider applies for work.</summary>
/// <param name="Name">1 to 100 characters.</param>
/// <param name="Operator">The business to work for.</param>
public sealed record ApplyBody(string Name, string Operator);
