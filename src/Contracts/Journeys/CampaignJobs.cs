using O2O.Dispatch.Domain.Books;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>Jobs of one currency that have to do with a campaign.</summary>
/// <param name="Currency">The currency's code.</param>
/// <param name="Jobs">How many.</param>
/// <param name="Economics">What they came to.</param>
public sealed record CampaignJobs(string Currency, long Jobs, JobEconomics Economics);
