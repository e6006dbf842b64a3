using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What the provider hub calls at its clients.</summary>
public interface IProviderClient
{
    /// <summary>A fact on a subscribed stream.</summary>
    Task Event(EventEnvelope happened);
}
