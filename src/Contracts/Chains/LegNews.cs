namespace O2O.Dispatch.Contracts.Chains;

/// <summary>News of a leg to one that follows it.</summary>
/// <param name="From">The job that tells it.</param>
/// <param name="Step">What became of it.</param>
[GenerateSerializer, Immutable, Alias("o2o.leg-news")]
public sealed record LegNews([property: Id(0)] Guid From, [property: Id(1)] LegStep Step);
