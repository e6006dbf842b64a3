using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Api.Providers;

/// <summary>Where vehicles were last, as far as this node knows. Thread-safe.</summary>
public interface IVehiclePlaces
{
    /// <summary>The last place of a provider's vehicle; null when it is not known.</summary>
    WirePoint? Find(Guid provider);
}
