namespace O2O.Dispatch.Contracts.Http;

/// <summary>Who pays for a discount.</summary>
/// <param name="Kind">platform, merchant, operator or provider.</param>
/// <param name="Id">The party's id; null only for the platform.</param>
public sealed record FunderResource(string Kind, string? Id = null);
