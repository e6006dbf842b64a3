using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Grains.Outbox;
using O2O.Dispatch.Grains.Wallets;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>The service dies at every call that a wallet makes, before it is done and after: money moves once.</summary>
public sealed class WalletFaultTests
{
    private static readonly WalletAccount Account = AccountOf(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task TopUp_DeathAtEveryCall_ChargesOnceAndIsInTheWalletOnce(bool done) => OnSqlite(store => TopUpDeaths(store, done));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Job_DeathAtEveryOperation_HoldsTakesAndGivesBackOnce(bool done) => OnSqlite(store => JobDeaths(store, done));

    [PostgresFact]
    public Task Wallet_OnPostgresDeathAtEveryCall_MovesMoneyOnce() => OnPostgres(async store =>
    {
        // The books are proved before wallets pay for jobs that nobody wrote down.
        await TopUpDeaths(store, done: false);
        await TopUpDeaths(store, done: true);
        await JobDeaths(store, done: false);
        await JobDeaths(store, done: true);
    });

    private static async Task TopUpDeaths(Ports store, bool done)
    {
        var clock = store.Clock;
        for (var at = 1; ; at++)
        {
            var gateway = new CountingGateway(new InProcessGateway(clock));
            var id = new Guid(at, (short)(done ? 1 : 2), 3, 4, 5, 6, 7, 8, 9, 10, 11);
            var account = AccountOf(done ? 100 + at : 200 + at);
            await store.Wallets.Begin(new WalletTopUp(id, account, Scenarios.Usd(2_500), TestMethods.Succeeds, null, WalletTopUpStatus.Begun, null, null, clock.GetUtcNow()), default);
            var mortal = new MortalStore(store.Wallets, at, done);
            var dead = false;
            try
            {
                await Sweep(mortal, gateway, clock);
            }
            catch (StoreUnavailableException)
            {
                dead = true;
            }

            await Sweep(store.Wallets, gateway, clock);
            await Sweep(store.Wallets, gateway, clock);
            Assert.Equal(WalletTopUpStatus.Paid, (await store.Wallets.TopUp(id, default))!.Status);
            Assert.Equal(Scenarios.Usd(2_500), Assert.Single(await store.Wallets.Of(account.Customer, default)).Balance);
            Assert.Single(await store.Wallets.Entries(account.Customer, null, 10, default));
            Assert.Single(gateway.Charged);
            Assert.Null((await store.Books.Prove(_ => true, null, default)).FirstFault);
            if (!dead)
            {
                Assert.Equal(4, at);
                return;
            }
        }
    }

    [Fact]
    public async Task TopUp_GatewayAway_IsPutOffAndAskedAgainForTheSameCharge()
    {
        var clock = new ManualClock(Scenarios.Now);
        using var store = new SqliteStore(new SqliteOptions { Path = SqliteOptions.InMemory }, clock);
        var gateway = new CountingGateway(new InProcessGateway(clock));
        for (var i = 1; i <= 2; i++)
        {
            await store.Wallets.Begin(
                new WalletTopUp(new Guid(i, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), Account, Scenarios.Usd(2_500), TestMethods.TimesOutAfterDoing, null, WalletTopUpStatus.Begun, null, null, clock.GetUtcNow()), default);
        }

        // The first is done and not answered: it is put off, and the other waits for the next look.
        Assert.Equal(0, await Sweep(store.Wallets, gateway, clock));
        Assert.Single(await store.Wallets.Due(clock.GetUtcNow(), 10, default));
        Assert.Equal(0, await Sweep(store.Wallets, gateway, clock));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, await Sweep(store.Wallets, gateway, clock));
        Assert.Equal(Scenarios.Usd(5_000), Assert.Single(await store.Wallets.Of(Account.Customer, default)).Balance);
        Assert.Equal(2, gateway.Charged.Count);
    }

