using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Api.Providers;

/// <summary>Where vehicles were last, whichever API node they report to. Thread-safe.</summary>
public interface IVehiclePlaces
{
    /// <summary>The last place of a provider's vehicle on a market's map; null when it is not known. Whoever asks of a market for the first time for a while may miss those that report to other nodes.</summary>
    WirePoint? Find(Guid provider, string market);

    /// <summary>The same, but where it is not known, and other nodes have not been heard yet, they are waited for, 3 s at the most.</summary>
    ValueTask<WirePoint?> Ask(Guid provider, string market, CancellationToken cancellationToken);
}
