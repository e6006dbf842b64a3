using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>What the share hub calls at its clients.</summary>
public interface IShareClient
{
    /// <summary>A fact of the shared job.</summary>
    Task Event(ShareEventEnvelope happened);

    /// <summary>Where its vehicle is.</summary>
    Task Vehicle(ShareVehicleFrame frame);
}
