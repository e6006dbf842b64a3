using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>An operator gives a job to a provider, or takes it from the one who has it.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Job">Which job.</param>
/// <param name="Provider">To whom; null takes it from its provider and opens it to matching again.</param>
/// <param name="Vehicle">With what; the empty id without a provider.</param>
/// <param name="PlanSlot">Where in the provider's plan; 0 without one.</param>
/// <param name="PickUpDue">When it is expected at the pick-up; null for the booked time, or at once when that is over; for what is not booked, the latest that was promised.</param>
[GenerateSerializer, Immutable, Alias("o2o.assign-job")]
public sealed record AssignJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Job,
    [property: Id(2)] Guid? Provider,
    [property: Id(3)] Guid Vehicle,
    [property: Id(4)] int PlanSlot,
    [property: Id(5)] DateTimeOffset? PickUpDue);
