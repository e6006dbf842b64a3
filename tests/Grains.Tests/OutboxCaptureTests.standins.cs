using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;
using Xunit.Abstractions;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>
/// Captures from the grain's commit to the books, through the outbox, against a gateway that fails each call of a tenth: done and not answered, 500, declined, 30 s late. In virtual time.
/// O2O_CAPTURES sets how many; the default is 100, with O2O_FULL=1 5,000.
/// </summary>
public sealed class OutboxCaptureTests : IDisposable
{
    private static readonly int Captures = FullCount.Of("O2O_CAPTURES", all: 5_000, otherwise: 100);
    private static readonly MerchantId Shop = Scenarios.Merchant(3);
    private static readonly StoreId Counter = new(Scenarios.Merchant(4).Value);

    private readonly ITestOutputHelper _output;
    private readonly IHost _host;
    private readonly DeterministicEngine _engine;
    private readonly InProcessGateway _bank;
    private readonly UnreliableGateway _gateway;

    public OutboxCaptureTests(ITestOutputHelper output)
    {
        _output = output;
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddDeterministicDispatchSilo(new SiloSettings(), 12, GrainHost.Start);
        builder.Services.AddSingleton(provider => new InProcessGateway(provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton(provider => new UnreliableGateway(provider.GetRequiredService<InProcessGateway>(), provider.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IPaymentGateway>(provider => provider.GetRequiredService<UnreliableGateway>());
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSqliteStorage(options => options.Path = SqliteOptions.InMemory);
        _host = builder.Build();
        (_bank, _gateway) = (_host.Services.GetRequiredService<InProcessGateway>(), _host.Services.GetRequiredService<UnreliableGateway>());
        _engine = _host.Services.GetRequiredService<DeterministicEngine>();
        _engine.Start();
        _host.Services.GetRequiredService<OutboxPump>().StartSweeping();
    }

    private IJobStore Jobs => _host.Services.GetRequiredService<IJobStore>();

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    private TimeProvider Time => _host.Services.GetRequiredService<TimeProvider>();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Captures_OfWhichFourTenthsGoWrong_AreNeitherLostNorDoubledNorUnknown() => _engine.Run(async () =>
    {
        var jobs = new List<JobId>();
        for (var n = 1; n <= Captures; n++)
        {
            jobs.Add(await Held(n));
        }

        foreach (var job in jobs)
        {
            var given = await Grain(job).Serve(new ServeJob(Stamp(), Shop.Value, StoreStep.Redeem, null, 1, Counter.Value, Shop.Value), default);
            Assert.True(given.Done, $"{given.Rejection} {given.Detail}");
        }

        // Nothing stays unknown: it was taken, or it is owed and says so. What is owed is asked for again until it is taken.
        var owed = jobs;
        var rounds = 0;
        var declined = 0;
        while (owed.Count > 0)
        {
            Assert.True(rounds++ < 20, $"{owed.Count} payments are still owed.");
            await Quiet();
            var left = new List<JobId>();
            foreach (var job in owed)
            {
                var payment = (await Jobs.Load(job, default))!.Payment;
                Assert.True(payment.Status is PaymentStatus.Captured or PaymentStatus.Failed, $"{job} is {payment.Status}.");
                if (payment.Status == PaymentStatus.Failed)
                {
                    left.Add(job);
                    var asked = await Grain(job).AskPayment(new AskPayment(Stamp(), null), default);
                    Assert.True(asked.Done, $"{asked.Rejection} {asked.Detail}");
                }
            }

            declined += left.Count;
            owed = left;
        }

        // The bank's own memory: each price was taken once, by the capture of its hold or, where that was declined, by a payment of its own.
        var taken = _bank.Export().Where(memory => memory is { Request.Operation: GatewayOperation.Capture or GatewayOperation.Collect, Answer.Outcome: GatewayOutcome.Done }).ToLookup(memory => memory.Request.Job);
        foreach (var job in jobs)
        {
            var stored = (await Jobs.Load(job, default))!;
            Assert.Equal(stored.FinalFare!.Total, Assert.Single(taken[job]).Answer.Amount);
            Assert.Equal(stored.FinalFare.Total, stored.Payment.Captured);
        }

        Assert.Equal(Captures, _bank.CaptureCount);
        var proof = await _host.Services.GetRequiredService<IBooksReader>().Prove(_ => true, null, default);
        Assert.True(proof.FirstFault is null, proof.FirstFault?.Detail);
        Assert.Equal(Captures, proof.Jobs);
        Assert.All(Enum.GetValues<Fate>(), fate => Assert.True(fate == Fate.Well || _gateway.Count(fate) >= Captures / 20, $"{fate} came {_gateway.Count(fate)} times."));
        Assert.Equal(_gateway.Count(Fate.Declined), declined);
        _output.WriteLine($"{Captures:N0} captures: {string.Join(", ", Enum.GetValues<Fate>().Select(fate => $"{fate} {_gateway.Count(fate):N0}"))}; {declined:N0} asked for again; {Time.GetUtcNow() - GrainHost.Start:g} of virtual time.");
    });

    private CommandStamp Stamp() => CommandStamp.Of(_host.Services.GetRequiredService<IIdSource>().Next());

    private IJobGrain Grain(JobId job) => Grains.GetGrain<IJobGrain>(job.ToString());

    /// <summary>Lets time pass until nothing waits in the outbox.</summary>
    private async Task Quiet()
    {
        var outbox = _host.Services.GetRequiredService<IOutboxStore>();
        for (var looks = 0; await outbox.Count(default) is var count && count != (0, 0); looks++)
        {
            Assert.True(
                count.Parked == 0 && looks < 1_000, $"{count} after {looks} looks: {string.Join("; ", (await outbox.Parked(3, default)).Select(parked => $"{parked.Row.Message.GetType().Name}: {parked.Error}"))}");
            await Task.Delay(TimeSpan.FromSeconds(10), Time);
        }
    }

    /// <summary>A paid order with a code, its money held at the bank.</summary>
    private async Task<JobId> Held(int n)
    {
        var now = Time.GetUtcNow();
        var sale = new Sale(Counter, [new PricedItem(new ProductId(Counter.Value), "Noodles", [], Scenarios.Usd(500 + (n % 500)), 1)], TimeSpan.Zero, null, TimeSpan.FromDays(9), BasisPoints.One);
        var order = Scenarios.Order(price: Fare.Of(FareLineKind.Goods, sale.Goods), now: now, n: n, merchant: Shop) with { Kind = ServiceKind.Redemption, Pin = $"CODE{n}", Sale = sale, PaymentMethod = TestMethods.Succeeds };
        var held = await _bank.Send(new GatewayRequest(order.Id, GatewayOperation.Authorize, 1, null, order.Hold, order.PaymentMethod), default);
        Job? job = null;
        foreach (var command in new JobCommand[] { new JobCommand.Request(order), new JobCommand.PaymentAuthorised(held.Intent!, order.Hold) })
        {
            var decided = Decided.Of(job, command, now);
            var commit = new JobCommit(decided.After, decided.ExpectedVersion, decided.Events, "town:counter", null, [], [], decided.Transfers, [], [], now) { Pending = decided.Pending };
            Assert.Equal(CommitStatus.Committed, (await Jobs.Commit(commit, default)).Status);
            job = decided.After;
        }

        return order.Id;
    }

    private enum Fate
    {
        Well,
        DoneAndNotAnswered,
        Broken,
        Declined,
        Late,
    }

    /// <summary>Fails what takes money: which, follows from the key and how often it was asked, so that every run is the same.</summary>
    private sealed class UnreliableGateway(InProcessGateway bank, TimeProvider time) : IPaymentGateway
    {
        private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(30);
        private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, bool> _done = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<Fate, int> _counts = new();

        public int Count(Fate fate) => _counts.GetValueOrDefault(fate);

        public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
        {
            var key = request.IdempotencyKey;
            var asked = _asked.AddOrUpdate(key, 1, (_, before) => before + 1);
            var fate = request.Operation is GatewayOperation.Capture or GatewayOperation.Collect ? Of(key, asked) : Fate.Well;
            _counts.AddOrUpdate(fate, 1, (_, count) => count + 1);
            switch (fate)
            {
                case Fate.DoneAndNotAnswered:
                    await Do(request, cancellationToken);
                    throw new GatewayUnavailableException($"No answer to {key} in time.");
                case Fate.Broken:
                    throw new GatewayUnavailableException($"500 for {key}.");
                case Fate.Declined:
                    return new GatewayAnswer(GatewayOutcome.Declined, request.Intent, request.Amount, "card_declined");
                case Fate.Late:
                    await Task.Delay(Lateness, time, cancellationToken);
                    return await Do(request, cancellationToken);
                case Fate.Well:
                    return await Do(request, cancellationToken);
                default:
                    throw new InvalidOperationException($"No rule for {fate}.");
            }
        }

        private Task<GatewayAnswer> Do(GatewayRequest request, CancellationToken cancellationToken)
        {
            _done[request.IdempotencyKey] = true;
            return bank.Send(request, cancellationToken);
        }

        /// <summary>A tenth each. What was done already is not declined afterwards.</summary>
        private Fate Of(string key, int asked)
        {
            var print = 2_166_136_261u;
            foreach (var letter in $"{key}:{asked}")
            {
                print = unchecked((print ^ letter) * 16_777_619u);
            }

            return (unchecked(print ^ (print >> 15)) % 10) switch
            {
                0 => Fate.DoneAndNotAnswered,
                1 => Fate.Broken,
                2 when !_done.ContainsKey(key) => Fate.Declined,
                3 => Fate.Late,
                _ => Fate.Well,
            };
        }
    }
}
