using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Tests;

public sealed class ReconcilerTests
{
    private static readonly JobId Job = Scenarios.Job();

    [Theory]
    [InlineData(PaymentStatus.Captured, 900, GatewayStanding.Captured, 900, null)]
    [InlineData(PaymentStatus.Captured, 900, GatewayStanding.Captured, 901, "amount_differs")]
    [InlineData(PaymentStatus.Captured, 900, GatewayStanding.Held, 0, "amount_differs")]
    [InlineData(PaymentStatus.Authorized, 0, GatewayStanding.Held, 0, null)]
    [InlineData(PaymentStatus.Authorized, 0, GatewayStanding.Captured, 900, "capture_not_asked")]
    [InlineData(PaymentStatus.Authorized, 0, GatewayStanding.Canceled, 0, "hold_gone")]
    [InlineData(PaymentStatus.Capturing, 0, GatewayStanding.Held, 0, "capture_open")]
    [InlineData(PaymentStatus.Failed, 0, GatewayStanding.Captured, 900, "capture_not_asked")]
    [InlineData(PaymentStatus.Failed, 0, GatewayStanding.Declined, 0, null)]
    [InlineData(PaymentStatus.Released, 0, GatewayStanding.Held, 0, "hold_left")]
    [InlineData(PaymentStatus.Authorizing, 0, GatewayStanding.Unfinished, 0, null)]
    public void Difference_OfTwoStandings_IsNamed(PaymentStatus ours, long captured, GatewayStanding theirs, long taken, string? difference) =>
        Assert.Equal(difference, PaymentComparison.Difference(Booked(ours, captured), Theirs(theirs, taken)));

    [Theory]
    [InlineData(TipStatus.Paid, 1, GatewayStanding.Captured, 200, null)]
    [InlineData(TipStatus.Begun, 1, GatewayStanding.Captured, 200, "tip_open")]
    [InlineData(TipStatus.Begun, 1, GatewayStanding.Declined, 0, null)]
    [InlineData(TipStatus.Failed, 1, GatewayStanding.Captured, 200, "capture_not_asked")]
    [InlineData(TipStatus.Paid, 2, GatewayStanding.Captured, 200, "capture_not_asked")]
    [InlineData(TipStatus.Paid, 1, GatewayStanding.Captured, 199, "amount_differs")]
    [InlineData(TipStatus.Paid, 1, GatewayStanding.Canceled, 0, "amount_differs")]
    public void Difference_OfATip_IsToldApartFromTheJobsPayment(TipStatus ours, int number, GatewayStanding theirs, long taken, string? difference)
    {
        var booked = Booked(PaymentStatus.Captured, 900) with { Tip = new JobTip(number, Scenarios.Usd(200), ours, "pi_tip") };
        Assert.Equal(difference, PaymentComparison.Difference(booked, Theirs(theirs, taken) with { Intent = "pi_tip", Tip = 1 }));
    }

    /// <summary>A refund of the tip is compared with the tip's own payment.</summary>
    [Theory]
    [InlineData(RefundStatus.Paid, 120, false, null)]
    [InlineData(RefundStatus.Begun, 120, false, "refund_open")]
    [InlineData(RefundStatus.Paid, 100, false, "refund_differs")]
    [InlineData(RefundStatus.Paid, 120, true, "refund_differs")]
    public void Difference_OfATipThatWentBack_IsSeenInItsOwnPayment(RefundStatus ours, long theirs, bool failed, string? difference)
    {
        var refund = new JobRefund(1, Scenarios.Usd(120), RefundReason.Goodwill, RefundBearer.Provider, ours, "re_1", "pi_tip");
        var booked = Booked(PaymentStatus.Captured, 900) with { Tip = new JobTip(1, Scenarios.Usd(200), TipStatus.Paid, "pi_tip"), Refunds = new JobRefunds([refund]) };
        var tip = Theirs(GatewayStanding.Captured, 200) with
        {
            Intent = "pi_tip",
            Tip = 1,
            Refunds = [new GatewayRefund("re_1", "pi_tip", booked.Job, 1, theirs, "USD", failed, null)],
        };
        Assert.Equal(difference, PaymentComparison.Difference(booked, tip));
        Assert.Null(PaymentComparison.Difference(booked, Theirs(GatewayStanding.Captured, 900) with { Refunds = [] }));

        // Told how much went back and no more: each payment's refunds are its own.
        Assert.Null(PaymentComparison.Difference(booked, tip with { Refunds = null, RefundedMinorUnits = 120 }));
        Assert.Equal("refund_unknown", PaymentComparison.Difference(booked, Theirs(GatewayStanding.Captured, 900) with { RefundedMinorUnits = 120 }));
        Assert.Equal("refund_unknown", PaymentComparison.Difference(booked with { Refunds = null }, tip with { Refunds = [tip.Refunds![0] with { HasFailed = false }] }));
    }

