using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The customer wants to go elsewhere, for the price of a quote.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Customer">Who.</param>
/// <param name="Quote">The signed quote for the change, as it was given.</param>
[GenerateSerializer, Immutable, Alias("o2o.change-destination")]
public sealed record ChangeDestination([property: Id(0)] CommandStamp Stamp, [property: Id(1)] Guid Customer, [property: Id(2)] string Quote);
