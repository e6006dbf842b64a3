using System.Runtime.CompilerServices;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Grains.Payments;
using O2O.Dispatch.Grains.Wallets;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>A bank takes back what a customer put into a wallet by a card.</summary>
public sealed class WalletDisputeTests : IDisposable
{
    private static readonly WalletAccount Account = new(new CustomerId(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)), new OperatorId("acme"), Currency.Usd);
    private static readonly Guid Id = new(7, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    private readonly ManualClock _clock = new(Scenarios.Now);
    private readonly SqliteStore _store;
    private readonly JobPaymentSink _sink;

    public WalletDisputeTests()
    {
        _store = new SqliteStore(new SqliteOptions { Path = SqliteOptions.InMemory }, _clock);
        _sink = new JobPaymentSink(null!, _store.Jobs, new WalletDisputeSink(_store.Wallets, _clock));
    }

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Dispute_OpenedTwiceAndWon_TakesOnceAndGivesBackOnce()
    {
        await PaidIn();
        Assert.Equal(EventVerdict.Taken, await Tell(PaymentEventKind.DisputeOpened));
        Assert.Equal(EventVerdict.Known, await Tell(PaymentEventKind.DisputeOpened));
        Assert.Equal(0, await Balance());
        Assert.Equal(EventVerdict.Taken, await Tell(PaymentEventKind.DisputeWon));
        Assert.Equal(EventVerdict.Known, await Tell(PaymentEventKind.DisputeWon));
        Assert.Equal(EventVerdict.Known, await Tell(PaymentEventKind.DisputeOpened));
        Assert.Equal(EventVerdict.Known, await Tell(PaymentEventKind.DisputeLost));
        Assert.Equal(2_500, await Balance());
        await Proven();
    }

    [Theory]
    [InlineData(PaymentEventKind.DisputeWon, 2_500)]
    [InlineData(PaymentEventKind.DisputeLost, 0)]
    public async Task Dispute_DecidedBeforeItIsOpened_ComesToTheSame(PaymentEventKind decided, long balance)
    {
        await PaidIn();
        Assert.Equal(EventVerdict.Taken, await Tell(decided));
        Assert.Equal(EventVerdict.Known, await Tell(PaymentEventKind.DisputeOpened));
        Assert.Equal(balance, await Balance());
        await Proven();
    }

    [Fact]
    public async Task Dispute_OfWhatIsSpent_LeavesItOwed()
    {
        await PaidIn();
        await _store.Wallets.Move(new WalletMove("tip", Account, WalletEntryKind.Charged, Scenarios.Usd(2_000), new Guid(8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "wallet_x_tip_1", null, Scenarios.Now), null, default);
        Assert.Equal(EventVerdict.Taken, await Tell(PaymentEventKind.DisputeOpened));
        Assert.Equal(Scenarios.Usd(2_000), Assert.Single(await _store.Wallets.Owing(10, default)).Owed);
    }

    [Fact]
    public async Task Dispute_ThatCannotBe_MovesNothing()
    {
        Assert.Equal("dispute_of_nothing", (await Tell(PaymentEventKind.DisputeOpened)).Reason);
        await _store.Wallets.Begin(Begun(), default);
        Assert.Equal(EventVerdict.Early, await Tell(PaymentEventKind.DisputeOpened));
        await PaidIn();
        Assert.Equal("payment_foreign", (await Tell(PaymentEventKind.DisputeOpened, intent: "pi_2")).Reason);
        Assert.Equal("currency_wrong", (await Tell(PaymentEventKind.DisputeOpened, currency: "EUR")).Reason);
        Assert.Equal("amount_wrong", (await Tell(PaymentEventKind.DisputeOpened, 2_501)).Reason);
        Assert.Equal("amount_wrong", (await Tell(PaymentEventKind.DisputeOpened, 0)).Reason);
        Assert.Equal(EventVerdict.Taken, await Tell(PaymentEventKind.DisputeOpened, 2_000));
        Assert.Equal("amount_wrong", (await Tell(PaymentEventKind.DisputeOpened, 501, reference: "dp_2")).Reason);
        Assert.Equal("amount_wrong", (await Tell(PaymentEventKind.DisputeWon, 1_999)).Reason);
        Assert.Equal(500, await Balance());
        await Proven();
    }

    [Theory]
    [InlineData(DisputeStatus.Open, 0)]
    [InlineData(DisputeStatus.Won, 2_500)]
    [InlineData(DisputeStatus.Lost, 0)]
    public async Task Comparison_OfADisputeThatNoWebhookToldOf_TellsTheWallet(DisputeStatus status, long balance)
    {
        await PaidIn();
        var records = new Records();
        var dispute = new GatewayDispute("dp_1", "pi_1", DisputeStatus.Open, 2_500, "USD", "fraudulent", 1_500);
        var payment = new GatewayPayment("pi_1", null, 0, GatewayStanding.Captured, "USD", 2_500, 2_500, 0, true, null, Scenarios.Now) { TopUp = Id };
        records.Listed.Add(payment with { Disputes = [dispute] });
        var reconciler = new PaymentReconciler(records, new JobPaymentBooks(_store.Jobs, _store.JobReader, _store.Ledger, _store.Wallets), _sink, _clock);
        var first = await reconciler.Run(Scenarios.Now.AddDays(-1), Scenarios.Now.AddDays(1), default);
        Assert.Equal((1, 0), (first.Resolved, first.Differences.Length));
        Assert.Equal(0, await Balance());

        // Decided months later: the payment is in no period any more, and is looked up because the wallet has it as undecided.
        records.Listed.Clear();
        records.Found = payment with { Disputes = [dispute with { Status = status }] };
        var second = await reconciler.Run(Scenarios.Now.AddDays(60), Scenarios.Now.AddDays(61), default);
        Assert.Equal((status == DisputeStatus.Open ? 0 : 1, 0), (second.Resolved, second.Differences.Length));
        Assert.Equal(balance, await Balance());
        await Proven();
    }

    [Fact]
    public void Comparison_OfADisputeThatTheGatewayHasNot_Differs()
    {
        var ours = Begun() with { Status = WalletTopUpStatus.Paid, Intent = "pi_1" };
        var theirs = new GatewayPayment("pi_1", null, 0, GatewayStanding.Captured, "USD", 2_500, 2_500, 0, true, null, Scenarios.Now) { TopUp = Id, Disputes = [] };
        var booked = new JobDisputes([new JobDispute("dp_1", Scenarios.Usd(2_500), DisputeStatus.Open, "pi_1")]);
        Assert.Null(PaymentComparison.OfTopUp(ours, theirs));
        Assert.Equal("dispute_differs", PaymentComparison.OfTopUp(ours, theirs, booked));
        Assert.Equal("dispute_unknown", PaymentComparison.OfTopUp(ours, theirs with { Disputes = [new GatewayDispute("dp_1", "pi_1", DisputeStatus.Open, 2_500, "USD", null)] }));
    }

    private static WalletTopUp Begun() => new(Id, Account, Scenarios.Usd(2_500), "pm_1", null, WalletTopUpStatus.Begun, null, null, Scenarios.Now);

    private async Task PaidIn()
    {
        await _store.Wallets.Begin(Begun(), default);
        await _store.Wallets.Move(new WalletMove("topup", Account, WalletEntryKind.ToppedUp, Scenarios.Usd(2_500), Id, "pi_1", null, Scenarios.Now), null, default);
        await _store.Wallets.End(Id, WalletTopUpStatus.Paid, "pi_1", null, default);
    }

    private Task<EventVerdict> Tell(PaymentEventKind kind, long amount = 2_500, string intent = "pi_1", string currency = "USD", string reference = "dp_1") => _sink.Tell(
        new PaymentEvent(kind, intent, null, amount, currency, true, "fraudulent") { TopUp = Id, Reference = reference, FeeMinorUnits = 1_500 }, default);

    private async Task<long> Balance() => Assert.Single(await _store.Wallets.Of(Account.Customer, default)).Balance.MinorUnits;

    private async Task Proven() => Assert.Null((await _store.Books.Prove(_ => true, null, default)).FirstFault);

    private sealed class Records : IGatewayRecords
    {
        public List<GatewayPayment> Listed { get; } = [];

        public GatewayPayment? Found { get; set; }

        public async IAsyncEnumerable<GatewayPayment> Payments(DateTimeOffset from, DateTimeOffset to, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var payment in Listed)
            {
                yield return payment;
            }
        }

        public Task<GatewayPayment?> Find(string intent, CancellationToken cancellationToken) => Task.FromResult(Found is { } found ? found with { Disputes = null } : null);

        public Task<IReadOnlyList<GatewayRefund>> Refunds(string intent, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<GatewayRefund>>([]);

        public Task<IReadOnlyList<GatewayDispute>> Disputes(string intent, CancellationToken cancellationToken) => Task.FromResult(Found?.Disputes ?? []);
    }
}