    [Theory]
    [InlineData(RestStatus.Paid, 1, GatewayStanding.Captured, 400, null)]
    [InlineData(RestStatus.Begun, 1, GatewayStanding.Captured, 400, "rest_open")]
    [InlineData(RestStatus.Begun, 1, GatewayStanding.Declined, 0, null)]
    [InlineData(RestStatus.Failed, 1, GatewayStanding.Captured, 400, "capture_not_asked")]
    [InlineData(RestStatus.Paid, 2, GatewayStanding.Captured, 400, "capture_not_asked")]
    [InlineData(RestStatus.Paid, 1, GatewayStanding.Captured, 399, "amount_differs")]
    [InlineData(RestStatus.Paid, 1, GatewayStanding.Canceled, 0, "amount_differs")]
    public void Difference_OfTheRest_IsToldApartFromTheHoldsPayment(RestStatus ours, int number, GatewayStanding theirs, long taken, string? difference)
    {
        var booked = Booked(ours == RestStatus.Paid ? PaymentStatus.Captured : ours == RestStatus.Begun ? PaymentStatus.Capturing : PaymentStatus.Failed, ours == RestStatus.Paid ? 1_300 : 900)
            with { Rest = new JobRest(number, Scenarios.Usd(400), ours, "pi_rest") };
        Assert.Equal(difference, PaymentComparison.Difference(booked, Theirs(theirs, taken) with { Intent = "pi_rest", Rest = 1 }));

        // The hold's own payment took its part and no more.
        Assert.Null(PaymentComparison.Difference(booked, Theirs(GatewayStanding.Captured, 900)));
        Assert.Equal("amount_differs", PaymentComparison.Difference(booked, Theirs(GatewayStanding.Captured, 901)));
    }

    [Theory]
    [InlineData(RefundStatus.Paid, 1, 300, false, null)]
    [InlineData(RefundStatus.Failed, 1, 300, true, null)]
    [InlineData(RefundStatus.Begun, 1, 300, false, "refund_open")]
    [InlineData(RefundStatus.Begun, 1, 300, true, "refund_open")]
    [InlineData(RefundStatus.Paid, 1, 300, true, "refund_differs")]
    [InlineData(RefundStatus.Failed, 1, 300, false, "refund_differs")]
    [InlineData(RefundStatus.Paid, 1, 299, false, "refund_differs")]
    [InlineData(RefundStatus.Paid, 2, 300, false, "refund_unknown")]
    [InlineData(RefundStatus.Paid, 0, 300, false, "refund_unknown")]
    public void Difference_OfARefund_IsNamed(RefundStatus ours, int number, long amount, bool failed, string? difference)
    {
        var booked = Booked(PaymentStatus.PartiallyRefunded, 900) with
        {
            Refunds = new JobRefunds([new JobRefund(1, Scenarios.Usd(300), RefundReason.Goodwill, RefundBearer.Platform, ours, "re_1")]),
        };
        var refund = new GatewayRefund("re_1", "pi_1", number == 0 ? null : Job, number, amount, "USD", failed, failed ? "expired_or_canceled_card" : null);
        var theirs = Theirs(GatewayStanding.Captured, 900) with { Refunds = [refund] };
        Assert.Equal(difference, PaymentComparison.Difference(booked, theirs));
        Assert.Equal(difference == "refund_open" || (ours == RefundStatus.Paid && failed), PaymentComparison.Untold(booked, theirs).Any());
        Assert.Equal(ours == RefundStatus.Paid ? "refund_differs" : null, PaymentComparison.Difference(booked, theirs with { Refunds = [] }));
    }

