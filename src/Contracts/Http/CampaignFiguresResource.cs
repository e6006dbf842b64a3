using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a campaign came to, its money by the ledger.</summary>
/// <param name="CampaignId">Which.</param>
/// <param name="Name">For people.</param>
/// <param name="Currency">Of its vouchers.</param>
/// <param name="Issued">All vouchers.</param>
/// <param name="Open">Those that can be used, or that an order holds.</param>
/// <param name="Used">Those that were used.</param>
/// <param name="Expired">Those whose time is over.</param>
/// <param name="Voided">Those that were taken back.</param>
/// <param name="Costs">What each funder pays for what was used, its kind and id.</param>
/// <param name="UsedBy">The jobs that used its vouchers, by currency.</param>
/// <param name="EarnedBy">The jobs that earned its vouchers, by currency.</param>
/// <param name="Suggested">How often it was suggested to a customer.</param>
/// <param name="Followed">How many of these suggestions were followed.</param>
/// <param name="Sources">By what its vouchers came to customers; a way that none came by is left out.</param>
public sealed record CampaignFiguresResource(
    Guid CampaignId,
    string Name,
    string Currency,
    long Issued,
    long Open,
    long Used,
    long Expired,
    long Voided,
    ImmutableArray<FundedAmountResource> Costs,
    ImmutableArray<CampaignJobsResource> UsedBy,
    ImmutableArray<CampaignJobsResource> EarnedBy,
    long Suggested,
    long Followed,
    ImmutableArray<CampaignSourceResource> Sources);
