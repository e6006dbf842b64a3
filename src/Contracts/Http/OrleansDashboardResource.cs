namespace O2O.Dispatch.Contracts.Http;

/// <summary>Orleans' dashboard.</summary>
/// <param name="Url">Its address on this server, from the root on; null where the host has none.</param>
public sealed record OrleansDashboardResource(string? Url);
