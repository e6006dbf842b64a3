using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What the operators' hub calls at its clients.</summary>
public interface IOpsClient
{
    /// <summary>A fact on a subscribed stream.</summary>
    Task Event(EventEnvelope happened);

    /// <summary>What changed on a watched map.</summary>
    Task Map(MapFrame frame);

    /// <summary>The figures of a market whose map is watched.</summary>
    Task Figures(OverviewResource figures);

    /// <summary>All open alerts, when they change.</summary>
    Task Alerts(ImmutableArray<AlertResource> alerts);
}
