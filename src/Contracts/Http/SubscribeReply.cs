using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The answer to a subscription: what was missed, or what is.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Recovered">Whether <paramref name="Events"/> continues what the subscriber had. When not, the snapshot replaces it.</param>
/// <param name="Epoch">The epoch that events come with from now on.</param>
/// <param name="Sequence">The last sequence that is contained here; the next event has the next one.</param>
/// <param name="Events">What was missed, in order; empty without recovery.</param>
/// <param name="Jobs">Of a snapshot: the open jobs of the stream's subject, or the job.</param>
/// <param name="Provider">Of a snapshot of provider/{id}: the provider.</param>
public sealed record SubscribeReply(
    string Stream, bool Recovered, long Epoch, long Sequence, ImmutableArray<EventEnvelope> Events, ImmutableArray<JobResource> Jobs, ProviderResource? Provider = null);
