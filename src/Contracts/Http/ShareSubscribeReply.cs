using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>The answer to the subscription of a share link: a <see cref="SubscribeReply"/> without ids of people and without money.</summary>
/// <param name="Stream">job/{id}.</param>
/// <param name="Recovered">Whether nothing was missed. When not, <paramref name="Jobs"/> replaces what was known.</param>
/// <param name="Epoch">The epoch that events come with from now on.</param>
/// <param name="Sequence">The job's version; the next event has the next one.</param>
/// <param name="Jobs">The job; empty when nothing was missed.</param>
public sealed record ShareSubscribeReply(string Stream, bool Recovered, long Epoch, long Sequence, ImmutableArray<ShareResource> Jobs);
