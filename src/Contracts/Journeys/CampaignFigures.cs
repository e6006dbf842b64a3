using System.Collections.Immutable;
using O2O.Dispatch.Domain.Books;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>What a campaign came to, its money read from the ledger alone.</summary>
/// <param name="Open">Vouchers that can be used, those that orders hold among them.</param>
/// <param name="Used">Vouchers that were used.</param>
/// <param name="Expired">Vouchers whose time is over.</param>
/// <param name="Voided">Vouchers that were taken back.</param>
/// <param name="Costs">What each funder pays for what was used, in order of name: the transfers of exactly these discounts.</param>
/// <param name="UsedBy">The jobs that used one, by currency.</param>
/// <param name="EarnedBy">The jobs that earned one, by currency.</param>
/// <param name="Suggested">How often it was suggested.</param>
/// <param name="Followed">How many of these suggestions were followed.</param>
/// <param name="Sources">By what its vouchers came to customers, in order of name; a way that none came by is left out.</param>
public sealed record CampaignFigures(
    long Open, long Used, long Expired, long Voided, ImmutableArray<FundedAmount> Costs, ImmutableArray<CampaignJobs> UsedBy, ImmutableArray<CampaignJobs> EarnedBy,
    long Suggested, long Followed, ImmutableArray<CampaignSource> Sources)
{
    /// <summary>All vouchers that were issued.</summary>
    public long Issued => Open + Used + Expired + Voided;
}
