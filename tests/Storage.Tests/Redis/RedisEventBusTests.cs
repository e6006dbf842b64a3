using System.Collections.Concurrent;
using System.Text;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Storage.Redis;
using O2O.Dispatch.Storage.Tests.Contract;
using O2O.Dispatch.Testing;
using StackExchange.Redis;

namespace O2O.Dispatch.Storage.Tests.Redis;

/// <summary>Two nodes with a bus each on one real Redis, which is killed, flushed and stands still: what is heard, and that what may have been missed is told.</summary>
[NeedsRedis]
public sealed class RedisEventBusTests(SharedRedis shared) : EventBusContract, IClassFixture<SharedRedis>, IDisposable
{
    private static int _prefixes;
    private readonly ManualClock _clock = new(Fleet.Start);
    private readonly string _prefix = $"o2o-{Interlocked.Increment(ref _prefixes)}:";
    private readonly List<Node> _nodes = [];

    public void Dispose() => _nodes.ForEach(node => node.Dispose());

    protected override async Task<(IEventBus Here, IEventBus There)> Open()
    {
        var (here, there) = (await Begin(), await Begin());
        await there.Follows(Stream);
        return (here.Bus, there.Bus);
    }

    [RedisFact]
    public async Task Publish_StreamsThatAreNotFollowed_AreNotHeardElsewhereAndAreHeardHere()
    {
        var (here, there) = (await Begin(), await Begin());
        await there.Follows(Stream);
        await there.Follows("customer/2");
        there.Bus.Leave("customer/2");
        foreach (var stream in new[] { "customer/1", "customer/2", Stream })
        {
            await here.Bus.Publish(EventsOf(stream, 1));
        }

        await Until(() => !there.Heard.IsEmpty, "the followed one is heard");
        Assert.Equal(Stream, Assert.Single(there.Heard).Stream);
        Assert.Equal(3, here.Heard.Count);

        // Followed again after it was left.
        await there.Follows("customer/2");
        await here.Bus.Publish(EventsOf("customer/2", 2));
        await Until(() => there.Heard.Count == 2, "it is heard again");
        Assert.Equal(3 + 1, here.Heard.Count);
    }

    [RedisFact]
    public async Task Publish_OnTwoTopicsThatAreFollowed_IsHeardOnce()
    {
        var (here, there) = (await Begin(), await Begin());
        await there.Follows(Stream);
        await there.Follows(StreamTopics.News);
        for (var sequence = 1; sequence <= 200; sequence++)
        {
            await here.Bus.Publish(Events(sequence));
        }

        await here.Bus.Publish(EventsOf("provider/9", 1));
        await Until(() => there.Heard.Any(happened => happened.Stream == "provider/9"), "the last one is heard");
        Assert.Equal(Enumerable.Range(1, 200).Select(n => (long)n), there.Heard.Where(happened => happened.Stream == Stream).Select(happened => happened.Sequence));
    }

    [RedisFact]
    public async Task Events_OfEveryKind_ComeAsTheyWere()
    {
        var (here, there) = (await Begin(), await Begin());
        var fleet = new Fleet();
        var job = JobViews.Of(Scenarios.AcceptedJob(), Fleet.Start);
        var provider = StreamNames.Provider(fleet.NextId());
        StreamEvent[] told =
        [
            new("customer/1", 1, 1, Fleet.Start, new PushMessage.JobChanged(job, "accepted", "4711") { PaymentAction = "confirm", TipAction = "tip" }),
            new(StreamNames.Job(job.Job), 1, job.Version, Fleet.Start, new PushMessage.JobChanged(job, "accepted", null)),
            new(provider, 1, 1, Fleet.Start, new PushMessage.OfferMade(fleet.NextId(), job, Fleet.Start, Fleet.Start)),
            new(provider, 1, 2, Fleet.Start, new PushMessage.OfferClosed(fleet.NextId(), job.Job, "declined")),
            new(provider, 0, 0, Fleet.Start, new PushMessage.SetOff(job)),
        ];
        foreach (var topic in told.SelectMany(happened => StreamTopics.Of(happened)).Distinct())
        {
            await there.Follows(topic);
        }

        await here.Bus.Publish([.. told]);
        await Until(() => there.Heard.Count == told.Length, "all is heard");
        Same.Events(told.OrderBy(happened => happened.Stream, StringComparer.Ordinal).ThenBy(happened => happened.Epoch == 0).ThenBy(happened => happened.Sequence),
            there.Heard.OrderBy(happened => happened.Stream, StringComparer.Ordinal).ThenBy(happened => happened.Epoch == 0).ThenBy(happened => happened.Sequence));
    }

