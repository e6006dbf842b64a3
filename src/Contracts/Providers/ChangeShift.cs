using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>Begin or end a shift. A shift binds a vehicle and service classes.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="On">True to begin, false to end. A shift with active jobs cannot end.</param>
/// <param name="Market">To begin: where.</param>
/// <param name="ServiceClasses">To begin: which services, at least one.</param>
/// <param name="Vehicle">To begin: the vehicle.</param>
/// <param name="Capacity">To begin: what it carries, at least 1.</param>
/// <param name="ChainLimit">To begin: how many active jobs its plan may hold, at least 1.</param>
[GenerateSerializer, Immutable, Alias("o2o.change-shift")]
public sealed record ChangeShift(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] bool On,
    [property: Id(2)] string? Market,
    [property: Id(3)] ImmutableArray<string> ServiceClasses,
    [property: Id(4)] Guid? Vehicle,
    [property: Id(5)] int Capacity,
    [property: Id(6)] int ChainLimit);
