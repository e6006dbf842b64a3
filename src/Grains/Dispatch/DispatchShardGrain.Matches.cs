using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Geo.Markets;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>What a shard says of its decisions.</summary>
public sealed partial class DispatchShardGrain
{
    private MatchLog? _matches;

    private MatchLog MatchesKept => _matches ??= new MatchLog(_options.KeptMatches, _providers);

    /// <inheritdoc/>
    public Task<ImmutableArray<MatchRound>> Matches(Guid job, int most, CancellationToken cancellationToken) =>
        Task.FromResult(MatchesKept.KeyOf(job) is { } key ? MatchesKept.Of(key, most) : []);

    /// <inheritdoc/>
    public Task<ImmutableArray<PassedByJob>> PassedBy(Guid provider, Guid? job, int most, CancellationToken cancellationToken)
    {
        var slot = _providers.Find(provider);
        int? key = job is { } asked ? MatchesKept.KeyOf(asked) : null;
        return Task.FromResult(slot < 0 || (job is not null && key is null) ? [] : MatchesKept.PassedBy(slot, key, most));
    }

    /// <summary>Works old decisions out that would hold too much otherwise, off the turn and after the round is carried out: nobody waits for them.</summary>
    private async Task WorkOutDecisions(MarketMap map, CancellationToken cancellationToken)
    {
        var due = MatchesKept.Due(map.TravelTimes);
        if (due.Count == 0)
        {
            return;
        }

        await offload.Run(
            () =>
            {
                foreach (var round in due)
                {
                    round.WorkOut();
                }

                return due.Count;
            },
            cancellationToken);
        MatchesKept.Settle(due);
    }
}