    [RedisFact]
    public async Task Redis_KilledAndStarted_LocalEventsGoOnAndTheLossIsTold()
    {
        using var server = new RedisServer();
        var (here, there) = (await Begin(server), await Begin(server));
        await there.Follows(Stream);
        server.Kill();
        await here.Bus.Publish(Events(1));
        Assert.Equal(1, Assert.Single(here.Heard).Sequence);
        var following = there.Bus.Follow("customer/late").AsTask();
        await Until(() => there.Bus.IsDeaf, "it knows that it is deaf", Pass);
        await Until(() => following.IsCompleted, "the wait for Redis ends", Pass);
        var before = there.Bus.Losses;
        server.Start();
        await Until(() => there.Bus.Losses > before && !there.Bus.IsDeaf, "the loss is told", Pass);

        // All that it follows is heard again, also what it began to follow meanwhile.
        await here.Comes(there, Stream);
        await here.Comes(there, "customer/late");
    }

    [RedisFact]
    public async Task Redis_ThatStandsStill_MakesDeafAndTheLossIsTold()
    {
        using var server = new RedisServer();
        var (here, there) = (await Begin(server), await Begin(server));
        await there.Follows(Stream);
        server.Pause();
        await here.Bus.Publish(Events(1));
        Assert.Single(here.Heard);
        await Until(() => there.Bus.IsDeaf, "it knows that it is deaf", Pass);

        // Who asks now does not wait: no time passes.
        var (claim, asked) = (there.Bus.Claim("deed"), there.Bus.IsFollowed(Stream));
        Assert.True(claim.IsCompleted && asked.IsCompleted);
        Assert.True(await claim);
        Assert.False(await asked);
        var before = there.Bus.Losses;
        server.Resume();
        await Until(() => there.Bus.Losses > before && !there.Bus.IsDeaf, "the loss is told", Pass);
        await here.Comes(there, Stream);
    }

    [RedisFact]
    public async Task Redis_Flushed_LosesNoEvent()
    {
        var (here, there) = (await Begin(), await Begin());
        await there.Follows(Stream);
        shared.Server.Flush();
        await here.Bus.Publish(Events(1));
        await Until(() => there.Heard.Count == 1, "it is heard");
    }

    [RedisFact]
    public async Task Node_ThatPublishedAndGoesWithoutAWord_IsALoss()
    {
        var (here, there) = (await Begin(), await Begin());
        await there.Follows(Stream);
        await here.Bus.Publish(Events(1));
        await Until(() => there.Heard.Count == 1, "it is heard");

        // Until its beat was heard it is not known.
        var known = there.Bus.Losses;
        await Until(() => there.Bus.Peers == 1, "the other is known", Pass);
        here.Cut();
        await Until(() => there.Bus.Losses > known && there.Bus.Peers == 0, "the loss is told", Pass);
    }

    [RedisFact]
    public async Task Node_ThatPublishedAndGoesInOrder_IsForgottenAtOnce()
    {
        var (here, there) = (await Begin(), await Begin());
        await here.Bus.Publish(Events(1));
        await Until(() => there.Bus.Peers == 1, "the other is known", Pass);

        // No time passes any more: what ends it is its word.
        here.Dispose();
        await Until(() => there.Bus.Peers == 0, "it is forgotten");
    }

    [RedisFact]
    public async Task Node_WhoseMessagesWentToNobody_SaysSo()
    {
        var (here, there) = (await Begin(), await Begin());
        await here.Bus.Publish(Events(1));
        await Until(() => there.Bus.Peers == 1, "the other is known", Pass);
        var before = there.Bus.Losses;
        here.Bus.Drop();
        await Until(() => there.Bus.Losses > before, "the loss is told", Pass);
    }

