using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Geo.Markets;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;
using O2O.Dispatch.Geo.Zones;
using O2O.Dispatch.Grains.Markets;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>
/// Accept against accept, against cancel and against expiry, sent at the same virtual instant and delivered in an order drawn from the seed, through the real grains and the real store.
/// Who committed first at the version that both saw is the winner; the other has to know that it lost. O2O_RACES sets how many of each; the default is 500, with O2O_FULL=1 100,000.
/// </summary>
public sealed class RaceTests
{
    private const int PerEngine = 500;
    private const int AtOnce = 50;
    private static readonly int Races = FullCount.Of("O2O_RACES", all: 100_000, otherwise: 500);

    [Fact]
    public void AcceptAgainstAccept_OneWins() => RunAll(async (town, index) =>
    {
        var (first, second) = (town.Provider(index * 2), town.Provider((index * 2) + 1));
        var job = await town.Open();
        var offers = (await town.Offer(first, job), await town.Offer(second, job));
        var answers = await Task.WhenAll(town.Accept(first, offers.Item1), town.Accept(second, offers.Item2));
        var winner = answers[0].Done ? first : second;
        Assert.True(answers[0].Done ^ answers[1].Done, $"answers: {answers[0].Rejection}, {answers[1].Rejection}");
        var loser = answers[0].Done ? answers[1] : answers[0];
        Assert.Contains(loser.Rejection!.Value, new[] { Rejection.OfferTaken, Rejection.OfferStale });
        await town.CheckWinner(job, JobState.Accepted, winner);
        Assert.Empty((await town.View(answers[0].Done ? second : first)).Jobs);
        await town.Clear(job);
        return answers[0].Done;
    });

    [Fact]
    public void AcceptAgainstCancel_OneWins() => RunAll(async (town, index) =>
    {
        var provider = town.Provider(index * 2);
        var job = await town.Open();
        var offer = await town.Offer(provider, job);
        var accepting = town.Accept(provider, offer);
        var canceling = town.Grain(job).Cancel(new CancelJob(town.Stamp(), job.Customer, "changed_mind"), default);
        await Task.WhenAll(accepting, canceling);
        var (accepted, canceled) = (await accepting, await canceling);
        var after = await town.EventAfter(job);
        if (accepted.Done)
        {
            // The acceptance was first; the cancel then met an accepted job, which a customer may cancel as well.
            Assert.IsType<JobEvent.Accepted>(after);
            Assert.True(canceled.Done);
            Assert.True(canceled.View!.Version > accepted.View!.Version);
        }
        else
        {
            Assert.IsType<JobEvent.Canceled>(after);
            Assert.Contains(accepted.Rejection!.Value, new[] { Rejection.JobEnded, Rejection.OfferStale, Rejection.OfferWithdrawn, Rejection.OfferExpired });
        }

        Assert.Equal(JobState.CanceledByCustomer, (await town.Grain(job).Get(default))!.State);
        return accepted.Done;
    });

    [Fact]
    public void AcceptAgainstExpiry_OneWins() => RunAll(async (town, index) =>
    {
        var provider = town.Provider(index * 2);
        var job = await town.Open();
        var offer = await town.Offer(provider, job);

        // Both kinds of expiry at once: the shard takes the lapsed offer back, and the job's patience is over at this very instant.
        await town.Until(job.PickUpBy);
        var accepting = town.Accept(provider, offer);
        var lapsing = town.Grain(provider).Withdraw(new WithdrawOffer(offer.Offer, job.Job, true), default);

        // An acceptance takes two calls, provider then job: the waking takes two as well, so that both have a chance.
        var waking = town.WakeLate(job);
        await Task.WhenAll(accepting, lapsing, waking);
        var (accepted, lapsed) = (await accepting, await lapsing);

        // The shard's own sweep may have woken the job before this race did: what counts is where the job stands.
        var lost = (await town.Grain(job).Get(default))!.State == JobState.NoProvidersAvailable;
        Assert.True(accepted.Done ^ lost, $"accept: {accepted.Rejection}, lost: {lost}");
        if (accepted.Done)
        {
            Assert.Equal(Rejection.OfferTaken, lapsed.Rejection);
            await town.CheckWinner(job, JobState.Accepted, provider);
        }
        else
        {
            Assert.IsType<JobEvent.MatchingExhausted>(await town.EventAfter(job));
            Assert.Empty((await town.View(provider)).Jobs);
        }

        await town.Clear(job);
        return accepted.Done;
    });

