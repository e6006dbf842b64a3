using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A gateway that answers nobody holds up only what it is asked.</summary>
public sealed class OutboxTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public Task Delivery_WhileTheGatewayAnswersNobody_TellsTheShardAtOnce() => silo.Aside(async () =>
    {
        DeafGateway? bank = null;
        await using var host = await GrainHost.Begin(bank: gateway => bank = new DeafGateway(gateway));
        var market = await host.Market();
        var job = await Accepted(market);
        bank!.IsDeaf = true;
        Assert.True((await job.CancelByCustomer()).Done);

        // Time stands: no sweep, no timer and no patience of the gateway's caller comes into it.
        await GrainHost.Now(async () => (await market.Shard.GetStats(default)).BoundJobs == 0, "the shard to hear of the end");
        await GrainHost.Now(async () => (await Waiting(host)) == 1, "nothing but the release to wait");
        bank.IsDeaf = false;
        await job.Paid(PaymentState.Released);
    });

    [Fact]
    public Task Sweep_WhileTheGatewayAnswersNobody_DeliversWhatACrashLeftOver() => silo.Aside(() => LeftOver(null));

    [PostgresFact]
    public Task Sweep_OnPostgres_DeliversWhatACrashLeftOverAndAsksForNothingThatIsDone() => silo.Aside(async () =>
    {
        foreach (var test in new Func<string?, Task>[] { LeftOver, Meanwhile })
        {
            var database = PostgresServer.Shared.Database();
            await test(database);
            PostgresServer.Shared.Drop(database);
        }
    });

    [Fact]
    public Task Sweep_OfWhatAnotherNodeDeliveredMeanwhile_AsksForItNoMore() => silo.Aside(() => Meanwhile(null));

    [Fact]
    public Task TakeOver_OfWhatAProcessThatDiedLeft_WaitsForNoGraceAndForNoOtherJob() => silo.Aside(async () =>
    {
        DeafGateway? bank = null;
        MortalJobStore? store = null;
        await using var host = await GrainHost.Begin(bank: gateway => bank = new DeafGateway(gateway), jobs: jobs => store = new MortalJobStore(jobs));
        var market = await host.Market();
        foreach (var job in new[] { await Accepted(market), await Accepted(market) })
        {
            store!.Arm(0, after: true);
            await Record.ExceptionAsync(job.CancelByCustomer);
            store.Revive();
        }

        // Time stands still: by itself nothing is due for a while.
        bank!.IsDeaf = true;
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        Assert.True((await outbox.Due(OutboxLane.Own, host.Clock.GetUtcNow(), 10, default)).IsEmpty);
        host.Services.GetRequiredService<OutboxPump>().TakeOver();
        await GrainHost.Now(() => Task.FromResult(bank.Asked == 2), "both releases to be asked for, neither after the other");
        bank.IsDeaf = false;
        await GrainHost.Now(async () => await Waiting(host) == 0, "nothing to wait");
        Assert.Equal(2, bank.Asked);
    });

    private static async Task LeftOver(string? postgres)
    {
        DeafGateway? bank = null;
        MortalJobStore? store = null;
        await using var host = await GrainHost.Begin(postgres: postgres, bank: gateway => bank = new DeafGateway(gateway), jobs: jobs => store = new MortalJobStore(jobs));
        var market = await host.Market();
        var job = await Accepted(market);

        // One row a look, and the oldest is the gateway's.
        host.Services.GetRequiredService<IOptions<OutboxOptions>>().Value.SweepBatch = 1;
        bank!.IsDeaf = true;
        var asking = await market.Request(2, 0);
        store!.Arm(0, after: true);
        await Record.ExceptionAsync(job.CancelByCustomer);
        Assert.True(store.Happened);
        store.Revive();
        Assert.True(await Waiting(host) >= 3);
        await host.Until(async () => await Waiting(host) == 2, "all to be delivered but the hold and the release", TimeSpan.FromMinutes(5));
        Assert.Equal(0, (await market.Shard.GetStats(default)).BoundJobs);

        bank.IsDeaf = false;
        await asking.In(JobState.Matching);
        await job.Paid(PaymentState.Released);
    }

    private static async Task Meanwhile(string? postgres)
    {
        DeafGateway? bank = null;
        MortalJobStore? store = null;
        await using var host = await GrainHost.Begin(postgres: postgres, bank: gateway => bank = new DeafGateway(gateway), jobs: jobs => store = new MortalJobStore(jobs));
        var market = await host.Market();
        foreach (var job in new[] { await Accepted(market), await Accepted(market) })
        {
            store!.Arm(0, after: true);
            await Record.ExceptionAsync(job.CancelByCustomer);
            store.Revive();
        }

        host.Services.GetRequiredService<IOptions<OutboxOptions>>().Value.SweepAtOnce = 1;
        bank!.IsDeaf = true;
        await host.Until(() => bank.Asked == 1, "the first release to be asked for");
        var outbox = host.Services.GetRequiredService<IOutboxStore>();
        var waiting = (await outbox.Due(OutboxLane.Gateway, DateTimeOffset.MaxValue, 10, default)).Select(row => row.Id).ToArray();
        Assert.Equal(2, waiting.Length);
        await outbox.Close([waiting[1]], default);
        bank.IsDeaf = false;
        await GrainHost.Now(async () => (await outbox.Due(OutboxLane.Gateway, DateTimeOffset.MaxValue, 10, default)).IsEmpty, "the release to be done");
        await GrainHost.Now(async () => await Waiting(host) == 0, "nothing to wait");
        Assert.Equal(1, bank.Asked);
    }

    private static async Task<TestJob> Accepted(TestMarket market)
    {
        var provider = await market.Provider(0, 0);
        var job = await market.Request(1, 0);
        Assert.True((await provider.Accept(job)).Done);
        return job;
    }

    private static async Task<long> Waiting(GrainHost host) => (await host.Services.GetRequiredService<IOutboxStore>().Count(default)).Waiting;

    /// <summary>A gateway that may be deaf: then nobody is answered before it hears again.</summary>
    private sealed class DeafGateway(IPaymentGateway inner) : IPaymentGateway
    {
        private TaskCompletionSource _hears = Done();
        private int _asked;

        /// <summary>How many releases it was asked for.</summary>
        public int Asked => _asked;

        public bool IsDeaf
        {
            set
            {
                if (value)
                {
                    _hears = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }
                else
                {
                    _hears.TrySetResult();
                }
            }
        }

        public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
        {
            if (request.Operation == GatewayOperation.Release)
            {
                Interlocked.Increment(ref _asked);
            }

            await _hears.Task.WaitAsync(cancellationToken);
            return await inner.Send(request, cancellationToken);
        }

        private static TaskCompletionSource Done()
        {
            var done = new TaskCompletionSource();
            done.SetResult();
            return done;
        }
    }
}
