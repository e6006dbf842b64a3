namespace O2O.Dispatch.Contracts.Http;

/// <summary>Changes a campaign; what is null stays.</summary>
/// <param name="Paused">Whether nothing is issued, and nothing that is not held already is used, for now.</param>
/// <param name="EndsAt">An earlier end; in the past means now. A later one than it has changes nothing.</param>
public sealed record CampaignChangeBody(bool? Paused = null, DateTimeOffset? EndsAt = null);
