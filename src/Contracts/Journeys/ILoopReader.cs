using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Journeys;

/// <summary>Reads what the loop comes to: the funnel, cohorts, campaigns, and what happened to a customer. Thread-safe; every figure is of one snapshot.</summary>
public interface ILoopReader
{
    /// <summary>A market's funnel of [from, to), in order of key.</summary>
    /// <param name="market">Which.</param>
    /// <param name="from">At this instant or later.</param>
    /// <param name="to">Before this instant.</param>
    /// <param name="byCampaign">By campaign; otherwise by source.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<FunnelRow>> Funnel(MarketId market, DateTimeOffset from, DateTimeOffset to, bool byCampaign, CancellationToken cancellationToken);

    /// <summary>Who came back: customers by the week of their first completed job in a market.</summary>
    /// <param name="market">Which.</param>
    /// <param name="from">A week begins here, and every seven days later.</param>
    /// <param name="weeks">How many weeks of first jobs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>In order of the week; weeks in which nobody was new are left out.</returns>
    ValueTask<ImmutableArray<Cohort>> Cohorts(MarketId market, DateTimeOffset from, int weeks, CancellationToken cancellationToken);

    /// <summary>What a campaign came to.</summary>
    /// <param name="campaign">Which; one that is not there has come to nothing.</param>
    /// <param name="now">Vouchers whose time is over then count as expired.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<CampaignFigures> Figures(CampaignId campaign, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What happened to a customer, online and offline, the latest first.</summary>
    /// <param name="customer">Whose.</param>
    /// <param name="now">Vouchers whose time is over then count as expired.</param>
    /// <param name="after">The last of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops it.</param>
    ValueTask<ImmutableArray<CustomerMoment>> Timeline(CustomerId customer, DateTimeOffset now, MomentCursor? after, int limit, CancellationToken cancellationToken);
}
