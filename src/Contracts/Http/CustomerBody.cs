namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a customer says of themselves.</summary>
/// <param name="Name">1 to 100 characters.</param>
public sealed record CustomerBody(string Name);