    [Fact]
    public void ReassignAgainstArrival_OneWins() => RunAll(async (town, index) =>
    {
        var (holder, other) = (town.Provider(index * 2), town.Provider((index * 2) + 1));
        var job = await town.Held(holder);
        var offer = await town.Offer(other, job);
        var moving = town.Accept(other, offer);
        var arriving = town.Step(holder, job, JobStep.Arrive);
        await Task.WhenAll(moving, arriving);
        var (moved, arrived) = (await moving, await arriving);
        Assert.True(moved.Done ^ arrived.Done, $"reassign: {moved.Rejection}, arrive: {arrived.Rejection}");
        var now = (await town.Grain(job).Get(default))!;
        if (moved.Done)
        {
            Assert.Equal(Rejection.NotYourJob, arrived.Rejection);
            Assert.IsType<JobEvent.Reassigned>(await town.EventAfter(job));
            Assert.Equal((JobState.Accepted, other), (now.State, now.Provider!.Value));
        }
        else
        {
            Assert.Equal(Rejection.OfferTaken, moved.Rejection);
            Assert.IsType<JobEvent.Arrived>(await town.EventAfter(job));
            Assert.Equal((JobState.ArrivedAtPickup, holder), (now.State, now.Provider!.Value));
            Assert.Empty((await town.View(other)).Jobs);
        }

        await town.Clear(job);
        return moved.Done;
    });

    [Fact]
    public void ReassignAgainstCancel_OneWins() => RunAll(async (town, index) =>
    {
        var (holder, other) = (town.Provider(index * 2), town.Provider((index * 2) + 1));
        var job = await town.Held(holder);
        var offer = await town.Offer(other, job);

        // The cancel takes one call more, as the acceptance does, so that both have a chance.
        var moving = town.Accept(other, offer);
        var canceling = town.CancelLate(job);
        await Task.WhenAll(moving, canceling);
        var (moved, canceled) = (await moving, await canceling);
        Assert.True(canceled.Done);
        if (moved.Done)
        {
            Assert.IsType<JobEvent.Reassigned>(await town.EventAfter(job));
            Assert.True(canceled.View!.Version > moved.View!.Version);
        }
        else
        {
            Assert.Contains(moved.Rejection!.Value, new[] { Rejection.JobEnded, Rejection.OfferStale, Rejection.OfferExpired });
            Assert.IsType<JobEvent.Canceled>(await town.EventAfter(job));
        }

        Assert.Equal(JobState.CanceledByCustomer, (await town.Grain(job).Get(default))!.State);
        return moved.Done;
    });

    [Fact]
    public void ReassignAgainstReassign_OneWins() => RunAll(async (town, index) =>
    {
        var (holder, other) = (town.Provider(index * 2), town.Provider((index * 2) + 1));
        var third = town.Provider(((index + 1) % AtOnce * 2) + (AtOnce * 2));
        var job = await town.Held(holder);
        var offers = (await town.Offer(other, job), await town.Offer(third, job));
        var answers = await Task.WhenAll(town.Accept(other, offers.Item1), town.Accept(third, offers.Item2));
        Assert.True(answers[0].Done ^ answers[1].Done, $"answers: {answers[0].Rejection}, {answers[1].Rejection}");
        Assert.Equal(Rejection.OfferStale, (answers[0].Rejection ?? answers[1].Rejection)!.Value);
        var now = (await town.Grain(job).Get(default))!;
        Assert.Equal((answers[0].Done ? other : third, 1), (now.Provider!.Value, now.Reassignments));
        await town.Clear(job);
        return answers[0].Done;
    });

    private static void RunAll(Func<Town, int, Task<bool>> race)
    {
        var firstWon = 0;

        // A town is one engine on one thread, so a town for each core.
        Parallel.For(0, (Races + PerEngine - 1) / PerEngine, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, batch =>
        {
            using var town = new Town((ulong)((batch * PerEngine) + 1));
            Interlocked.Add(ref firstWon, town.Run(async () =>
            {
                var won = 0;
                for (var begun = 0; begun < PerEngine; begun += AtOnce)
                {
                    var results = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(index => race(town, index)));
                    won += results.Count(result => result);
                    await town.Settle();
                }

                return won;
            }));
        });

