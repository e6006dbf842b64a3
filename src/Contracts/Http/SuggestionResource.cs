namespace O2O.Dispatch.Contracts.Http;

/// <summary>A suggestion.</summary>
/// <param name="SuggestionId">Names it: <c>POST /v1/journeys</c> with it says that it was followed.</param>
/// <param name="Kind">voucher for one of the customer's own, campaign for one that a job can earn.</param>
/// <param name="CampaignId">The campaign.</param>
/// <param name="Name">The campaign's name.</param>
/// <param name="VoucherId">The customer's voucher; left out where it is still to be earned.</param>
/// <param name="ExpiresAt">From when on it cannot be used, or earned.</param>
/// <param name="Link">Where it leads; following it is counted.</param>
public sealed record SuggestionResource(Guid SuggestionId, string Kind, Guid CampaignId, string Name, Guid? VoucherId, DateTimeOffset ExpiresAt, string Link);
