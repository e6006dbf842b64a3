using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The customer or the platform cancels.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Customer">Who, for a customer; null for the platform.</param>
/// <param name="Reason">The snake_case name of the reason; an unknown one counts as unspecified.</param>
/// <param name="DrivenMetres">What the provider has driven for it, as the dispatch shard counted; null when nobody knows. Not negative.</param>
[GenerateSerializer, Immutable, Alias("o2o.cancel-job")]
public sealed record CancelJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid? Customer,
    [property: Id(2)] string Reason,
    [property: Id(3)] double? DrivenMetres = null);
