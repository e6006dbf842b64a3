using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>Last places that outlive a silo of the tests. That Redis keeps them so is shown where it is real.</summary>
public sealed class KeptPlaces : ILastPlaces
{
    private readonly ConcurrentDictionary<string, ImmutableArray<LocationReport>> _places = new(StringComparer.Ordinal);

    /// <summary>Whether asking fails.</summary>
    public bool Fails { get; set; }

    public bool AreKept => true;

    public void Keep(string shard, ImmutableArray<LocationReport> reports) => _places[shard] = reports;

    public ValueTask<ImmutableArray<LocationReport>> Of(string shard, DateTimeOffset since, CancellationToken cancellationToken) => Fails
        ? throw new InvalidOperationException("It is away.")
        : ValueTask.FromResult<ImmutableArray<LocationReport>>([.. _places.GetValueOrDefault(shard, []).Where(report => report.At >= since)]);
}
