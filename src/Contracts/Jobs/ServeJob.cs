using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>A store does its part of a job.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Merchant">Whose the store is; another's job is an unknown one.</param>
/// <param name="Step">What.</param>
/// <param name="ReadyIn">For Accept: how long until the goods are ready; null for as long as was said at the order.</param>
/// <param name="Units">For Redeem: how many.</param>
/// <param name="Store">For Redeem: at which of the merchant's counters.</param>
/// <param name="By">For Redeem: the counter's staff.</param>
[GenerateSerializer, Immutable, Alias("o2o.serve-job")]
public sealed record ServeJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Merchant,
    [property: Id(2)] StoreStep Step,
    [property: Id(3)] TimeSpan? ReadyIn = null,
    [property: Id(4)] int Units = 0,
    [property: Id(5)] Guid Store = default,
    [property: Id(6)] Guid By = default);
