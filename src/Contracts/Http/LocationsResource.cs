namespace O2O.Dispatch.Contracts.Http;

/// <summary>What became of location reports.</summary>
/// <param name="Accepted">How many were taken in.</param>
public sealed record LocationsResource(int Accepted);
