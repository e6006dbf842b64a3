using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Storage.Redis;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Redis;

/// <summary>Last places on a real Redis: kept, replaced, left out when they are old, and no harm where Redis is away, flushed, or stands still.</summary>
public sealed class RedisLastPlacesTests
{
    private const string Shard = "hohenmarkt/ride";
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    [RedisFact]
    public async Task Places_Kept_AreFoundByAnotherProcess()
    {
        using var server = new RedisServer();
        var reports = Enumerable.Range(0, 2_500).Select(n => Report(n, 9.9 + (n * 1e-5), 53.5 - (n * 1e-5), Now.AddMilliseconds(n))).ToImmutableArray();
        using (var first = new Node(server))
        {
            await first.Keep(Shard, reports);
            await first.Keep("hohenmarkt/delivery", [Report(9_000, 10, 50, Now)]);
        }

        using var second = new Node(server);
        var found = await second.Places.Of(Shard, Now, default);
        Assert.Equal(reports.Select(report => report.Provider), found.Select(report => report.Provider));
        Assert.Equal(reports.Select(report => report.At), found.Select(report => report.At));
        Assert.All(found.Zip(reports), pair =>
        {
            Assert.Equal(pair.Second.Place.Longitude, pair.First.Place.Longitude, 1e-5);
            Assert.Equal(pair.Second.Place.Latitude, pair.First.Place.Latitude, 1e-5);
        });
        Assert.Equal(reports.Length - 1_000, (await second.Places.Of(Shard, Now.AddMilliseconds(1_000), default)).Length);
        Assert.Empty(await second.Places.Of("hohenmarkt/home", Now, default));
    }

    [RedisFact]
    public async Task Place_ReportedAgain_Replaces()
    {
        using var server = new RedisServer();
        using var node = new Node(server);
        await node.Keep(Shard, [Report(1, 9.9, 53.5, Now), Report(2, 9.8, 53.4, Now)]);
        await node.Keep(Shard, [Report(1, 9.7, 53.6, Now.AddSeconds(5))]);
        var found = Assert.Single(await node.Places.Of(Shard, Now.AddSeconds(1), default));
        Assert.Equal((Id(1), Now.AddSeconds(5)), (found.Provider, found.At));
        Assert.Equal(9.7, found.Place.Longitude, 1e-5);
    }

    [RedisFact]
    public async Task Places_OfLongAgo_AreTakenOut()
    {
        using var server = new RedisServer();
        using var node = new Node(server);
        await node.Keep(Shard, [Report(1, 9.9, 53.5, Now)]);
        await node.Keep("hohenmarkt/delivery", [Report(1, 9.9, 53.5, Now)]);
        node.Clock.Advance(TimeSpan.FromMinutes(11));

        // Of every shard, whichever is reported to first.
        await node.Keep("hohenmarkt/delivery", [Report(3, 9.9, 53.5, node.Clock.GetUtcNow())]);
        await node.Keep(Shard, [Report(2, 9.9, 53.5, node.Clock.GetUtcNow())]);
        await Until(async () => (await node.Places.Of(Shard, DateTimeOffset.UnixEpoch, default)).Length == 1, "the old one is taken out");
        Assert.Equal(Id(2), (await node.Places.Of(Shard, DateTimeOffset.UnixEpoch, default))[0].Provider);
    }

    [RedisFact]
    public async Task Place_NearAPole_IsLeftOutAndTakesNoOtherWithIt()
    {
        using var server = new RedisServer();
        using var node = new Node(server);
        await node.Keep(Shard, [Report(1, 9.9, 89.9, Now), Report(2, 9.9, 53.5, Now)]);
        Assert.Equal(Id(2), Assert.Single(await node.Places.Of(Shard, Now, default)).Provider);
    }

    [RedisFact]
    public async Task Redis_KilledFlushedOrStandingStill_CostsWhatItKnewAndNothingElse()
    {
        using var server = new RedisServer();
        using var node = new Node(server);
        await node.Keep(Shard, [Report(1, 9.9, 53.5, Now)]);

        server.Flush();
        Assert.Empty(await node.Places.Of(Shard, Now, default));

        server.Kill();
        node.Places.Keep(Shard, [Report(1, 9.9, 53.5, Now)]);
        Assert.Empty(await node.Of(Shard));
        server.Start();
        await node.Comes(Report(2, 9.9, 53.5, Now));

        server.Pause();
        node.Places.Keep(Shard, [Report(3, 9.9, 53.5, Now)]);
        Assert.Empty(await node.Of(Shard));
        server.Resume();
        await node.Comes(Report(4, 9.9, 53.5, Now));
    }

    [Fact]
    public async Task Redis_NeverThere_IsWaitedForByNobody()
    {
        using var servers = new RedisServers(new RedisOptions { Configuration = "127.0.0.1:1,connectTimeout=200,connectRetry=1" });
        var places = new RedisLastPlaces(servers, new RedisOptions { AnswerWithin = TimeSpan.FromSeconds(5) }, TimeProvider.System);
        places.Keep(Shard, [Report(1, 9.9, 53.5, Now)]);
        Assert.Empty(await places.Of(Shard, Now, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(",password=geheim")]
    [InlineData("127.0.0.1:6379,syncTimeout=geheim")]
    public void Configuration_ThatCannotWork_IsRefusedWithoutRepeatingIt(string configuration)
    {
        var faults = new RedisOptions { Configuration = configuration }.Faults();
        Assert.NotEmpty(faults);
        Assert.All(faults, fault => Assert.DoesNotContain("geheim", fault, StringComparison.Ordinal));
    }

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited {clock.Elapsed} for: {what}.");
            await Task.Delay(10);
        }
    }

    private static Guid Id(int n) => new(n, 1, 1, [1, 1, 1, 1, 1, 1, 1, 1]);

    private static LocationReport Report(int n, double longitude, double latitude, DateTimeOffset at) => new(Id(n), new WirePoint(longitude, latitude), at);

    /// <summary>A process that uses it.</summary>
    private sealed class Node : IDisposable
    {
        private readonly RedisServers _servers;

        public Node(RedisServer server)
        {
            var options = new RedisOptions { Configuration = server.Configuration };
            _servers = new RedisServers(options);
            Places = new RedisLastPlaces(_servers, options, Clock);
        }

        public ManualClock Clock { get; } = new(Now);

        public RedisLastPlaces Places { get; }

        /// <summary>Keeps them, once the connection is there; what is read after it on the same connection sees it.</summary>
        public async Task Keep(string shard, ImmutableArray<LocationReport> reports)
        {
            await Places.Of(shard, Now, default);
            Places.Keep(shard, reports);
        }

        /// <summary>Asks, and lets the time of an answer pass.</summary>
        public async Task<ImmutableArray<LocationReport>> Of(string shard)
        {
            var asked = Places.Of(shard, Now, default).AsTask();
            await Until(
                () =>
                {
                    Clock.Advance(TimeSpan.FromMilliseconds(100));
                    return Task.FromResult(asked.IsCompleted);
                },
                "an answer, or the end of waiting for it");
            return await asked;
        }

        /// <summary>Reports until it is found.</summary>
        public Task Comes(LocationReport report) => Until(
            async () =>
            {
                Places.Keep(Shard, [report]);
                return (await Of(Shard)).Any(found => found.Provider == report.Provider);
            },
            "Redis keeps places again");

        public void Dispose() => _servers.Dispose();
    }
}
