using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What the share hub calls at its clients.</summary>
public interface IShareClient
{
    /// <summary>A fact of the shared job, without ids of people and without money.</summary>
    Task Event(EventEnvelope happened);

    /// <summary>Where its vehicle is, without saying whose it is.</summary>
    Task Vehicle(VehicleFrame frame);
}
