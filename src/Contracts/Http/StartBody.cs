namespace O2O.Dispatch.Contracts.Http;

/// <summary>Begins the service.</summary>
/// <param name="Pin">What the customer told; left out where the terms ask for none.</param>
public sealed record StartBody(string? Pin = null);
