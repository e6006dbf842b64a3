namespace O2O.Dispatch.Contracts.Http;

/// <summary>Jobs that have to do with a campaign.</summary>
/// <param name="Jobs">How many.</param>
/// <param name="Economics">What they came to: the revenue is the gross, beside the platform's margin.</param>
public sealed record CampaignJobsResource(long Jobs, EconomicsResource Economics);