    [Theory]
    [InlineData(DisputeStatus.Open, 300, DisputeStatus.Open, null, false)]
    [InlineData(DisputeStatus.Won, 300, DisputeStatus.Won, null, false)]
    [InlineData(DisputeStatus.Open, 300, DisputeStatus.Lost, "dispute_open", true)]
    [InlineData(DisputeStatus.Won, 300, DisputeStatus.Lost, "dispute_differs", false)]
    [InlineData(DisputeStatus.Open, 299, DisputeStatus.Open, "dispute_differs", false)]
    [InlineData(null, 300, DisputeStatus.Open, "dispute_unknown", true)]
    [InlineData(null, 300, null, null, false)]
    public void Difference_OfADispute_IsNamed(DisputeStatus? ours, long amount, DisputeStatus? says, string? difference, bool untold)
    {
        var booked = Booked(ours == DisputeStatus.Open ? PaymentStatus.Disputed : PaymentStatus.Captured, 900) with
        {
            Disputes = ours is { } status ? new JobDisputes([new JobDispute("dp_1", Scenarios.Usd(300), status)]) : null,
        };
        var theirs = Theirs(GatewayStanding.Captured, 900) with { Disputes = [new GatewayDispute("dp_1", "pi_1", says, amount, "USD", "fraudulent")] };
        Assert.Equal(difference, PaymentComparison.Difference(booked, theirs));
        Assert.Equal(untold, PaymentComparison.UntoldDisputes(booked.Disputes, theirs).Any());
        Assert.Equal(ours is null ? null : "dispute_differs", PaymentComparison.Difference(booked, theirs with { Disputes = [] }));
        Assert.Null(PaymentComparison.Difference(booked, theirs with { Disputes = null }));
    }

