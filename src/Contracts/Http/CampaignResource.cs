namespace O2O.Dispatch.Contracts.Http;

/// <summary>A campaign as it stands.</summary>
/// <param name="CampaignId">Names it.</param>
/// <param name="State">scheduled, running, paused or ended.</param>
/// <param name="Code">What anybody may enter to get one of its vouchers; null for none.</param>
/// <param name="SpentMinorUnits">What the funder was charged.</param>
/// <param name="ReservedMinorUnits">What the funder will be charged at the most for what quotes and jobs hold.</param>
/// <param name="LeftMinorUnits">What is left of the budget.</param>
/// <param name="Uses">Used and held.</param>
/// <param name="Issued">Vouchers there are of it, in whatever state.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Terms">What it was made with; its end may have been brought forward since.</param>
/// <param name="Link">The link that anybody may open; null for none.</param>
public sealed record CampaignResource(
    Guid CampaignId,
    string State,
    string? Code,
    long SpentMinorUnits,
    long ReservedMinorUnits,
    long LeftMinorUnits,
    int Uses,
    int Issued,
    DateTimeOffset CreatedAt,
    CampaignBody Terms,
    ClaimLinkResource? Link = null);
