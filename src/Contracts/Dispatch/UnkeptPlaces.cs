using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>Keeps no places: a shard that begins anew waits for reports.</summary>
public sealed class UnkeptPlaces : ILastPlaces
{
    /// <inheritdoc/>
    public bool AreKept => false;

    /// <inheritdoc/>
    public void Keep(string shard, ImmutableArray<LocationReport> reports)
    {
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<LocationReport>> Of(string shard, DateTimeOffset since, CancellationToken cancellationToken) => ValueTask.FromResult(ImmutableArray<LocationReport>.Empty);
}
