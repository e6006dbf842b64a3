using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Matching;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>Goods that are not ready yet: who would stand and wait for them is sent later.</summary>
public sealed partial class DispatchShardGrain
{
    /// <summary>Who is at the store before this moment, on the round's clock, stands there longer than is right; <see cref="MatchingRequest.AnyTime"/> where the goods are ready, or promised for a booked time.</summary>
    private long NotBefore(JobView job) => job is { BookedFor: null, Sale: { ReadyAt: { } ready, PreparedAt: null } }
        ? (ready - _options.LongestStanding).ToUnixTimeMilliseconds()
        : MatchingRequest.AnyTime;
}
