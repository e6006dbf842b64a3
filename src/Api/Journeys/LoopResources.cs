using System.Collections.Immutable;
using O2O.Dispatch.Api.Books;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Journeys;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Journeys;

/// <summary>What journeys come to, as it is told.</summary>
internal static class LoopResources
{
    /// <summary>A funnel's line with its rates.</summary>
    public static FunnelRowResource Of(FunnelRow row) => new(
        row.Key,
        row.Touches,
        row.Quotes,
        row.Orders,
        row.Completed,
        row.Newcomers,
        row.Retained,
        row.Rated,
        Rate(row.Orders, row.Touches),
        Rate(row.Orders, row.Quotes),
        Rate(row.Completed, row.Orders),
        Rate(row.Retained, row.Newcomers),
        Rate(row.Rated, row.Completed));

    /// <summary>The sum of all lines.</summary>
    public static FunnelRow Total(ImmutableArray<FunnelRow> rows) => new(
        string.Empty,
        rows.Sum(row => row.Touches),
        rows.Sum(row => row.Quotes),
        rows.Sum(row => row.Orders),
        rows.Sum(row => row.Completed),
        rows.Sum(row => row.Newcomers),
        rows.Sum(row => row.Retained),
        rows.Sum(row => row.Rated));

    /// <summary>A cohort of weeks that begin at an instant.</summary>
    public static CohortResource Of(Cohort cohort, DateTimeOffset from) => new(
        DateOnly.FromDateTime(from.UtcDateTime.AddDays(7 * cohort.Week)), cohort.Customers, cohort.Again, [.. cohort.Again.Select(again => Rate(again, cohort.Customers) ?? 0)]);

    /// <summary>A campaign's figures.</summary>
    public static CampaignFiguresResource Of(Campaign campaign, CampaignFigures figures) => new(
        campaign.Id.Value,
        campaign.Name,
        campaign.Currency.Code,
        figures.Issued,
        figures.Open,
        figures.Used,
        figures.Expired,
        figures.Voided,
        [.. figures.Costs.Select(cost => new FundedAmountResource(cost.Funder, cost.MinorUnits))],
        [.. figures.UsedBy.Select(Of)],
        [.. figures.EarnedBy.Select(Of)],
        figures.Suggested,
        figures.Followed,
        [.. figures.Sources.Select(source => new CampaignSourceResource(Snake.Of(source.Source), source.Issued, source.Used))]);

    /// <summary>A moment of a customer's timeline.</summary>
    public static MomentResource Of(CustomerMoment moment) => new(
        moment.At,
        Snake.Of(moment.Kind),
        moment.Kind is MomentKind.Redeemed or MomentKind.Completed ? "offline" : "online",
        moment.Subject,
        moment.Job,
        moment.Journey,
        moment.Detail,
        moment.MinorUnits,
        moment.MinorUnits is null ? null : moment.Currency,
        moment.Count);

    private static CampaignJobsResource Of(CampaignJobs jobs) => new(jobs.Jobs, BooksResources.Of(jobs.Economics, jobs.Currency));

    private static double? Rate(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, 4);
}
