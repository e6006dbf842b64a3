using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What the merchants' hub calls at its clients.</summary>
public interface IMerchantClient
{
    /// <summary>A fact on a subscribed stream.</summary>
    Task Event(EventEnvelope happened);

    /// <summary>The statistics that are watched, when they have changed.</summary>
    Task Statistics(MerchantStatisticsResource statistics);
}
