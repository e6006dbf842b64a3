using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>An operator looked at a price that was cut off, and leaves it as it is.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="By">Who: the id of the account.</param>
/// <param name="Note">What the operator says of it; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("o2o.acknowledge-fare-cap")]
public sealed record AcknowledgeFareCap(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] string By,
    [property: Id(2)] string? Note);
