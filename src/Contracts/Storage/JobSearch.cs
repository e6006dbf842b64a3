using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What jobs to look for; every condition that is given has to hold.</summary>
public sealed record JobSearch
{
    /// <summary>Ordered by this customer; null for all.</summary>
    public CustomerId? Customer { get; init; }

    /// <summary>Bound to this provider now or at its end; null for all.</summary>
    public ProviderId? Provider { get; init; }

    /// <summary>Of this merchant's goods or service; null for all.</summary>
    public MerchantId? Merchant { get; init; }

    /// <summary>In one of these states; empty for all.</summary>
    public ImmutableArray<JobStatus> Statuses { get; init; } = [];

    /// <summary>In this market; null for all.</summary>
    public MarketId? Market { get; init; }

    /// <summary>Ordered at this instant or later; null for no bound.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Ordered before this instant; null for no bound.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>With the pick-up inside these degrees, bounds included; null for anywhere.</summary>
    public PlaceBounds? PickUpWithin { get; init; }

    /// <summary>Continues after this job of the page before; null for the first page.</summary>
    public JobSearchCursor? After { get; init; }
}
