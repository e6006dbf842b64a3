using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Contracts.Chains;

/// <summary>The answer to the order of a chain: all of its jobs, or why there is none.</summary>
/// <param name="Legs">The jobs, in order; empty when it was rejected.</param>
/// <param name="Rejection">Why not; null when it was carried out.</param>
/// <param name="Detail">More about the rejection, for people.</param>
[GenerateSerializer, Immutable, Alias("o2o.chain-reply")]
public sealed record ChainReply(
    [property: Id(0)] ImmutableArray<JobView> Legs,
    [property: Id(1)] Rejection? Rejection,
    [property: Id(2)] string? Detail)
{
    /// <summary>A rejection.</summary>
    public static ChainReply Reject(Rejection why, string? detail) => new([], why, detail);
}
