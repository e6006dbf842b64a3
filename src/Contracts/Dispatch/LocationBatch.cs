using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Reports of many providers of one shard: one call per batch, never one per report.</summary>
/// <param name="Reports">In any order; at most 100,000.</param>
[GenerateSerializer, Immutable, Alias("o2o.location-batch")]
public sealed record LocationBatch([property: Id(0)] ImmutableArray<LocationReport> Reports);
