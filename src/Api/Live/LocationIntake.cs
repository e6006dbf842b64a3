using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Takes location reports in: checks them, shows them on the map of their market, and hands the latest of each provider to the dispatch shards of its shift, one call a shard and period.
/// A shard that is slow to answer gets its next batch when it has; until then newer reports replace older ones.
/// </summary>
internal sealed partial class LocationIntake(
    IGrainFactory grains, ShiftBook shifts, LiveBoard board, ILastPlaces places, IBackgroundWork work, TimeProvider time, LiveMeters meters, IOptions<LiveOptions> options, ILogger<LocationIntake> log)
    : ILocationIntake
{
    private readonly ConcurrentDictionary<string, ShardBuffer> _buffers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<int> Take(ImmutableArray<LocationReport> reports, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<LocationReport>? unknown = null;
        int taken = 0, refused = 0, ignored = 0, offShift = 0;
        foreach (var report in reports)
        {
            if (!TryCheck(report, now, out var sound))
            {
                refused++;
            }
            else if (shifts.Find(report.Provider) is not { } shift)
            {
                (unknown ??= []).Add(sound);
            }
            else
            {
                Count(Put(sound, shift));
            }
        }

        if (unknown is not null)
        {
            // All of them first, so that they are asked for together.
            var asked = unknown.ConvertAll(report => shifts.LookUp(report.Provider, cancellationToken).AsTask());
            for (var i = 0; i < unknown.Count; i++)
            {
                Count(await asked[i] is { } shift ? Put(unknown[i], shift) : Result.OffShift);
            }
        }

        meters.Reports("taken", taken);
        meters.Reports("refused", refused);
        meters.Reports("old", ignored);
        meters.Reports("off_shift", offShift);
        return taken;

        void Count(Result result)
        {
            taken += result == Result.Taken ? 1 : 0;
            ignored += result == Result.Old ? 1 : 0;
            offShift += result == Result.OffShift ? 1 : 0;
            refused += result == Result.Full ? 1 : 0;
        }
    }

    /// <summary>Starts to hand over; goes on until the engine stops.</summary>
    public void Start() => work.Start("live-locations", async cancellationToken =>
    {
        using var timer = new PeriodicTimer(options.Value.LocationFlushPeriod, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            Flush(cancellationToken);
        }
    });

    /// <summary>Hands over what came, to every shard that is not busy with a batch.</summary>
    public void Flush(CancellationToken cancellationToken)
    {
        foreach (var (shard, buffer) in _buffers.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (buffer.TryTake(out var batch))
            {
                _ = Send(shard, buffer, batch, cancellationToken);
            }
        }
    }

    private bool TryCheck(LocationReport report, DateTimeOffset now, out LocationReport sound)
    {
        sound = report.At > now ? report with { At = now } : report;
        return double.IsFinite(report.Place.Longitude) && double.IsFinite(report.Place.Latitude)
            && Math.Abs(report.Place.Longitude) <= 180 && Math.Abs(report.Place.Latitude) <= 90
            && report.At - now <= options.Value.LocationClockSkew;
    }

    private Result Put(LocationReport report, Shift shift)
    {
        if (shift.Market is not { } market)
        {
            return Result.OffShift;
        }

        var live = board.Market(market);
        lock (live.Gate)
        {
            if (!live.Map.Report(report.Provider, report.Place, report.At, board.Jobs.StateOf, shift.Shards))
            {
                return Result.Old;
            }
        }

        var result = Result.Taken;
        foreach (var shard in shift.Shards)
        {
            if (!_buffers.GetOrAdd(shard, _ => new ShardBuffer()).TryAdd(report, options.Value.LocationsPerShard))
            {
                result = Result.Full;
            }
        }

        return result;
    }

    private async Task Send(string shard, ShardBuffer buffer, ImmutableArray<LocationReport> batch, CancellationToken cancellationToken)
    {
        try
        {
            places.Keep(shard, batch);
            await grains.GetGrain<IDispatchShardGrain>(shard).ReportLocations(new LocationBatch(batch), cancellationToken);
        }
        catch (Exception fault)
        {
            // The next reports say more than these.
            BatchLost(log, shard, batch.Length, fault);
        }
        finally
        {
            buffer.Done();
        }
    }

    [LoggerMessage(2012, LogLevel.Warning, "Dispatch shard {Shard} did not take {Count} location reports")]
    private static partial void BatchLost(ILogger log, string shard, int count, Exception fault);

    private enum Result
    {
        Taken,
        Old,
        OffShift,
        Full,
    }

    /// <summary>The latest report of each provider, in the order they first came.</summary>
    private sealed class ShardBuffer
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, int> _places = [];
        private readonly List<LocationReport> _reports = [];
        private bool _busy;

        public bool TryAdd(LocationReport report, int limit)
        {
            lock (_gate)
            {
                if (_places.TryGetValue(report.Provider, out var place))
                {
                    _reports[place] = report;
                    return true;
                }

                if (_reports.Count >= limit)
                {
                    return false;
                }

                _places[report.Provider] = _reports.Count;
                _reports.Add(report);
                return true;
            }
        }

        public bool TryTake(out ImmutableArray<LocationReport> batch)
        {
            lock (_gate)
            {
                batch = [];
                if (_busy || _reports.Count == 0)
                {
                    return false;
                }

                batch = [.. _reports];
                _reports.Clear();
                _places.Clear();
                return _busy = true;
            }
        }

        public void Done()
        {
            lock (_gate)
            {
                _busy = false;
            }
        }
    }
}
