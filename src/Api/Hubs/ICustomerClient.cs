using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What the customer hub calls at its clients.</summary>
public interface ICustomerClient
{
    /// <summary>A fact on a subscribed stream.</summary>
    Task Event(EventEnvelope happened);

    /// <summary>Where the vehicle of a job is.</summary>
    Task Vehicle(VehicleFrame frame);
}