    private static async Task JobDeaths(Ports store, bool done)
    {
        var (clock, account) = (store.Clock, AccountOf(done ? 301 : 302));
        var credit = account.Customer.Value;
        await store.Wallets.Move(new WalletMove($"credit:{credit:N}", account, WalletEntryKind.Credited, Scenarios.Usd(1_000), credit, null, null, clock.GetUtcNow()), null, default);
        var job = new JobId(new Guid(done ? 8 : 9, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        GatewayRequest Request(GatewayOperation operation, long amount, string? intent, int epoch = 1) => new(job, operation, epoch, intent, Scenarios.Usd(amount), JobOrder.Wallet, account.Owner);

        async Task<GatewayAnswer> Ask(GatewayRequest request)
        {
            await Assert.ThrowsAsync<GatewayUnavailableException>(() => new WalletGateway(new MortalStore(store.Wallets, 1, done), clock).Send(request, default));
            var answer = await new WalletGateway(store.Wallets, clock).Send(request, default);
            Assert.Equal(answer, await new WalletGateway(store.Wallets, clock).Send(request, default));
            Assert.Equal(GatewayOutcome.Done, answer.Outcome);
            return answer;
        }

        async Task<(long Balance, long Held)> Sums() => await store.Wallets.Of(account.Customer, default) is [var wallet] ? (wallet.Balance.MinorUnits, wallet.Held.MinorUnits) : default;
        var intent = (await Ask(Request(GatewayOperation.Authorize, 600, null))).Intent;
        Assert.Equal((1_000, 600), await Sums());
        await Ask(Request(GatewayOperation.Increment, 700, intent));
        Assert.Equal((1_000, 700), await Sums());
        await Ask(Request(GatewayOperation.Capture, 650, intent));
        Assert.Equal((350, 0), await Sums());
        await Ask(Request(GatewayOperation.Charge, 100, null));
        Assert.Equal((250, 0), await Sums());
        await Ask(Request(GatewayOperation.Refund, 650, intent));
        Assert.Equal((900, 0), await Sums());
        var second = (await Ask(Request(GatewayOperation.Authorize, 900, null, 2))).Intent;
        await Ask(Request(GatewayOperation.Release, 900, second, 2));
        Assert.Equal((900, 0), await Sums());
    }

    private static WalletAccount AccountOf(int n) => new(new CustomerId(new Guid(n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), new OperatorId("acme"), Currency.Usd);

    private static async Task OnSqlite(Func<Ports, Task> test)
    {
        var clock = new ManualClock(Scenarios.Now);
        using var store = new SqliteStore(new SqliteOptions { Path = SqliteOptions.InMemory }, clock);
        await test(new Ports(store.Wallets, store.Books, clock));
    }

    private static async Task OnPostgres(Func<Ports, Task> test)
    {
        var clock = new ManualClock(Scenarios.Now);
        var database = PostgresServer.Shared.Database();
        using (var store = new PostgresStore(new PostgresOptions { ConnectionString = database }, clock))
        {
            await test(new Ports(store.Wallets, store.Books, clock));
        }

        PostgresServer.Shared.Drop(database);
    }

    /// <summary>The ports of whichever store it is.</summary>
    private sealed record Ports(IWalletStore Wallets, IBooksReader Books, ManualClock Clock);

    private static async Task<int> Sweep(IWalletStore wallets, IPaymentGateway gateway, TimeProvider time)
    {
        var sweeper = new WalletTopUps(wallets, gateway, time, Options.Create(new OutboxOptions()));
        return await sweeper.Ask(await sweeper.Due(default), default);
    }

    /// <summary>Dies at one of its calls: before it is done, or after.</summary>
    private sealed class MortalStore(IWalletStore inner, int at, bool done) : IWalletStore
    {
        private int _calls;

        public ValueTask<WalletChange> Move(WalletMove move, Money? fee, CancellationToken cancellationToken) => Die(() => inner.Move(move, fee, cancellationToken));

        public ValueTask<ImmutableArray<Wallet>> Of(CustomerId customer, CancellationToken cancellationToken) => Die(() => inner.Of(customer, cancellationToken));

        public ValueTask<ImmutableArray<(long Number, WalletEntry Entry)>> Entries(CustomerId customer, long? before, int limit, CancellationToken cancellationToken) =>
            Die(() => inner.Entries(customer, before, limit, cancellationToken));

        public ValueTask<WalletHold?> Find(string intent, CancellationToken cancellationToken) => Die(() => inner.Find(intent, cancellationToken));

        public ValueTask<WalletTopUp> Begin(WalletTopUp topUp, CancellationToken cancellationToken) => Die(() => inner.Begin(topUp, cancellationToken));

        public ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken) => Die(() => inner.TopUp(id, cancellationToken));

        public ValueTask<ImmutableArray<WalletEntry>> Disputes(Guid topUp, CancellationToken cancellationToken) => Die(() => inner.Disputes(topUp, cancellationToken));

        public ValueTask<ImmutableArray<WalletEntry>> OpenDisputes(int limit, CancellationToken cancellationToken) => Die(() => inner.OpenDisputes(limit, cancellationToken));

        public ValueTask<ImmutableArray<Wallet>> Owing(int limit, CancellationToken cancellationToken) => Die(() => inner.Owing(limit, cancellationToken));

        public ValueTask<ImmutableArray<WalletTopUp>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => Die(() => inner.Due(now, limit, cancellationToken));

        public async ValueTask PutOff(Guid id, DateTimeOffset until, CancellationToken cancellationToken) => await Die(async () =>
        {
            await inner.PutOff(id, until, cancellationToken);
            return true;
        });

        public async ValueTask End(Guid id, WalletTopUpStatus status, string? intent, string? code, CancellationToken cancellationToken) => await Die(async () =>
        {
            await inner.End(id, status, intent, code, cancellationToken);
            return true;
        });

        private async ValueTask<T> Die<T>(Func<ValueTask<T>> call)
        {
            if (++_calls != at)
            {
                return await call();
            }

            if (done)
            {
                await call();
            }

            throw new StoreUnavailableException("Dead.");
        }
    }

    /// <summary>Remembers what it charged.</summary>
    private sealed class CountingGateway(IPaymentGateway inner) : IPaymentGateway
    {
        public HashSet<string> Charged { get; } = [];

        public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
        {
            var answer = await inner.Send(request, cancellationToken);
            if (answer is { Outcome: GatewayOutcome.Done, Intent: { } intent })
            {
                Charged.Add(intent);
            }

            return answer;
        }
    }
}