    [Fact]
    public async Task Run_DisputeThatNobodyToldOf_IsToldToTheJobAndNothingDiffers()
    {
        var dispute = new GatewayDispute("dp_1", "pi_1", DisputeStatus.Open, 300, "USD", "fraudulent", 1_500);
        var world = new World { Ours = Booked(PaymentStatus.Captured, 900), Theirs = Theirs(GatewayStanding.Captured, 900) with { Disputes = [dispute] } };
        var run = await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default);
        Assert.Equal((1, 1, 0), (run.Compared, run.Resolved, run.Differences.Length));
        Assert.Equal((PaymentEventKind.DisputeOpened, "dp_1", 300L, 1_500L, true), world.Told is { } told ? (told.Kind, told.Reference, told.AmountMinorUnits, told.FeeMinorUnits, told.IsListed) : default);
    }

    [Fact]
    public async Task Run_DisputeDecidedLongAfterThePeriod_IsToldAllTheSame()
    {
        var world = new World
        {
            Ours = Booked(PaymentStatus.Disputed, 900) with { Disputes = new JobDisputes([new JobDispute("dp_1", Scenarios.Usd(300), DisputeStatus.Open)]) },
            Theirs = Theirs(GatewayStanding.Captured, 900) with { Disputes = [new GatewayDispute("dp_1", "pi_1", DisputeStatus.Won, 300, "USD", null)] },
            IsOlder = true,
        };
        var run = await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default);
        Assert.Equal((1, 1, 0), (run.Compared, run.Resolved, run.Differences.Length));
        Assert.Equal(DisputeStatus.Won, world.Ours!.Disputes!.Find("dp_1")!.Status);
    }

    [Fact]
    public void Difference_OfForeignAndMissingPayments_IsNamed()
    {
        Assert.Equal("job_unknown", PaymentComparison.Difference(null, Theirs(GatewayStanding.Held, 0)));
        Assert.Null(PaymentComparison.Difference(null, Theirs(GatewayStanding.Declined, 0)));
        Assert.Equal("intent_unknown", PaymentComparison.Difference(Booked(PaymentStatus.Captured, 900), null));
        Assert.Equal("second_payment", PaymentComparison.Difference(Booked(PaymentStatus.Captured, 900), Theirs(GatewayStanding.Held, 0) with { Intent = "pi_other" }));
        Assert.Equal("ledger_differs", PaymentComparison.Difference(Booked(PaymentStatus.Captured, 900) with { LedgerMinorUnits = 800 }, Theirs(GatewayStanding.Captured, 900)));
        Assert.Equal("currency_differs", PaymentComparison.Difference(Booked(PaymentStatus.Captured, 900), Theirs(GatewayStanding.Captured, 900) with { Currency = "EUR" }));
        Assert.Equal("refund_unknown", PaymentComparison.Difference(Booked(PaymentStatus.Captured, 900), Theirs(GatewayStanding.Captured, 900) with { RefundedMinorUnits = 1 }));
    }

    [Fact]
    public async Task Run_CaptureWhoseAnswerWasLost_IsToldToTheJobAndNothingDiffers()
    {
        var world = new World { Ours = Booked(PaymentStatus.Capturing, 0), Theirs = Theirs(GatewayStanding.Captured, 900) };
        var first = await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default);
        Assert.Equal((1, 1, 0), (first.Compared, first.Resolved, first.Differences.Length));
        Assert.Equal(PaymentStatus.Captured, world.Ours!.Status);
        var second = await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default);
        Assert.Equal((1, 0, 0), (second.Compared, second.Resolved, second.Differences.Length));
    }

    [Fact]
    public async Task Run_CaptureThatWaits_IsReportedWhenItIsSeenASecondTimeAndSinceTheFirst()
    {
        var world = new World { Ours = Booked(PaymentStatus.Capturing, 0), Theirs = Theirs(GatewayStanding.Held, 0) };
        Assert.Empty((await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default)).Differences);
        var since = world.Clock.GetUtcNow();
        world.Clock.Advance(TimeSpan.FromMinutes(10));
        var difference = Assert.Single((await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default)).Differences);
        Assert.Equal(("capture_open", since, Job), (difference.Kind, difference.Since, difference.Job!.Value));
    }

    [Fact]
    public async Task Run_PaymentThatTheGatewayHasNot_IsReportedAtOnce()
    {
        var world = new World { Ours = Booked(PaymentStatus.Captured, 900) };
        var difference = Assert.Single((await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default)).Differences);
        Assert.Equal(("intent_unknown", "pi_1", 900L, 0L), (difference.Kind, difference.Intent, difference.OursMinorUnits, difference.TheirsMinorUnits));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_PaymentThatTheGatewayRefusesToTellOf_IsReportedAndTheRestIsCompared(bool disputed)
    {
        var refused = Booked(PaymentStatus.Captured, 700) with { Intent = "pi_refused" };
        var world = new World
        {
            Ours = Booked(PaymentStatus.Capturing, 0),
            Theirs = Theirs(GatewayStanding.Captured, 900),
            Refused = disputed ? refused with { Disputes = new JobDisputes([new JobDispute("dp_1", Scenarios.Usd(300), DisputeStatus.Open)]) } : refused,
            IsOlder = disputed,
        };
        world.Ours = disputed ? world.Ours! with { Disputes = new JobDisputes([new JobDispute("dp_2", Scenarios.Usd(300), DisputeStatus.Open)]) } : world.Ours;
        var run = await world.Reconciler.Run(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, default);
        var difference = Assert.Single(run.Differences, found => found.Kind == "payment_untold");
        Assert.Equal(("pi_refused", 700L, "USD"), (difference.Intent, difference.OursMinorUnits, difference.Currency));
        Assert.Equal((2, PaymentStatus.Captured), (run.Compared, world.Ours!.Status));
    }

    private static BookedPayment Booked(PaymentStatus status, long captured) => new(Job, status != PaymentStatus.Authorized, status, "pi_1", "USD", captured, captured);

    private static GatewayPayment Theirs(GatewayStanding standing, long taken) => new("pi_1", Job, 1, standing, "USD", 1_000, taken, 0, true, null, DateTimeOffset.UnixEpoch);

    private sealed class World : IGatewayRecords, IPaymentBooks, IPaymentEventSink
    {
        public World() => Reconciler = new PaymentReconciler(this, this, this, Clock);

        public ManualClock Clock { get; } = new();

        public BookedPayment? Ours { get; set; }

        public GatewayPayment? Theirs { get; init; }

        public PaymentReconciler Reconciler { get; }

        /// <summary>One more, which is listed before, and of which the gateway refuses to tell; null for none.</summary>
        public BookedPayment? Refused { get; init; }

        /// <summary>The payment is of before the period.</summary>
        public bool IsOlder { get; init; }

        public PaymentEvent? Told { get; private set; }

        public async IAsyncEnumerable<GatewayPayment> Payments(DateTimeOffset from, DateTimeOffset to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (Theirs is not null && !IsOlder)
            {
                yield return Theirs;
            }
        }

        public Task<GatewayPayment?> Find(string intent, CancellationToken cancellationToken) =>
            intent == Refused?.Intent ? Task.FromException<GatewayPayment?>(new GatewayRefusedException("403")) : Task.FromResult(Theirs);

        public Task<IReadOnlyList<GatewayRefund>> Refunds(string intent, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<GatewayRefund>>(Theirs?.Refunds ?? []);

        public Task<IReadOnlyList<GatewayDispute>> Disputes(string intent, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<GatewayDispute>>(Theirs?.Disputes ?? []);

        public ValueTask<IReadOnlyList<BookedPayment>> Disputed(int limit, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<BookedPayment>>([.. new[] { Refused, Ours }.OfType<BookedPayment>().Where(booked => booked.Disputes?.HasOpen == true)]);

        public ValueTask<BookedPayment?> Of(JobId job, CancellationToken cancellationToken) => ValueTask.FromResult(job == Job ? Ours : null);

        public async IAsyncEnumerable<BookedPayment> Between(DateTimeOffset from, DateTimeOffset to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            if (Refused is not null && !IsOlder)
            {
                yield return Refused;
            }

            if (Ours is not null && !IsOlder)
            {
                yield return Ours;
            }
        }

        public Task<EventVerdict> Tell(PaymentEvent happened, CancellationToken cancellationToken)
        {
            Told = happened;
            if (happened.Kind is PaymentEventKind.DisputeOpened or PaymentEventKind.DisputeWon)
            {
                var status = happened.Kind == PaymentEventKind.DisputeWon ? DisputeStatus.Won : DisputeStatus.Open;
                Ours = Ours! with { Disputes = new JobDisputes([new JobDispute(happened.Reference!, Scenarios.Usd(happened.AmountMinorUnits), status)]) };
                return Task.FromResult(EventVerdict.Taken);
            }

            if (happened.Kind != PaymentEventKind.Captured || Ours is not { Status: PaymentStatus.Capturing } booked)
            {
                return Task.FromResult(EventVerdict.Known);
            }

            Ours = booked with { Status = PaymentStatus.Captured, CapturedMinorUnits = happened.AmountMinorUnits, LedgerMinorUnits = happened.AmountMinorUnits };
            return Task.FromResult(EventVerdict.Taken);
        }
    }
}