        // A race that one side always wins is none.
        Assert.InRange(firstWon, Races / 50, Races - (Races / 50));
    }

    /// <summary>A deterministic silo with a market in which nothing is matched by itself: the races make the offers.</summary>
    private sealed class Town : IDisposable
    {
        private readonly IHost _host;
        private readonly DeterministicEngine _engine;
        private readonly List<Guid> _providers = [];
        private readonly Dictionary<Guid, TaskCompletionSource<JobView>> _opened = [];
        private readonly IGrainFactory _grains;
        private readonly IIdSource _ids;
        private readonly TimeProvider _time;
        private Guid _customer;

        public Town(ulong seed)
        {
            var builder = Host.CreateApplicationBuilder();
            builder.Logging.ClearProviders();
            var settings = new SiloSettings();
            builder.AddDeterministicDispatchSilo(settings, seed, GrainHost.Start);
            builder.Services.AddSingleton<IPaymentGateway>(services => new InProcessGateway(services.GetRequiredService<TimeProvider>()));
            builder.Services.AddMemoryEventBus();
            builder.Services.AddSqliteStorage(options => options.Path = SqliteOptions.InMemory);
            _host = builder.Build();
            _engine = _host.Services.GetRequiredService<DeterministicEngine>();
            _grains = _host.Services.GetRequiredService<IGrainFactory>();
            _ids = _host.Services.GetRequiredService<IIdSource>();
            _time = _host.Services.GetRequiredService<TimeProvider>();
            _host.Services.GetRequiredService<Contracts.Push.IEventBus>().Listen(happened =>
            {
                if (happened.Message is Contracts.Push.PushMessage.JobChanged { Event: "matching_begun" } changed && happened.Stream.StartsWith("job/", StringComparison.Ordinal)
                    && _opened.Remove(changed.Job.Job, out var waiting))
                {
                    waiting.SetResult(changed.Job);
                }
            });
        }

        public int Run(Func<Task<int>> work)
        {
            _engine.Start();
            return _engine.Run(async () =>
            {
                await Prepare();
                return await work();
            });
        }

        public void Dispose() => _host.Dispose();

        public Guid Provider(int index) => _providers[index];

        public CommandStamp Stamp() => CommandStamp.Of(_ids.Next());

        public IJobGrain Grain(JobView job) => _grains.GetGrain<IJobGrain>(job.Job.ToString("N"));

        public IProviderGrain Grain(Guid provider) => _grains.GetGrain<IProviderGrain>(provider.ToString("N"));

        public async Task<ProviderView> View(Guid provider) => (await Grain(provider).Get(default))!;

        public async Task<JobView> Open()
        {
            var quote = _host.Services.GetRequiredService<QuoteDesk>().Quote(
                new QuoteRequest("town", "ride", _customer, [TestMarket.Wire(0, 0), TestMarket.Wire(1, 0)], 1, null), []);
            var command = new RequestJob(Stamp(), _ids.Next(), _customer, quote.Token!, string.Empty);
            var opened = _opened[command.Job] = new TaskCompletionSource<JobView>();
            var reply = await _grains.GetGrain<ICustomerGrain>(_customer.ToString("N")).RequestJob(command, default);
            Assert.True(reply.Done, $"{reply.Rejection}: {reply.Detail}");
            return await opened.Task;
        }

        public async Task<MakeOffer> Offer(Guid provider, JobView job)
        {
            var offer = new MakeOffer(_ids.Next(), job, job.PickUpBy + TimeSpan.FromSeconds(1), job.PickUpBy);
            var reply = await Grain(provider).Offer(offer, default);
            Assert.True(reply.Rejection is null, $"The offer was refused: {reply.Rejection}");
            return offer;
        }

        public Task<JobReply> Accept(Guid provider, MakeOffer offer) => Grain(provider).Answer(new AnswerOffer(Stamp(), offer.Offer, offer.Job.Job, true), default);

        /// <summary>A job that a provider has accepted.</summary>
        public async Task<JobView> Held(Guid provider)
        {
            var reply = await Accept(provider, await Offer(provider, await Open()));
            Assert.True(reply.Done, $"The acceptance was refused: {reply.Rejection}");
            return reply.View!;
        }

        public Task<JobReply> Step(Guid provider, JobView job, JobStep step) =>
            Grain(provider).Advance(new AdvanceJob(Stamp(), job.Job, provider, step, null, null), default);

        public async Task<JobReply> CancelLate(JobView job)
        {
            await Grain(job).Get(default);
            return await Grain(job).Cancel(new CancelJob(Stamp(), job.Customer, "changed_mind"), default);
        }

        public async Task Until(DateTimeOffset instant)
        {
            if (instant > _time.GetUtcNow())
            {
                await Task.Delay(instant - _time.GetUtcNow(), _time);
            }
        }

        public async Task WakeLate(JobView job)
        {
            await Grain(job).Get(default);
            await Grain(job).Wake(default);
        }

        /// <summary>Lets the outbox bring its news, and time move on.</summary>
        public Task Settle() => Task.Delay(TimeSpan.FromSeconds(1), _time);

        /// <summary>The event that came after the version that both sides saw.</summary>
        public async Task<JobEvent> EventAfter(JobView seen) =>
            (await _host.Services.GetRequiredService<IJobReader>().Timeline(new JobId(seen.Job), default)).Single(entry => entry.Version == seen.Version + 1).Event;

        public async Task CheckWinner(JobView seen, JobState state, Guid winner)
        {
            var now = (await Grain(seen).Get(default))!;
            Assert.Equal(state, now.State);
            Assert.Equal(winner, now.Provider);
            Assert.Equal(winner, Assert.IsType<JobEvent.Accepted>(await EventAfter(seen)).Assignment.Provider.Value);
            Assert.Equal([seen.Job], (await View(winner)).Jobs.ToArray());
        }

        public async Task Clear(JobView job) => await Grain(job).Cancel(new CancelJob(Stamp(), null, "operator_decision"), default);

        private async Task Prepare()
        {
            var builder = new RoadNetworkBuilder();
            builder.AddNode(0, TestMarket.Crossing(0, 0));
            builder.AddNode(1, TestMarket.Crossing(1, 0));
            builder.AddEdge(0, 1, 20_000);
            builder.AddEdge(1, 0, 20_000);
            var roads = builder.Build();
            var market = new Market(
                new MarketId("town"), new OperatorId("acme"), [new ServiceClass(new ServiceClassId("ride"), Scenarios.Terms(patience: TimeSpan.FromSeconds(3)), "nearest", TimeSpan.FromMinutes(5))], false);
            _host.Services.GetRequiredService<MarketMaps>().Set(
                market.Id, new MarketMap(roads, AllPairsTravelTimes.Build(roads, 1.0, threads: 1), ServiceArea.Around(roads, new Metres(500))));
            Assert.Null((await _grains.GetGrain<IMarketGrain>("town").Define(MarketCodec.Write(market), default)).Rejection);

            // Between two sweeps of the shard, so that it is the race that wakes the jobs.
            await _grains.GetGrain<IDispatchShardGrain>(ShardKey.Of("town", "ride")).Keep(default);
            await Task.Delay(TimeSpan.FromMilliseconds(500), _time);
            _customer = _ids.Next();
            await _grains.GetGrain<ICustomerGrain>(_customer.ToString("N")).Register(new RegisterCustomer("Test", [TestMethods.Succeeds]), default);
            for (var i = 0; i < AtOnce * 4; i++)
            {
                var id = _ids.Next();
                _providers.Add(id);
                Assert.True((await Grain(id).Onboard(new OnboardProvider(Stamp(), OnboardingStep.Apply, "Test", "acme"), default)).Done);
                Assert.True((await Grain(id).Onboard(new OnboardProvider(Stamp(), OnboardingStep.Approve, null, null), default)).Done);
                Assert.True((await Grain(id).ChangeShift(new ChangeShift(Stamp(), true, "town", ["ride"], _ids.Next(), 4, 1), default)).Done);
            }
        }
    }
}