    [RedisFact]
    public async Task Claim_OfOneDeed_IsTheFirstOnesAlone()
    {
        var (here, there) = (await Begin(), await Begin());
        var claims = await Task.WhenAll(Enumerable.Range(0, 10).Select(n => (n % 2 == 0 ? here : there).Bus.Claim("notice/1").AsTask()));
        Assert.Single(claims, claim => claim);
        Assert.True(await there.Bus.Claim("notice/2"));
        Assert.False(await here.Bus.Claim("notice/2"));
    }

    [RedisFact]
    public async Task IsFollowed_ByAnotherNode_IsSeenUntilItLeaves()
    {
        var (here, there) = (await Begin(), await Begin());
        var app = StreamTopics.App(Guid.Empty);
        Assert.False(await here.Bus.IsFollowed(app));
        await there.Follows(app);
        Assert.True(await here.Bus.IsFollowed(app));
        there.Bus.Leave(app);
        var followed = true;
        for (var tries = 0; followed && tries < 6_000; tries++)
        {
            followed = await here.Bus.IsFollowed(app);
        }

        Assert.False(followed);
        Assert.Equal(0, there.Bus.Unread);
    }

    [RedisFact]
    public async Task Say_WhatIsNoEvent_IsHeardByOtherNodesAloneAndCounted()
    {
        const string topic = "places/new-york";
        var (here, there) = (await Begin(), await Begin());
        Assert.Equal(0, await here.Bus.Say(topic, "nobody"u8.ToArray()));
        var heard = new ConcurrentQueue<string>();
        var own = 0;
        using var hearsItself = here.Bus.Hear(topic, _ => Interlocked.Increment(ref own) > 0);
        var hearing = there.Bus.Hear(topic, message =>
        {
            heard.Enqueue(Encoding.UTF8.GetString(message.Span));
            return !message.Span.SequenceEqual("junk"u8);
        });
        await SaidTo(1);
        Assert.Equal(1, await here.Bus.Say(topic, "first"u8.ToArray()));
        Assert.Equal(1, await here.Bus.Say(topic, "junk"u8.ToArray()));
        await Until(() => there.Bus.Unread == 1, "what cannot be read is counted");
        Assert.Equal(["first", "junk"], heard);
        Assert.Empty(there.Heard);

        // Nor is what comes late taken for an event.
        hearing.Dispose();
        await here.Bus.Say(topic, "last"u8.ToArray());
        await SaidTo(0);
        Assert.Equal((2, 1L), (heard.Count, there.Bus.Unread));
        var again = 0;
        hearing = there.Bus.Hear(topic, message => Interlocked.Increment(ref again) > 0);
        await SaidTo(1);
        Assert.Equal(1, await here.Bus.Say(topic, "again"u8.ToArray()));
        await Until(() => Volatile.Read(ref again) == 1, "the new reader hears it");
        hearing.Dispose();
        Assert.Equal(0, own);

        async Task SaidTo(int others)
        {
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (await here.Bus.Say(topic, default) != others)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited {clock.Elapsed} until {others} others hear {topic}.");
                await Task.Delay(5);
            }
        }
    }

    [RedisFact]
    public async Task Say_WhileRedisWasAway_IsHeardAgainAfterwardsAndIsNoLoss()
    {
        using var server = new RedisServer();
        var (here, there) = (await Begin(server), await Begin(server));
        var heard = 0;
        using var hearing = there.Bus.Hear("places/new-york", _ => Interlocked.Increment(ref heard) > 0);
        await Until(() => Says() && heard > 0, "it is heard");
        server.Kill();
        await Until(() => here.Bus.IsDeaf && there.Bus.IsDeaf, "both know that they are deaf", Pass);
        Assert.Equal(0, await here.Bus.Say("places/new-york", "away"u8.ToArray()));
        server.Start();
        var before = heard;
        await Until(() => Says() && heard > before, "it is heard again", Pass);

        // It is no event, and none of it is missed.
        Assert.Equal(0, here.Bus.Dropped);

        bool Says()
        {
            _ = here.Bus.Say("places/new-york", "said"u8.ToArray()).AsTask();
            return true;
        }
    }

    [RedisFact]
    public async Task Message_OfAnotherVersion_IsLeftOutAndCounted()
    {
        var (here, there) = (await Begin(), await Begin());
        await there.Follows(Stream);
        var raw = (await here.Servers.Open()).GetSubscriber();
        var channel = new RedisChannel($"{_prefix}push:{Stream}", RedisChannel.PatternMode.Literal);
        byte[] node = [1, .. Guid.Parse("11111111-1111-1111-1111-111111111111").ToByteArray()];
        byte[][] foreign =
        [
            [1],
            [2, .. node[1..], .. "[{}]"u8],
            [.. node, .. "no JSON"u8],
            [.. node, .. "null"u8],
        ];
        foreach (var message in foreign)
        {
            await raw.PublishAsync(channel, message);
        }

        // One that is known stands between two that are not, and has members that are not.
        var known = Encoding.UTF8.GetString(WireEvents.Text(Events(7)[0]))[..^1];
        var others = $$$"""[{"stream":"{{{Stream}}}","epoch":1,"sequence":6,"at":"2026-01-01T00:00:00Z","message":{"type":"of_tomorrow"}},{{{known}}},"tomorrow":[1]},17]""";
        await raw.PublishAsync(channel, (byte[])[.. node, .. Encoding.UTF8.GetBytes(others)]);
        await Until(() => !there.Heard.IsEmpty, "the known one is heard");
        Assert.Equal(7, Assert.Single(there.Heard).Sequence);
        Assert.Equal(foreign.Length + 2, there.Bus.Unread);
    }

    [Fact]
    public async Task Redis_NeverThere_IsWaitedForByNobody()
    {
        var options = new RedisOptions { Configuration = "127.0.0.1:1,connectTimeout=200,connectRetry=1", AnswerWithin = TimeSpan.FromMilliseconds(200) };
        using var servers = new RedisServers(options);
        using var bus = new RedisEventBus(servers, options, Guid.Empty, TimeProvider.System);
        var heard = new ConcurrentQueue<StreamEvent>();
        using var listening = bus.Listen(heard.Enqueue);
        await bus.Publish(Events(1));
        Assert.Single(heard);
        await bus.Follow(Stream);
        bus.Leave(Stream);
        Assert.False(await bus.IsFollowed(Stream));
        Assert.True(await bus.Claim("deed"));
    }

    private void Pass() => _clock.Advance(TimeSpan.FromMilliseconds(100));

    private async Task<Node> Begin(RedisServer? server = null)
    {
        var node = new Node(server ?? shared.Server, _prefix, _clock);
        _nodes.Add(node);
        await node.Bus.Follow("nothing");
        return node;
    }

    private sealed class Node : IDisposable
    {
        private static int _count;
        private long _marks = 1_000;

        public Node(RedisServer server, string prefix, TimeProvider time)
        {
            var options = new RedisOptions { Configuration = server.Configuration, Prefix = prefix, AnswerWithin = TimeSpan.FromSeconds(5) };
            Servers = new RedisServers(options);
            Bus = new RedisEventBus(Servers, options, new Guid(Interlocked.Increment(ref _count), 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]), time);
            Bus.Listen(Heard.Enqueue);
        }

        public RedisServers Servers { get; }

        public RedisEventBus Bus { get; }

        public ConcurrentQueue<StreamEvent> Heard { get; } = new();

        /// <summary>Follows a topic that nobody else does, until Redis knows: where its connection is not ready yet, a loss is told instead, and here nothing is to be lost.</summary>
        public async Task Follows(string topic)
        {
            await Bus.Follow(topic);
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (!await Bus.IsFollowed(topic))
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited {clock.Elapsed} until Redis knows who follows {topic}.");
                await Task.Delay(5);
            }
        }

        /// <summary>Publishes until it is heard elsewhere.</summary>
        public Task Comes(Node there, string stream)
        {
            var from = _marks;
            return Until(
                () =>
                {
                    _ = Bus.Publish(EventsOf(stream, ++_marks));
                    return there.Heard.Any(happened => happened.Stream == stream && happened.Sequence > from);
                },
                $"{stream} is heard again");
        }

        /// <summary>Ends as a killed process does.</summary>
        public void Cut() => Servers.Dispose();

        public void Dispose()
        {
            Bus.Dispose();
            Servers.Dispose();
        }
    }
}
