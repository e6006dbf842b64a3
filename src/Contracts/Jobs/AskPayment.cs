using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>What the customer still owes for a job is asked for again on the saved method.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Customer">Who; null for an operator's decision.</param>
[GenerateSerializer, Immutable, Alias("o2o.ask-payment")]
public sealed record AskPayment(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid? Customer);
