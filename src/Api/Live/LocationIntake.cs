using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// Takes location reports in: checks them (a place on earth, a time that is neither to come nor long over nor before the last, a way that a vehicle can have made), shows them on the map of their market, and hands the latest of each provider to the dispatch shards of its shift, one call a shard and period.
/// A shard that is slow to answer gets its next batch when it has; until then newer reports replace older ones.
/// </summary>
internal sealed partial class LocationIntake(
    IGrainFactory grains, ShiftBook shifts, LiveBoard board, ILastPlaces places, IBackgroundWork work, TimeProvider time, LiveMeters meters, IOptions<LiveOptions> options, ILogger<LocationIntake> log)
    : ILocationIntake
{
    private const double SecondsPerHour = 3_600;
    private static readonly ImmutableArray<(ReportVerdict Verdict, string Name)> Names =
        [.. Enum.GetValues<ReportVerdict>().Select(verdict => (verdict, Snake.Of(verdict)))];

    private readonly MotionRule _rule = new(
        options.Value.LocationJumpMetres, options.Value.FastestKilometresPerHour * 1_000 / SecondsPerHour, options.Value.LocationJumpsBelieved);

    private readonly ConcurrentDictionary<string, ShardBuffer> _buffers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<LocationsTaken> Take(ImmutableArray<LocationReport> reports, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        List<(int Index, LocationReport Report)>? unknown = null;
        List<(int Index, ReportVerdict Verdict)>? refused = null;
        var counts = new int[Names.Length];
        for (var i = 0; i < reports.Length; i++)
        {
            if (Check(reports[i], now, out var sound) is var verdict && verdict != ReportVerdict.Taken)
            {
                Note(i, verdict, counts, ref refused);
            }
            else if (shifts.Find(sound.Provider) is not { } shift)
            {
                (unknown ??= []).Add((i, sound));
            }
            else
            {
                Note(i, Put(sound, shift), counts, ref refused);
            }
        }

        if (unknown is not null)
        {
            // All of them first, so that they are asked for together.
            var asked = unknown.ConvertAll(entry => shifts.LookUp(entry.Report.Provider, cancellationToken).AsTask());
            for (var i = 0; i < unknown.Count; i++)
            {
                var verdict = await asked[i] is { } shift ? Put(unknown[i].Report, shift) : ReportVerdict.OffShift;
                Note(unknown[i].Index, verdict, counts, ref refused);
            }
        }

        foreach (var (verdict, name) in Names)
        {
            meters.Reports(name, counts[(int)verdict]);
        }

        return new LocationsTaken(counts[(int)ReportVerdict.Taken], refused is null ? null : Named(refused));
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

    private static void Note(int index, ReportVerdict verdict, int[] counts, ref List<(int Index, ReportVerdict Verdict)>? refused)
    {
        counts[(int)verdict]++;
        if (verdict != ReportVerdict.Taken)
        {
            (refused ??= []).Add((index, verdict));
        }
    }

    private static ImmutableArray<LocationRefusalResource> Named(List<(int Index, ReportVerdict Verdict)> refused) =>
        [.. refused.OrderBy(entry => entry.Index).Take(LocationsTaken.MostNamed).Select(entry => new LocationRefusalResource(entry.Index, Names[(int)entry.Verdict].Name))];

    private ReportVerdict Check(LocationReport report, DateTimeOffset now, out LocationReport sound)
    {
        sound = report.At > now ? report with { At = now } : report;
        return !double.IsFinite(report.Place.Longitude) || !double.IsFinite(report.Place.Latitude)
            || Math.Abs(report.Place.Longitude) > 180 || Math.Abs(report.Place.Latitude) > 90 ? ReportVerdict.OutOfRange
            : report.At - now > options.Value.LocationClockSkew ? ReportVerdict.InFuture
            : now - report.At > options.Value.VehicleSilence ? ReportVerdict.Stale
            : ReportVerdict.Taken;
    }

    private ReportVerdict Put(LocationReport report, Shift shift)
    {
        if (shift.Market is not { } market)
        {
            return ReportVerdict.OffShift;
        }

        var live = board.Market(market);
        ReportVerdict verdict;
        lock (live.Gate)
        {
            verdict = live.Map.Report(report.Provider, report.Place, report.At, board.Jobs.StateOf, shift.Shards, _rule, shift.Number);
        }

        if (verdict != ReportVerdict.Taken)
        {
            return verdict;
        }

        foreach (var shard in shift.Shards)
        {
            if (!_buffers.GetOrAdd(shard, _ => new ShardBuffer()).TryAdd(report, options.Value.LocationsPerShard))
            {
                verdict = ReportVerdict.Full;
            }
        }

        return verdict;
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
