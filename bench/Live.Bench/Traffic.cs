using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Vehicles on their way: each reports once a period, spread over it.</summary>
/// <param name="fleet">Which.</param>
internal sealed class Traffic(ImmutableArray<Guid> fleet)
{
    // In so many batches, as they come from gateways and phones.
    private const int Parts = 10;

    private readonly Random _random = new(1);
    private readonly WirePoint[] _places = [.. Enumerable.Range(1, fleet.Length).Select(n => new WirePoint(-73.98 + (n % 97 * 0.0005), 40.75 + (n % 89 * 0.0005)))];

    /// <summary>How often each reports.</summary>
    public static TimeSpan Period { get; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Drives until it is stopped, or so long.</summary>
    /// <param name="take">Is given the reports.</param>
    /// <param name="length">How long.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>How many reports there were.</returns>
    public async Task<long> Drive(Func<ImmutableArray<LocationReport>, Task> take, TimeSpan length, CancellationToken stop = default)
    {
        var (begun, reports) = (TimeProvider.System.GetTimestamp(), 0L);
        for (var part = 0; Period / Parts * part is var due && due < length && !stop.IsCancellationRequested; part++)
        {
            if (due - TimeProvider.System.GetElapsedTime(begun) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(left, TimeProvider.System, CancellationToken.None);
            }

            var (from, to) = (fleet.Length * (part % Parts) / Parts, fleet.Length * ((part % Parts) + 1) / Parts);
            await take([.. Enumerable.Range(from, to - from).Select(Move)]);
            reports += to - from;
        }

        return reports;
    }

    /// <summary>A vehicle's next report.</summary>
    public LocationReport Move(int vehicle)
    {
        ref var place = ref _places[vehicle];
        place = new WirePoint(place.Longitude + ((_random.NextDouble() - 0.5) / 5_000), place.Latitude + ((_random.NextDouble() - 0.5) / 5_000));
        return new LocationReport(fleet[vehicle], place, TimeProvider.System.GetUtcNow());
    }
}
