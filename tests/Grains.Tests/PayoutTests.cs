using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Payouts;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Payouts;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Grains.Payouts;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Payments.Payouts;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Transfers and payouts through the silo: feed, queue, decision, job, outbox, gateway, bank.</summary>
public sealed class PayoutTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    [Fact]
    public Task CardJob_WhenItsDelayIsOver_IsTransferredOnceAndPaidOutOnceAPeriod() => OnSqlite(CardJob);

    [PostgresFact]
    public Task CardJob_OnPostgres_IsTransferredOnceAndPaidOutOnceAPeriod() => OnPostgres(CardJob);

    [Fact]
    public Task CashJobs_BeforeATransfer_AreNetted() => OnSqlite(CashJobs);

    [PostgresFact]
    public Task CashJobs_OnPostgres_AreNetted() => OnPostgres(CashJobs);

    [Fact]
    public Task TwoPumpsAtOnce_ManyJobsOfOneProvider_PayEachOnce() => OnSqlite(TwoPumps);

    [PostgresFact]
    public Task TwoPumpsAtOnce_OnPostgres_PayEachOnce() => OnPostgres(TwoPumps);

    [Fact]
    public Task Sales_ThreePumpsAtOnce_GiveProviderAndMerchantsTheirsOnceLessWhatTheyFund() => OnSqlite(Sales);

    [PostgresFact]
    public Task Sales_OnPostgres_GiveProviderAndMerchantsTheirsOnceLessWhatTheyFund() => OnPostgres(Sales);

    [Fact]
    public Task Crash_BeforeAndAfterEachStep_LeavesWhatTheNextLookFinishesOnce() => OnSqlite(bench => Crashes(bench, every: FullCount.Stride(otherwise: 12)));

    [PostgresFact]
    public Task Crash_OnPostgres_LeavesWhatTheNextLookFinishesOnce() => OnPostgres(bench => Crashes(bench, every: FullCount.Stride(otherwise: 20)));

    [Fact]
    public Task RefundAfterTheTransfer_BorneByTheProvider_IsNettedByTheNext() => OnSqlite(RefundAfterwards);

    [Fact]
    public Task News_OfAccountsAndPayouts_IsTakenOnceAndOfNobodyElses() => OnSqlite(News);

    [Fact]
    public Task Debt_ThatIsPaidAfterItsTurn_IsTransferred() => OnSqlite(PaidLate);

    [Fact]
    public Task Account_ThatIsNotReady_WaitsAndIsTransferredToWhenItIs() => OnSqlite(NotReady);

    [Fact]
    public Task Payout_ThatFails_IsToldAndTriedAgainByHandOrInTheNextPeriod() => OnSqlite(Fails);

    private static async Task CardJob(Bench bench)
    {
        var provider = await bench.Market.Provider(0, 0);
        var job = await bench.Done(provider);
        var line = await bench.Line(job);
        var pump = bench.Pump();
        await pump.Sweep(default);
        Assert.Null((await bench.Stored(job)).Payment.Transfers);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        await pump.Sweep(default);
        await bench.Settled(job);
        await pump.Sweep(default);
        var transfer = Assert.Single((await bench.Stored(job)).Payment.Transfers!.Items);
        Assert.Equal((TransferStatus.Paid, line, 0L), (transfer.Status, transfer.Amount.MinorUnits, transfer.Netted.MinorUnits));
        Assert.Equal(new LedgerAccount(AccountKind.GatewayClearing, "acme"), Assert.Single(await bench.Transfers(job), posted => posted.Cause == "transfer_paid").Credit);

        // One payout a period, of what the account holds.
        bench.Host.Clock.Advance(bench.Options.Period);
        await pump.Sweep(default);
        await bench.Pump().Sweep(default);
        var payout = Assert.Single(await bench.Payouts(provider));
        Assert.Equal((PayoutStatus.Pending, line, $"po_{payout.Id:N}_1"), (payout.Status, payout.Amount.MinorUnits, payout.Reference));
        Assert.Equal(0, await bench.Held(provider));
        bench.Host.Clock.Advance(bench.Host.Gateway.PayoutsTake);
        await pump.Sweep(default);
        Assert.Equal(PayoutStatus.Paid, Assert.Single(await bench.Payouts(provider)).Status);
        bench.Host.Clock.Advance(bench.Options.Period);
        await pump.Sweep(default);
        Assert.Single(await bench.Payouts(provider));
        await bench.Sound();
    }

    private static async Task CashJobs(Bench bench)
    {
        var provider = await bench.Market.Provider(0, 0);
        var cash = await bench.Done(provider, JobOrder.Cash);
        var debt = (await bench.Stored(cash)).FinalFare!.Total.MinorUnits - await bench.Line(cash);
        var card = await bench.Done(provider);
        var line = await bench.Line(card);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        var pump = bench.Pump();
        await pump.Sweep(default);
        await bench.Settled(card);
        await pump.Sweep(default);
        Assert.Equal(line - debt, await bench.Held(provider));
        Assert.Equal([new PayeeBalance(Currency.Usd, 0, 0)], (await bench.Store.Balances(Payee.Of(new ProviderId(provider.Id)), default)).ToArray().AsEnumerable());
        await bench.Sound();
    }

    private static async Task TwoPumps(Bench bench)
    {
        var provider = await bench.Market.Provider(0, 0);
        var jobs = new List<TestJob>();
        long earned = 0;
        long cash = 0;
        for (var i = 0; i < 6; i++)
        {
            var job = await bench.Done(provider, i % 3 == 2 ? JobOrder.Cash : TestMethods.Succeeds);
            jobs.Add(job);
            earned += await bench.Line(job);
            cash += i % 3 == 2 ? (await bench.Stored(job)).FinalFare!.Total.MinorUnits : 0;
        }

        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        for (var round = 0; round < 4; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => bench.Pump().Sweep(default))));
            bench.Host.Clock.Advance(bench.Options.RetryDelay * 4);
        }

        foreach (var job in jobs)
        {
            await bench.Settled(job);
        }

        await bench.Pump().Sweep(default);
        bench.Host.Clock.Advance(bench.Options.Period);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => bench.Pump().Sweep(default))));
        Assert.Equal(earned - cash, (await bench.Payouts(provider)).Sum(payout => payout.Amount.MinorUnits) + await bench.Held(provider));
        Assert.Equal(0, Assert.Single(await bench.Store.Balances(Payee.Of(new ProviderId(provider.Id)), default)).Payable);
        await bench.Sound();
    }

    private static async Task Sales(Bench bench)
    {
        var provider = new TestProvider(bench.Market, bench.Host.NewId());
        var merchants = new[] { new MerchantId(bench.Host.NewId()), new MerchantId(bench.Host.NewId()) };
        Payee[] payees = [Payee.Of(new ProviderId(provider.Id)), .. merchants.Select(Payee.Of)];
        var jobs = new List<Job>();
        for (var i = 0; i < 8; i++)
        {
            // The one's discount is used on the other's sale, too.
            jobs.Add(await bench.Write(provider.Id, TestMethods.Succeeds, merchants[i % 2], funder: i < 4 ? merchants[0] : null));
        }

        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        for (var round = 0; round < 6; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => bench.Pump().Sweep(default))));
            bench.Host.Clock.Advance(bench.Options.RetryDelay * 8);
            await bench.Delivered();
        }

        await bench.Pump().Sweep(default);
        bench.Host.Clock.Advance(bench.Options.Period);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => bench.Pump().Sweep(default))));
        foreach (var payee in payees)
        {
            var funded = payee.Merchant == merchants[0] ? 4 * Bench.Discount : 0;
            var due = jobs.Sum(job => PayeeLine.Of(job, payee).MinorUnits) - funded;
            var paid = (await bench.Store.Page(payee, null, null, 100, default)).Sum(payout => payout.Amount.MinorUnits);
            Assert.True(due > 0 && due == paid + await bench.Held(payee), $"{payee} is due {due} and was paid {paid}.");
            Assert.Equal(new PayeeBalance(Currency.Usd, 0, 0), Assert.Single(await bench.Store.Balances(payee, default)));
        }

        await bench.Sound();
    }

    private static async Task Crashes(Bench bench, int every)
    {
        var reached = false;
        for (var step = 0; !reached; step += every)
        {
            foreach (var after in new[] { false, true })
            {
                var provider = new TestProvider(bench.Market, bench.Host.NewId());
                var cash = await bench.Write(provider.Id, JobOrder.Cash);
                var merchant = new MerchantId(bench.Host.NewId());
                var job = await bench.Write(provider.Id, TestMethods.Succeeds, merchant, funder: merchant);
                var ofMerchant = PayeeLine.Of(job, Payee.Of(merchant)).MinorUnits - Bench.Discount;
                var due = Scenarios.ProviderLine(job).MinorUnits + Scenarios.ProviderLine(cash).MinorUnits - cash.FinalFare!.Total.MinorUnits;
                bench.Host.Clock.Advance(bench.Options.TransferDelay);
                var crash = new Crash(step, after);
                reached = true;
                try
                {
                    // From the feed to the payout of the next period, through one who dies.
                    var dying = bench.Pump(crash);
                    await dying.Sweep(default);
                    await bench.Delivered();
                    await dying.Sweep(default);
                    bench.Host.Clock.Advance(bench.Options.Period);
                    await dying.Sweep(default);
                }
                catch (CrashException)
                {
                }

                reached &= !crash.Happened;
                var pump = bench.Pump();
                for (var look = 0; look < 3; look++)
                {
                    bench.Host.Clock.Advance(bench.Options.RetryDelay * 2);
                    await pump.Sweep(default);
                    await bench.Delivered();
                }

                bench.Host.Clock.Advance(bench.Options.Period);
                await pump.Sweep(default);
                Assert.True(due == (await bench.Payouts(provider)).Sum(payout => payout.Amount.MinorUnits), $"Step {step} ({crash.What}, {(after ? "after" : "before")}): {due} is due.");
                Assert.Equal(0, await bench.Held(provider));
                var toMerchant = (await bench.Store.Page(Payee.Of(merchant), null, null, 100, default)).Sum(payout => payout.Amount.MinorUnits);
                Assert.True(ofMerchant == toMerchant, $"Step {step} ({crash.What}, {(after ? "after" : "before")}): the merchant is due {ofMerchant} and has {toMerchant}.");
                Assert.Equal(new PayeeBalance(Currency.Usd, 0, 0), Assert.Single(await bench.Store.Balances(Payee.Of(merchant), default)));
                Assert.Equal((0, 0), (Assert.Single(await bench.Store.Balances(Payee.Of(new ProviderId(provider.Id)), default)).Payable, 0));
            }

            Assert.True(step < 400, "It never comes to its end.");
        }

        await bench.Sound();
    }

    private static async Task RefundAfterwards(Bench bench)
    {
        var provider = await bench.Market.Provider(0, 0);
        var first = await bench.Done(provider);
        var earned = await bench.Line(first);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        var pump = bench.Pump();
        await pump.Sweep(default);
        await bench.Settled(first);
        Assert.True((await first.Grain.Refund(new RefundJob(bench.Host.Stamp(), 150, null, "service_failure", "provider"), default)).Done);
        await first.Paid(PaymentState.PartiallyRefunded);
        var second = await bench.Done(provider);
        earned += await bench.Line(second);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        await pump.Sweep(default);
        await bench.Settled(second);
        Assert.Equal(earned - 150, await bench.Held(provider));
        Assert.Equal(0, Assert.Single(await bench.Store.Balances(Payee.Of(new ProviderId(provider.Id)), default)).Payable);
        await bench.Sound();
    }

    private static async Task NotReady(Bench bench)
    {
        var accounts = new Restricted(bench.Host.Gateway);
        var provider = await bench.Market.Provider(0, 0);
        var job = await bench.Done(provider);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        var pump = bench.Pump(accounts: accounts);
        await pump.Sweep(default);
        var account = (await bench.Store.Account(Payee.Of(new ProviderId(provider.Id)), default))!;
        Assert.Equal((false, "individual.dob"), (account.TakesTransfers, account.Missing));
        Assert.Null((await bench.Stored(job)).Payment.Transfers);
        accounts.Ready = true;
        bench.Host.Clock.Advance(bench.Options.RetryDelay);
        await pump.Sweep(default);
        await bench.Settled(job);
        Assert.True((await bench.Store.Account(Payee.Of(new ProviderId(provider.Id)), default))!.TakesTransfers);
        await bench.Sound();
    }

    private static async Task Fails(Bench bench)
    {
        var accounts = new Restricted(bench.Host.Gateway) { Ready = true, Fails = true };
        var provider = await bench.Market.Provider(0, 0);
        var job = await bench.Done(provider);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        var pump = bench.Pump(accounts: accounts);
        await pump.Sweep(default);
        await bench.Settled(job);
        await pump.Sweep(default);
        bench.Host.Clock.Advance(bench.Options.Period);
        await pump.Sweep(default);
        bench.Host.Clock.Advance(bench.Options.PollPeriod * 2);
        await pump.Sweep(default);
        var failed = Assert.Single(await bench.Payouts(provider));
        Assert.Equal((PayoutStatus.Failed, "account_closed"), (failed.Status, failed.Code));
        Assert.Contains(failed, await bench.Store.Failing(100, default));
        accounts.Fails = false;

        // The bank gives nothing back here: what the gateway says of a second try counts.
        Assert.Equal(2, (await bench.Store.Retry(failed.Id, default))!.Attempt);
        await pump.Sweep(default);
        var again = Assert.Single(await bench.Payouts(provider));
        Assert.Equal((PayoutStatus.Failed, "balance_insufficient"), (again.Status, again.Code));
    }

    private static async Task News(Bench bench)
    {
        var accounts = new Restricted(bench.Host.Gateway);
        var provider = await bench.Market.Provider(0, 0);
        var job = await bench.Done(provider);
        var payee = Payee.Of(new ProviderId(provider.Id));
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        var pump = bench.Pump(accounts: accounts);
        await pump.Sweep(default);
        var account = (await bench.Store.Account(payee, default))!;
        Assert.False(account.TakesTransfers);
        var updated = new PayoutEvent(account.Account, payee, null, 0, null);
        Assert.Equal(EventVerdict.Known, await pump.Tell(updated, true, default));
        accounts.Ready = true;
        Assert.Equal(EventVerdict.Ignored("foreign_account"), await pump.Tell(updated with { Account = "acct_other" }, true, default));
        Assert.Equal(EventVerdict.Ignored("not_ours"), await pump.Tell(updated with { Payee = Payee.Of(new ProviderId(bench.Host.NewId())) }, true, default));

        // While the gateway answers nobody, what needs no answer is told all the same.
        Assert.Equal(EventVerdict.Ignored("foreign_account"), await pump.Tell(updated with { Account = "acct_other" }, false, default));
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => pump.Tell(updated, false, default));
        Assert.Equal(EventVerdict.Taken, await pump.Tell(updated, true, default));
        Assert.True((await bench.Store.Account(payee, default))!.TakesTransfers);
        Assert.Equal(EventVerdict.Known, await pump.Tell(updated, true, default));
        bench.Host.Clock.Advance(bench.Options.RetryDelay);
        await pump.Sweep(default);
        await bench.Settled(job);
        bench.Host.Clock.Advance(bench.Options.Period);
        await pump.Sweep(default);
        var payout = Assert.Single(await bench.Payouts(provider));
        Assert.NotNull(payout.Reference);
        var told = new PayoutEvent(payout.Account, null, payout.Id, 1, payout.Reference);
        bench.Host.Clock.Advance(bench.Host.Gateway.PayoutsTake);
        Assert.Equal(EventVerdict.Ignored("foreign_account"), await pump.Tell(told with { Account = "acct_other" }, true, default));
        Assert.Equal(EventVerdict.Ignored("not_ours"), await pump.Tell(told with { Payout = null }, true, default));
        Assert.Equal(EventVerdict.Known, await pump.Tell(told with { Attempt = 2 }, true, default));
        Assert.Equal(EventVerdict.Known, await pump.Tell(told with { Attempt = 2 }, false, default));
        await Assert.ThrowsAsync<GatewayUnavailableException>(() => pump.Tell(told, false, default));
        Assert.Equal(EventVerdict.Taken, await pump.Tell(told, true, default));
        Assert.Equal(PayoutStatus.Paid, Assert.Single(await bench.Payouts(provider)).Status);
        Assert.Equal(EventVerdict.Known, await pump.Tell(told, true, default));
        await bench.Sound();
    }

    private static async Task PaidLate(Bench bench)
    {
        var market = await bench.Host.Market(Scenarios.Terms(PricingMode.Metered));
        var provider = await market.Provider(0, 0);
        var job = await market.Request(0, 0, TestMethods.Succeeds);
        Assert.True((await provider.Accept(job)).Done);
        Assert.True((await provider.Step(job, JobStep.Arrive)).Done);
        Assert.True((await provider.Step(job, JobStep.Start)).Done);

        // Somebody let the hold go at the gateway: the price stays owed.
        var held = await bench.Stored(job);
        await bench.Host.Gateway.Send(new GatewayRequest(held.Id, GatewayOperation.Release, 99, held.Payment.Intent, held.Order.Hold, TestMethods.Succeeds), default);
        Assert.True((await provider.Step(job, JobStep.Complete, measured: 30_000)).Done);
        await job.Paid(PaymentState.Failed);
        var pump = bench.Pump();
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        await pump.Sweep(default);
        Assert.Null((await bench.Stored(job)).Payment.Transfers);

        Assert.True((await job.Grain.AskPayment(new AskPayment(bench.Host.Stamp(), job.Command.Customer), default)).Done);
        await job.Paid(PaymentState.Captured);
        var earned = await bench.Line(job);
        bench.Host.Clock.Advance(bench.Options.TransferDelay);
        await pump.Sweep(default);
        await bench.Settled(job);
        Assert.Equal((earned, 0L), (await bench.Held(provider), await bench.Line(job)));
        await bench.Sound();
    }

    private async Task OnSqlite(Func<Bench, Task> test) => await test(new Bench(silo.Host, await silo.Host.Market()));

    private Task OnPostgres(Func<Bench, Task> test) => silo.Aside(async () =>
    {
        // A server of its own: the feed shows nothing younger than the oldest transaction of the whole server, and the tests beside this one make databases for seconds.
        using var server = new PostgresServer(survivesPowerCut: false);
        var host = await GrainHost.Begin(postgres: server.Database());
        await using (host)
        {
            await test(new Bench(host, await host.Market()));
        }

        Directory.Delete(host.Folder, recursive: true);
    });

    private sealed class Bench(GrainHost host, TestMarket market)
    {
        public GrainHost Host => host;

        public TestMarket Market => market;

        public PayoutsOptions Options { get; } = new()
        {
            Enabled = true, TransferDelay = TimeSpan.FromMinutes(2), Period = TimeSpan.FromHours(1), RetryDelay = TimeSpan.FromMinutes(1), PollPeriod = TimeSpan.FromSeconds(30),
        };

        public IPayoutStore Store => host.Services.GetRequiredService<IPayoutStore>();

        public PayoutPump Pump(Crash? crash = null, IPayoutGateway? accounts = null) => new(
            host.Grains,
            Crash.In<IPaymentGateway>(host.Gateway, crash),
            Crash.In(accounts ?? host.Gateway, crash),
            Crash.In(Store, crash),
            host.Jobs,
            host.Services.GetRequiredService<IJobFeed>(),
            host.Services.GetRequiredService<IIdSource>(),
            host.Services.GetRequiredService<IBackgroundWork>(),
            host.Clock,
            Microsoft.Extensions.Options.Options.Create(Options),
            NullLogger<PayoutPump>.Instance);

        public async Task<TestJob> Done(TestProvider provider, string method = TestMethods.Succeeds)
        {
            // Where time went by since, it has not been heard of for long.
            await provider.Report(0, 0);
            var job = await market.Request(0, 0, method);
            Assert.True((await provider.Accept(job)).Done);
            foreach (var step in new[] { JobStep.Arrive, JobStep.Start, JobStep.Complete })
            {
                Assert.True((await provider.Step(job, step)).Done);
            }

            await job.Paid(method == JobOrder.Cash ? PaymentState.Released : PaymentState.Captured);
            return job;
        }

        /// <summary>What a merchant that funds a discount gives of a price.</summary>
        public const long Discount = 40;

        /// <summary>Writes a job that is done and paid as its grain would have.</summary>
        public async Task<Job> Write(Guid provider, string method, MerchantId? merchant = null, MerchantId? funder = null)
        {
            var now = host.Clock.GetUtcNow();
            var terms = merchant is null ? null : Scenarios.Terms(commission: new CommissionPlan(
                new BasisPoints(6_000), Scenarios.Usd(0), Splits: [new(SplitParty.Platform, new BasisPoints(3_000)), new(SplitParty.Store, new BasisPoints(7_000))]));
            var price = Scenarios.Price();
            price = funder is null ? price : price with { Lines = price.Lines.Add(new FareLine(FareLineKind.Discount, Scenarios.Usd(-Discount), new Funder(FunderKind.Merchant, funder.ToString()!))) };
            var order = Scenarios.Order(terms, price, now, merchant: merchant) with { Id = new JobId(host.NewId()), PaymentMethod = method };
            var who = new ProviderId(provider);
            Job? job = null;
            foreach (var step in new Func<Job?, JobCommand?>[]
            {
                _ => new JobCommand.Request(order),
                one => order.IsCash ? null : new JobCommand.PaymentAuthorised($"pi_{order.Id}", one!.Order.Hold),
                one => new JobCommand.Accept(Scenarios.Offer(), one!.Attempt, one.Version, who, Scenarios.Vehicle(), 0, now),
                _ => new JobCommand.Arrive(who),
                _ => new JobCommand.Start(who, null),
                _ => new JobCommand.Complete(who, null),
                one => order.IsCash ? null : new JobCommand.PaymentCaptured(one!.FinalFare!.Total),
            })
            {
                if (step(job) is not { } command)
                {
                    continue;
                }

                var decided = Decided.Of(job, command, now);
                var commit = new JobCommit(decided.After, decided.ExpectedVersion, decided.Events, "written:ride", null, [], [], decided.Transfers, [], [], now) { Pending = decided.Pending };
                Assert.Equal(CommitStatus.Committed, (await host.Jobs.Commit(commit, default)).Status);
                job = decided.After;
            }

            return job!;
        }

        public async Task<Job> Stored(TestJob job) => (await host.Jobs.Load(new JobId(job.Id), default))!;

        public async Task<long> Line(TestJob job) => Scenarios.ProviderLine(await Stored(job)).MinorUnits;

        public async Task<ImmutableArray<LedgerTransfer>> Transfers(TestJob job) => await host.Services.GetRequiredService<ILedgerReader>().OfJob(new JobId(job.Id), default);

        public Task Settled(TestJob job) => host.Until(
            async () => (await Stored(job)).Payment.Transfers is { } transfers && transfers.Latest()?.Status == TransferStatus.Paid, $"job {job.Id:N} to be transferred");

        public async Task<ImmutableArray<Payout>> Payouts(TestProvider provider) => await Store.Page(Payee.Of(new ProviderId(provider.Id)), null, null, 100, default);

        public Task<long> Held(TestProvider provider) => Held(Payee.Of(new ProviderId(provider.Id)));

        public async Task<long> Held(Payee payee) => await Store.Account(payee, default) is { } account ? (await host.Gateway.Balance(account.Account, Currency.Usd, default)).MinorUnits : 0;

        public Task Delivered() => host.Until(async () => (await host.Services.GetRequiredService<IOutboxStore>().Count(default)).Waiting == 0, "the outbox to be empty");

        public async Task Sound()
        {
            var proof = await host.Services.GetRequiredService<IBooksReader>().Prove(_ => true, null, default);
            Assert.True(proof.FirstFault is null, proof.FirstFault?.Detail);
        }
    }

    /// <summary>A gateway whose accounts are not ready, or whose banks give payouts back.</summary>
    private sealed class Restricted(IPayoutGateway inner) : IPayoutGateway
    {
        public bool Ready { get; set; }

        public bool Fails { get; set; }

        public async Task<GatewayAccount> Open(Payee payee, CancellationToken cancellationToken) => Of(await inner.Open(payee, cancellationToken));

        public async Task<GatewayAccount> Account(string account, CancellationToken cancellationToken) => Of(await inner.Account(account, cancellationToken));

        public Task<Money> Balance(string account, Currency currency, CancellationToken cancellationToken) => inner.Balance(account, currency, cancellationToken);

        public async Task<GatewayPayout?> Payout(string account, string payout, CancellationToken cancellationToken) => await inner.Payout(account, payout, cancellationToken) is not { } found ? null
            : Fails ? found with { Standing = GatewayPayoutStanding.Failed, Code = "account_closed" } : found;

        private GatewayAccount Of(GatewayAccount account) => Ready ? account : account with { TakesTransfers = false, PaysOut = false, Missing = "individual.dob" };
    }

    private sealed class CrashException : Exception;

    /// <summary>A process that dies before or after its n-th step: from then on nothing that it asks for happens.</summary>
    private sealed class Crash(int step, bool after)
    {
        private int _steps;

        public bool Happened { get; private set; }

        public string What { get; private set; } = "nothing";

        public static T In<T>(T target, Crash? crash)
            where T : class
        {
            if (crash is null)
            {
                return target;
            }

            var proxy = DispatchProxy.Create<T, CrashProxy>();
            ((CrashProxy)(object)proxy).Set(target, crash);
            return proxy;
        }

        public object? Call(object target, MethodInfo method, object?[]? arguments)
        {
            if (Happened)
            {
                throw new CrashException();
            }

            var here = _steps++ == step;
            if (here && !after)
            {
                Die(method);
            }

            var result = method.Invoke(target, arguments);
            if (here)
            {
                Finish(result);
                Die(method);
            }

            return result;
        }

        private static void Finish(object? result)
        {
            var task = result as Task ?? result?.GetType().GetMethod("AsTask")?.Invoke(result, null) as Task;
            task?.GetAwaiter().GetResult();
        }

        private void Die(MethodInfo method)
        {
            Happened = true;
            What = method.Name;
            throw new CrashException();
        }
    }

    /// <summary>What stands before a port while its user may die.</summary>
    public class CrashProxy : DispatchProxy
    {
        private object _target = null!;
        private Crash _crash = null!;

        internal void Set(object target, object crash) => (_target, _crash) = (target, (Crash)crash);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _crash.Call(_target, targetMethod!, args);
    }
}
