namespace O2O.Dispatch.Contracts.Http;

/// <summary>A link that lets anyone who has it follow a job, and nothing else.</summary>
/// <param name="Token">The secret part.</param>
/// <param name="Url">The page, relative to the server.</param>
/// <param name="ExpiresAt">From this instant on it is void.</param>
public sealed record ShareLinkResource(string Token, string Url, DateTimeOffset ExpiresAt);
