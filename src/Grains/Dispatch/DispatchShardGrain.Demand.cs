using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>What a shard says of demand and supply.</summary>
public sealed partial class DispatchShardGrain
{
    /// <inheritdoc/>
    public Task<ImmutableArray<ZoneDemand>> Demand(CancellationToken cancellationToken)
    {
        if (_map is not { } map)
        {
            return Task.FromResult<ImmutableArray<ZoneDemand>>([]);
        }

        var names = map.PricingZones;
        var waiting = new int[names.Length];
        var free = new int[names.Length];
        foreach (var job in _matching.Values)
        {
            // One that is offered to somebody else while its provider still has it does not wait.
            if (job.BoundSlot < 0)
            {
                waiting[ZoneOf(new GeoPoint(job.View.Stops[0].Longitude, job.View.Stops[0].Latitude))]++;
            }
        }

        var now = time.GetUtcNow();
        foreach (ref readonly var row in _providers.Rows)
        {
            if (IsAvailable(in row, now))
            {
                free[ZoneOf(row.Place)]++;
            }
        }

        return Task.FromResult<ImmutableArray<ZoneDemand>>([.. names.Select((name, i) => new ZoneDemand(name, waiting[i], free[i]))]);

        int ZoneOf(GeoPoint place) => names.BinarySearch(map.PricingZoneOf(place), StringComparer.Ordinal);
    }
}
