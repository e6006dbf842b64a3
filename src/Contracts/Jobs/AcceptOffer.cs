using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A provider grain takes a job for its provider.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Attempt">The attempt it belongs to.</param>
/// <param name="OfferedVersion">The job's version when it was offered.</param>
/// <param name="Provider">Who.</param>
/// <param name="Vehicle">With what.</param>
/// <param name="PlanSlot">Where in its plan.</param>
/// <param name="PickUpDue">When it is expected at the pick-up.</param>
/// <param name="From">Who had the job when it was offered, before pick-up: the job moves, and the old provider is released in the same commit. Null for a job that nobody had.</param>
[GenerateSerializer, Immutable, Alias("o2o.accept-offer")]
public sealed record AcceptOffer(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Offer,
    [property: Id(2)] int Attempt,
    [property: Id(3)] long OfferedVersion,
    [property: Id(4)] Guid Provider,
    [property: Id(5)] Guid Vehicle,
    [property: Id(6)] int PlanSlot,
    [property: Id(7)] DateTimeOffset PickUpDue,
    [property: Id(8)] Guid? From = null);
