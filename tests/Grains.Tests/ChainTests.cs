using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Chains through the silo: ordered by one command, each leg when the one before it is done, and a death before and after every commit.</summary>
public sealed class ChainTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public Task Chain_LegByLeg_BeginsEachWhenTheOneBeforeIsDoneAndCapturesEach() => OnSqlite(LegByLeg);

    [PostgresFact]
    public Task Chain_OnPostgres_BeginsEachWhenTheOneBeforeIsDoneAndCapturesEach() => OnPostgres(LegByLeg);

    [Fact]
    public Task Chain_WhoseSecondLegIsCanceled_LetsGoWhatFollowsIt() => OnSqlite(Canceled);

    [Fact]
    public Task Chain_WhoseFirstLegIsRefused_IsNotMadeAtAll() => OnSqlite(Refused);

    [Fact]
    public Task Chain_OrderedTwice_IsOneChainAndAnotherBodyIsRefused() => OnSqlite(Twice);

    [Fact]
    public Task Chain_SaidAgainAndRefused_LetsGoWhatTheFirstTryMade() => OnSqlite(TooLate);

    [Fact]
    public Task Death_BeforeAndAfterEachCommit_LeavesAChainThatIsFinished() => OnSqlite(bench => Deaths(bench, every: 1));

    [PostgresFact]
    public Task Death_OnPostgres_LeavesAChainThatIsFinished() => OnPostgres(bench => Deaths(bench, every: 5));

    [Fact]
    public Task Death_ThatNobodyRepeats_LeavesAWholeChainOrNone() => OnSqlite(Abandoned);

    [PostgresFact]
    public Task Death_OnPostgresThatNobodyRepeats_LeavesAWholeChainOrNone() => OnPostgres(Abandoned);

    private static async Task LegByLeg(Bench bench)
    {
        var command = await bench.Order([0, 1, 2]);
        var reply = await bench.Request(command);
        Assert.True(reply.Rejection is null, $"{reply.Rejection} {reply.Detail}");
        Assert.Equal([null, Id(command, 1), Id(command, 2)], reply.Legs.Select(leg => leg.WaitsFor));
        Assert.Equal([1, 2, 3], reply.Legs.Select(leg => leg.Leg!.Value));
        for (var number = 1; number <= 3; number++)
        {
            await bench.In(command, number, JobState.Matching);
            for (var later = number + 1; later <= 3; later++)
            {
                await bench.Paid(command, later, PaymentState.Authorized);
                var waits = await bench.View(command, later);
                Assert.Equal((JobState.Scheduled, PaymentState.Authorized, Id(command, later - 1)), (waits.State, waits.Payment, waits.WaitsFor));
            }

            await bench.Do(command, number);
            await bench.Paid(command, number, PaymentState.Captured);

            // News that comes again, or of what is not so, changes nothing.
            if (number < 3)
            {
                await bench.In(command, number + 1, JobState.Matching);
                var opened = await bench.View(command, number + 1);
                foreach (var step in new[] { LegStep.Completed, LegStep.Made, LegStep.Ended })
                {
                    Assert.Equal(Rejection.NothingDue, (await bench.Job(command, number + 1).HearOfLeg(new LegNews(Id(command, number), step), default)).Rejection);
                }

                Assert.Equal(opened.Version, (await bench.View(command, number + 1)).Version);
            }
        }

        await bench.Sound();
    }

    private static async Task Canceled(Bench bench)
    {
        var command = await bench.Order([0, 1, 2, 1]);
        Assert.Null((await bench.Request(command)).Rejection);
        await bench.In(command, 1, JobState.Matching);
        Assert.True((await bench.Job(command, 2).Cancel(new CancelJob(bench.Host.Stamp(), command.Customer, "changed_mind"), default)).Done);
        await bench.In(command, 3, JobState.CanceledByPlatform);
        await bench.Paid(command, 2, PaymentState.Released);
        await bench.Paid(command, 3, PaymentState.Released);

        // What goes before it, and what follows another leg, goes on.
        await bench.Do(command, 1);
        await bench.Paid(command, 1, PaymentState.Captured);
        await bench.In(command, 4, JobState.Matching);
        Assert.Equal(JobState.CanceledByPlatform, (await bench.View(command, 3)).State);
        await bench.Sound();
    }

    private static async Task Refused(Bench bench)
    {
        // A bank transfer pays for booked jobs alone: the first leg is none.
        var command = await bench.Order([0, 1, 2], JobOrder.BankTransfer, bench.Host.Clock.GetUtcNow() + TimeSpan.FromDays(5));
        var reply = await bench.Request(command);
        Assert.Equal(Rejection.OrderInvalid, reply.Rejection);
        Assert.StartsWith("Leg 1: A bank transfer", reply.Detail, StringComparison.Ordinal);
        Assert.Null(await bench.Job(command, 1).Get(default));
        foreach (var number in new[] { 2, 3 })
        {
            Assert.Equal(JobState.CanceledByPlatform, (await bench.View(command, number)).State);
        }

        // What was let go comes back by no repetition.
        Assert.Equal(Rejection.ChainBroken, (await bench.Request(command)).Rejection);
        Assert.Null(await bench.Job(command, 1).Get(default));

        var stranger = await bench.Order([0, 1]);
        Assert.Equal(Rejection.QuoteForeign, (await bench.Request(stranger with { Legs = [stranger.Legs[0], (await bench.Order([0, 1])).Legs[1]] })).Rejection);
        Assert.Equal(Rejection.OrderInvalid, (await bench.Request(stranger with { Legs = [stranger.Legs[0], stranger.Legs[0] with { Follows = 1 }] })).Rejection);
        Assert.Equal(Rejection.QuoteInvalid, (await bench.Request(stranger with { Legs = [stranger.Legs[0], new LegOrder("x.y", 1)] })).Rejection);
        Assert.Equal(Rejection.OrderInvalid, (await bench.Request(stranger with { Legs = [stranger.Legs[0]] })).Rejection);
        bench.Host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Rejection.QuoteExpired, (await bench.Request(stranger)).Rejection);
        Assert.Null(await bench.Job(stranger, 2).Get(default));
    }

    private static async Task Twice(Bench bench)
    {
        var command = await bench.Order([0, 1]);
        var first = await bench.Request(command);
        await bench.In(command, 1, JobState.Matching);

        // The quotes are over by then.
        bench.Host.Clock.Advance(TimeSpan.FromMinutes(8));
        var again = await bench.Request(command);
        Assert.Equal(first.Legs.Select(leg => (leg.Job, leg.Version)), again.Legs.Select(leg => (leg.Job, leg.Version)));
        var other = command with { Stamp = command.Stamp with { BodyHash = "another" } };
        Assert.Equal(Rejection.CommandIdReused, (await bench.Request(other)).Rejection);
        Assert.Equal(JobState.Scheduled, (await bench.View(command, 2)).State);

        // A longer one under the same key makes no leg that stands alone.
        var longer = other with { Legs = [.. command.Legs, (await bench.Order([0, 1])).Legs[1] with { Follows = 2 }] };
        Assert.Equal(Rejection.CommandIdReused, (await bench.Request(longer)).Rejection);
        Assert.Null(await bench.Job(command, 3).Get(default));
        Assert.Equal(JobState.Scheduled, (await bench.View(command, 2)).State);
    }

    /// <summary>Where a repetition is refused, what the first try has made goes too.</summary>
    private static async Task TooLate(Bench bench)
    {
        var command = await bench.Order([0, 1]);
        bench.Jobs.Arm(0, after: true);
        await Assert.ThrowsAnyAsync<Exception>(() => bench.Request(command));
        await bench.In(command, 2, JobState.Scheduled);

        // The quotes are over by the time it is said again.
        bench.Host.Clock.Advance(TimeSpan.FromMinutes(8));
        Assert.NotNull((await bench.Persist(() => bench.Request(command))).Rejection);
        await bench.In(command, 2, JobState.CanceledByPlatform);
        Assert.Null(await bench.Job(command, 1).Get(default));
    }

    private static async Task Deaths(Bench bench, int every)
    {
        var reached = false;
        for (var step = 0; !reached; step += every)
        {
            foreach (var after in new[] { false, true })
            {
                var command = await bench.Order([0, 1]);
                bench.Jobs.Arm(step, after);
                var reply = await bench.Persist(() => bench.Request(command));
                Assert.True(reply.Rejection is null, $"Step {step}, {after}: {reply.Rejection} {reply.Detail}");
                for (var number = 1; number <= 2; number++)
                {
                    await bench.In(command, number, JobState.Matching);
                    await bench.Do(command, number);
                }

                for (var number = 1; number <= 2; number++)
                {
                    await bench.Paid(command, number, PaymentState.Captured);
                    var job = await bench.Stored(command, number);
                    Assert.Equal(job.FinalFare!.Total, job.Payment.Captured);
                }

                reached = !bench.Jobs.Happened;
                bench.Jobs.Revive();
            }

            Assert.True(step < 100, "It never comes to its end.");
        }

        await bench.Sound();
    }

    private static async Task Abandoned(Bench bench)
    {
        for (var step = 0; step < 3; step++)
        {
            foreach (var after in new[] { false, true })
            {
                var command = await bench.Order([0, 1, 2]);
                bench.Jobs.Arm(step, after);

                // The grains' commits come in the order of the legs, the last first; what the gateway says may come between.
                await Assert.ThrowsAnyAsync<Exception>(async () =>
                {
                    var reply = await bench.Request(command);
                    await bench.Host.Until(() => bench.Jobs.IsDead, "the death");
                    throw new InvalidOperationException($"{reply.Rejection}");
                });
                bench.Jobs.Revive();
                if (await bench.Job(command, 1).Get(default) is not null)
                {
                    await bench.In(command, 1, JobState.Matching);
                    Assert.All(await Task.WhenAll(bench.View(command, 2), bench.View(command, 3)), view => Assert.Equal(JobState.Scheduled, view.State));
                    await bench.Host.Until(async () => (await bench.Stored(command, 3)).Chain is { IsMade: true }, "the last leg to hear of the first");
                    Assert.True((await bench.Job(command, 1).Cancel(new CancelJob(bench.Host.Stamp(), command.Customer, "changed_mind"), default)).Done);
                }

                bench.Host.Clock.Advance(JobLimits.ChainMadeWithin);
                foreach (var number in new[] { 2, 3 })
                {
                    if (await bench.Job(command, number).Get(default) is not null)
                    {
                        // Canceled, or expired where the death kept the gateway from being asked in time.
                        await bench.Paid(command, number, PaymentState.Released);
                        Assert.Contains((await bench.View(command, number)).State, new[] { JobState.CanceledByPlatform, JobState.Expired });
                    }
                }
            }
        }

        await bench.Sound();
    }

    private static Guid Id(RequestChain command, int number) => ChainIds.Job(command.Chain, number);

    private Task OnSqlite(Func<Bench, Task> test) => Aside(null, test);

    private async Task OnPostgres(Func<Bench, Task> test)
    {
        var database = PostgresServer.Shared.Database();
        await Aside(database, test);
        PostgresServer.Shared.Drop(database);
    }

    private Task Aside(string? postgres, Func<Bench, Task> test) => silo.Aside(async () =>
    {
        MortalJobStore? mortal = null;
        var host = await GrainHost.Begin(postgres: postgres, jobs: jobs => mortal = new MortalJobStore(jobs));
        await using (host)
        {
            await test(new Bench(host, await host.Market(), mortal!));
        }

        Directory.Delete(host.Folder, recursive: true);
    });

    private sealed class Bench(GrainHost host, TestMarket market, MortalJobStore jobs)
    {
        public GrainHost Host => host;

        public MortalJobStore Jobs => jobs;

        /// <summary>The order of a chain of rides; the first is for now, the others perhaps for a booked time.</summary>
        public async Task<RequestChain> Order(int[] follows, string method = TestMethods.Succeeds, DateTimeOffset? booked = null)
        {
            var customer = await market.Customer(method);
            var legs = ImmutableArray.CreateBuilder<LegOrder>();
            foreach (var leg in follows)
            {
                var quote = market.Quote(customer, TestMarket.Wire(1 + legs.Count, 1), TestMarket.Wire(6, 6), legs.Count == 0 ? null : booked);
                Assert.Null(quote.Rejection);
                legs.Add(new LegOrder(quote.Token!, leg));
            }

            var stamp = host.Stamp();
            return new RequestChain(stamp, ChainIds.Of(stamp), customer, legs.ToImmutable(), string.Empty);
        }

        public Task<ChainReply> Request(RequestChain command) => host.Grains.GetGrain<ICustomerGrain>(command.Customer.ToString("N")).RequestChain(command, default);

        public IJobGrain Job(RequestChain command, int number) => host.Grains.GetGrain<IJobGrain>(Id(command, number).ToString("N"));

        public async Task<JobView> View(RequestChain command, int number) => (await Persist(() => Job(command, number).Get(default)))!;

        public async Task<Job> Stored(RequestChain command, int number) => (await Persist(async () => await host.Jobs.Load(new JobId(Id(command, number)), default)))!;

        public Task In(RequestChain command, int number, JobState state) => Until(async () => (await View(command, number)).State == state, $"leg {number} in {state}");

        public Task Paid(RequestChain command, int number, PaymentState state) => Until(async () => (await View(command, number)).Payment == state, $"leg {number} with its payment {state}");

        /// <summary>Somebody does a leg from the acceptance to the completion.</summary>
        public async Task Do(RequestChain command, int number)
        {
            var (job, id, provider) = (Job(command, number), Id(command, number), host.NewId());
            var assign = new AssignJob(host.Stamp(), id, provider, host.NewId(), 0, null);
            Done(await Persist(() => job.Assign(assign, default)));
            foreach (var step in new[] { JobStep.Arrive, JobStep.Start, JobStep.Complete })
            {
                var advance = new AdvanceJob(host.Stamp(), id, provider, step, null, null);
                Done(await Persist(() => job.Advance(advance, default)));
            }
        }

        /// <summary>Asks until there is an answer, as a client does.</summary>
        public async Task<T> Persist<T>(Func<Task<T>> call)
        {
            while (true)
            {
                try
                {
                    return await call();
                }
                catch (Exception) when (jobs.IsDead)
                {
                    jobs.Revive();
                }
            }
        }

        public async Task Sound()
        {
            var proof = await host.Services.GetRequiredService<IBooksReader>().Prove(_ => true, null, default);
            Assert.True(proof.FirstFault is null, proof.FirstFault?.Detail);
        }

        private static void Done(JobReply reply) => Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");

        private Task Until(Func<Task<bool>> condition, string what) => host.Until(
            () =>
            {
                if (jobs.IsDead)
                {
                    jobs.Revive();
                }

                return condition();
            },
            what);
    }
}
