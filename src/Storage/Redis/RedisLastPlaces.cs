using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Places;
using StackExchange.Redis;

namespace O2O.Dispatch.Storage.Redis;

/// <summary>
/// Last places in Redis: for each shard a geo set of providers and a sorted set of when each was there, in milliseconds since 1970. Places are as Redis keeps them, within a metre. What is older
/// than <see cref="RedisOptions.KeepPlaces"/> is taken out on the way, and a shard that nobody reports to goes as a whole. A Redis that is away, flushed or slow costs what it knew, and nothing else.
/// Thread-safe.
/// </summary>
public sealed partial class RedisLastPlaces : ILastPlaces
{
    // Redis keeps no place nearer to a pole.
    private const double MostLatitude = 85.05112878;
    private const int AtOnce = 1_000;
    private static readonly TimeSpan TellAgain = TimeSpan.FromMinutes(1);

    private readonly RedisServers _servers;
    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private long _toldAt;
    private readonly ConcurrentDictionary<string, long> _trimmedAt = new(StringComparer.Ordinal);

    /// <summary>Makes it; connects when it is first used.</summary>
    /// <param name="servers">The connection.</param>
    /// <param name="options">How long places are kept and answers waited for.</param>
    /// <param name="time">Measures both.</param>
    /// <param name="log">Where it says that Redis is away, once a minute; null for nowhere.</param>
    public RedisLastPlaces(RedisServers servers, RedisOptions options, TimeProvider time, ILogger<RedisLastPlaces>? log = null) =>
        (_servers, _options, _time, _log) = (servers, options, time, log ?? NullLogger<RedisLastPlaces>.Instance);

    /// <inheritdoc/>
    public bool AreKept => true;

    /// <inheritdoc/>
    public void Keep(string shard, ImmutableArray<LocationReport> reports)
    {
        var kept = reports.Where(report => Math.Abs(report.Place.Latitude) <= MostLatitude).ToList();
        if (kept.Count == 0)
        {
            return;
        }

        try
        {
            if (_servers.Connection is not { } connection)
            {
                // The first reports of a process are dropped while it is connected; the next come soon.
                _ = Connect();
                return;
            }

            var database = connection.GetDatabase();
            var (places, seen) = Keys(shard);
            database.GeoAdd(places, [.. kept.Select(report => new GeoEntry(report.Place.Longitude, report.Place.Latitude, Name(report.Provider)))], CommandFlags.FireAndForget);
            database.SortedSetAdd(seen, [.. kept.Select(report => new SortedSetEntry(Name(report.Provider), report.At.ToUnixTimeMilliseconds()))], CommandFlags.FireAndForget);
            database.KeyExpire(places, _options.KeepPlaces, CommandFlags.FireAndForget);
            database.KeyExpire(seen, _options.KeepPlaces, CommandFlags.FireAndForget);
            var now = _time.GetTimestamp();
            var trimmed = _trimmedAt.GetOrAdd(shard, now);
            if (_time.GetElapsedTime(trimmed, now) >= _options.KeepPlaces / 2 && _trimmedAt.TryUpdate(shard, now, trimmed))
            {
                _ = Trim(database, shard, _time.GetUtcNow() - _options.KeepPlaces);
            }
        }
        catch (Exception fault) when (RedisServers.IsAway(fault))
        {
            Away(fault);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<LocationReport>> Of(string shard, DateTimeOffset since, CancellationToken cancellationToken)
    {
        try
        {
            var database = (await _servers.Open().WaitAsync(_options.AnswerWithin, _time, cancellationToken)).GetDatabase();
            var (places, seen) = Keys(shard);
            var known = await database.SortedSetRangeByScoreWithScoresAsync(seen, since.ToUnixTimeMilliseconds()).WaitAsync(_options.AnswerWithin, _time, cancellationToken);
            var found = ImmutableArray.CreateBuilder<LocationReport>(known.Length);
            foreach (var some in known.Chunk(AtOnce))
            {
                var positions = await database.GeoPositionAsync(places, [.. some.Select(entry => entry.Element)]).WaitAsync(_options.AnswerWithin, _time, cancellationToken);
                for (var i = 0; i < some.Length; i++)
                {
                    if (positions[i] is { } position && Guid.TryParseExact(some[i].Element, "N", out var provider))
                    {
                        found.Add(new LocationReport(provider, new WirePoint(position.Longitude, position.Latitude), DateTimeOffset.FromUnixTimeMilliseconds((long)some[i].Score)));
                    }
                }
            }

            found.Sort((one, other) => one.Provider.CompareTo(other.Provider));
            return found.ToImmutable();
        }
        catch (Exception fault) when (RedisServers.IsAway(fault))
        {
            Away(fault);
            return [];
        }
    }

    private async Task Connect()
    {
        try
        {
            await _servers.Open();
        }
        catch (Exception fault) when (RedisServers.IsAway(fault))
        {
            Away(fault);
        }
    }

    /// <summary>Takes out who has not reported for long. Whoever reports in between is put in again by the next report.</summary>
    private async Task Trim(IDatabase database, string shard, DateTimeOffset before)
    {
        try
        {
            var (places, seen) = Keys(shard);
            var gone = await database.SortedSetRangeByScoreAsync(seen, double.NegativeInfinity, before.ToUnixTimeMilliseconds());
            foreach (var some in gone.Chunk(AtOnce))
            {
                await database.SortedSetRemoveAsync(places, some);
                await database.SortedSetRemoveAsync(seen, some);
            }
        }
        catch (Exception fault) when (RedisServers.IsAway(fault))
        {
            Away(fault);
        }
    }

    private void Away(Exception fault)
    {
        var now = _time.GetTimestamp();
        var told = Volatile.Read(ref _toldAt);
        if ((told == 0 || _time.GetElapsedTime(told, now) >= TellAgain) && Interlocked.CompareExchange(ref _toldAt, now, told) == told)
        {
            RedisAway(_log, fault);
        }
    }

    private (RedisKey Places, RedisKey Seen) Keys(string shard) => ($"{_options.Prefix}places:{shard}", $"{_options.Prefix}seen:{shard}");

    private static RedisValue Name(Guid provider) => provider.ToString("N", CultureInfo.InvariantCulture);

    [LoggerMessage(LogLevel.Warning, "Redis does not keep last places at the moment: a shard that begins anew waits for reports")]
    private static partial void RedisAway(ILogger log, Exception fault);
}
