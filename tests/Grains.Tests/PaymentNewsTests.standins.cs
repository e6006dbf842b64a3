using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Grains.Payments;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;
using Microsoft.Extensions.Options;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Webhooks come in any order, any number of times, days late and before our own answer: what is left of them is always the same.</summary>
public sealed class PaymentNewsTests : IDisposable
{
    private const string Secret = "whsec_test";
    private static readonly int Shuffles = FullCount.Of(1_000, otherwise: 100);
    private const int WebhooksEach = 10;

    private readonly IHost _host;
    private readonly DeterministicEngine _engine;
    private readonly Records _records = new();
    private int _jobs;

    public PaymentNewsTests()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.AddDeterministicDispatchSilo(new SiloSettings(), 11, GrainHost.Start);
        builder.Services.AddSingleton<IPaymentGateway, SilentGateway>();
        builder.Services.AddMemoryEventBus();
        builder.Services.AddSqliteStorage(options => options.Path = SqliteOptions.InMemory);
        builder.Services.Configure<PaymentsOptions>(options => options.WebhookSecret = Secret);
        builder.Services.AddSingleton(provider => new WebhookHandler(
            provider.GetRequiredService<IPaymentWebhookStore>(),
            provider.GetRequiredService<IPaymentEventSink>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<PaymentsOptions>>(),
            _records));
        _host = builder.Build();
        _engine = _host.Services.GetRequiredService<DeterministicEngine>();
        _engine.Start();
    }

    private IJobStore Jobs => _host.Services.GetRequiredService<IJobStore>();

    private IPaymentWebhookStore Store => _host.Services.GetRequiredService<IPaymentWebhookStore>();

    private TimeProvider Time => _host.Services.GetRequiredService<TimeProvider>();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Webhooks_TenThousandInAThousandShufflesWithOneToTenDuplicates_AlwaysComeToTheSame()
    {
        var ends = Shuffle(5, Scene);
        Assert.Equal(
            """
            Completed Captured authorised 1250 captured 1250 released 0 ledger 1250
            Scheduled Authorized authorised 1250 captured 0 released 0 ledger 0
            Failed Failed authorised 0 captured 0 released 0 ledger 0
            CanceledByCustomer Released authorised 1250 captured 0 released 1250 ledger 0
            Scheduled Authorized authorised 1250 captured 0 released 0 ledger 0
            charge.captured Ignored
            payment_intent.amount_capturable_updated Processed
            payment_intent.amount_capturable_updated Processed
            payment_intent.amount_capturable_updated Processed
            payment_intent.canceled Processed
            payment_intent.payment_failed Processed
            payment_intent.requires_action Processed
            payment_intent.succeeded Ignored
            payment_intent.succeeded Processed
            payment_intent.succeeded Refused
            """.ReplaceLineEndings("\n"),
            Assert.Single(ends));
    }

    [Fact]
    public void Webhooks_OfRefundsDisputesAndLapsedHoldsInAThousandShuffles_AlwaysComeToTheSameBooksIncluded()
    {
        var ends = Shuffle(7, Refunds, Disputes);
        Assert.Equal(
            """
            Completed PartiallyRefunded captured 1250 refunded 400 lost 0 tip 0 news 0 Customer 0 ProviderPayable -493 PlatformRevenue -255 GatewayClearing 850 Disputes 0 GatewayFees 0
            Completed Captured captured 1250 refunded 0 lost 0 tip 0 news 0 Customer 0 ProviderPayable -893 PlatformRevenue -255 GatewayClearing 1250 Disputes 0 GatewayFees 0
            Completed Captured captured 1250 refunded 0 lost 0 tip 0 news 1 Customer 0 ProviderPayable -893 PlatformRevenue -255 GatewayClearing 1250 Disputes 0 GatewayFees 0
            Scheduled AuthorizationExpired captured 0 refunded 0 lost 0 tip 0 news 0 Customer 0 ProviderPayable 0 PlatformRevenue 0 GatewayClearing 0 Disputes 0 GatewayFees 0
            charge.expired Processed
            charge.refunded Processed
            charge.refunded Processed
            payment_intent.amount_capturable_updated Processed
            payment_intent.canceled Processed
            refund.created Processed
            refund.created Processed
            refund.created Refused
            refund.failed Processed
            refund.updated Processed
            """.ReplaceLineEndings("\n"),
            ends[0]);
        Assert.Equal(
            """
            Completed PartiallyRefunded captured 1250 refunded 0 lost 500 tip 0 news 0 Customer 0 ProviderPayable -893 PlatformRevenue 245 GatewayClearing -750 Disputes 0 GatewayFees 1500
            Completed PartiallyRefunded captured 1250 refunded 300 lost 0 tip 0 news 0 Customer 0 ProviderPayable -593 PlatformRevenue -255 GatewayClearing -550 Disputes 0 GatewayFees 1500
            Completed Captured captured 1250 refunded 0 lost 0 tip 200 news 0 Customer 0 ProviderPayable -1093 PlatformRevenue -255 GatewayClearing -250 Disputes 200 GatewayFees 1500
            Completed PartiallyRefunded captured 4800 refunded 0 lost 3300 tip 0 news 0 Customer 0 ProviderPayable -3502 PlatformRevenue 2393 GatewayClearing 0 Disputes 0 GatewayFees 1500
            charge.dispute.closed Processed
            charge.dispute.closed Processed
            charge.dispute.closed Processed
            charge.dispute.created Processed
            charge.dispute.created Processed
            charge.dispute.created Processed
            payment_intent.succeeded Processed
            payment_intent.succeeded Processed
            payment_intent.succeeded Processed
            refund.updated Processed
            """.ReplaceLineEndings("\n"),
            ends[1]);
    }

    [Fact]
    public void Webhook_OfADisputeBeforeTheCaptureIsKnownToAnybody_WaitsAndIsTakenLater() => _engine.Run(async () =>
    {
        var job = await Put(Ride(), until: 7);
        _records.Put(Payment($"pi_{job.Id}", job.Id, GatewayStanding.Held, 1_250));
        var dispute = Dispute("charge.dispute.created", "dp_early", $"pi_{job.Id}", 500, "needs_response");
        await Receiver().Receive(dispute, Sign(dispute), default);
        await Task.Delay(TimeSpan.FromSeconds(1), Time);
        Assert.Equal(WebhookState.Received, (await Store.Page(null, null, 1, default))[0].State);
        var captured = Intent("payment_intent.succeeded", job.Id, "succeeded", 1_250);
        await Receiver().Receive(captured, Sign(captured), default);
        await Task.Delay(TimeSpan.FromMinutes(1), Time);
        await _host.Services.GetRequiredService<WebhookPump>().Sweep(default);
        Assert.Equal(PaymentStatus.Disputed, (await Jobs.Load(job.Id, default))!.Payment.Status);
        Assert.Empty(await Store.Page(WebhookState.Received, null, 10, default));

        // News of what never comes waits a day.
        var never = await Put(Ride(), until: 7);
        _records.Put(Payment($"pi_{never.Id}", never.Id, GatewayStanding.Held, 1_250));
        var nothing = Dispute("charge.dispute.created", "dp_nothing", $"pi_{never.Id}", 500, "needs_response");
        await Receiver().Receive(nothing, Sign(nothing), default);
        await Task.Delay(TimeSpan.FromHours(25), Time);
        await _host.Services.GetRequiredService<WebhookPump>().Sweep(default);
        Assert.Equal((WebhookState.Refused, "dispute_of_nothing"), (await Store.Page(null, null, 1, default))[0] is var row ? (row.State, row.Reason) : default);
        Assert.Equal((PaymentStatus.Capturing, 1), (await Jobs.Load(never.Id, default))!.Payment is var payment ? (payment.Status, payment.NewsRefused) : default);
    });

    /// <summary>A thousand shuffles of ten webhooks each, in scenes by turns, with one to ten duplicates and up to days between.</summary>
    /// <returns>What each scene always comes to.</returns>
    private string[] Shuffle(int seed, params Func<Task<(IReadOnlyList<JobId> Jobs, IReadOnlyList<byte[]> Webhooks)>>[] scenes)
    {
        var random = new Random(seed);
        var told = 0;
        var ends = new string?[scenes.Length];
        for (var shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            var which = shuffle % scenes.Length;
            _engine.Run(async () =>
            {
                var scene = await scenes[which]();
                Assert.Equal(WebhooksEach, scene.Webhooks.Count);
                var deliveries = scene.Webhooks.SelectMany(webhook => Enumerable.Repeat(webhook, 1 + random.Next(10))).ToArray();
                random.Shuffle(deliveries);
                told += deliveries.Length;
                var received = Receiver();
                foreach (var body in deliveries)
                {
                    var receipt = await received.Receive(body, Sign(body), default);
                    Assert.True(receipt is WebhookReceipt.Stored or WebhookReceipt.Repeated, $"{receipt}");
                    if (random.Next(4) == 0)
                    {
                        // Some come at once, some seconds later, some after a day.
                        await Task.Delay(random.Next(20) == 0 ? TimeSpan.FromDays(1) : TimeSpan.FromMilliseconds(random.Next(3_000)), Time);
                    }
                }

                await Task.Delay(TimeSpan.FromSeconds(1), Time);
                var end = scenes.Length == 1 ? await End(scene.Jobs) : await Books(scene.Jobs);
                ends[which] ??= end;
                Assert.True(ends[which] == end, $"Shuffle {shuffle} of seed {seed}:\n{end}\nthe first was\n{ends[which]}");
            });
        }

        Assert.InRange(told, Shuffles * WebhooksEach * 4, Shuffles * WebhooksEach * 7);
        return ends!;
    }

    [Fact]
    public void Webhook_OfAnotherAmountIntentAccountOrCurrency_IsRefusedByNameAndMovesNothing() => _engine.Run(async () =>
    {
        var authorizing = await Put(Booked(), until: 1);
        var capturing = await Put(Ride(), until: 7);
        var captured = await Captured();
        var refunding = await Commit(await Captured(), Back(300));
        foreach (var job in new[] { authorizing, captured, refunding })
        {
            _records.Put(Payment($"pi_{job.Id}", job.Id, GatewayStanding.Captured, 1_250));
        }

        var cases = new (byte[] Body, WebhookState State, string Reason)[]
        {
            (Intent("payment_intent.amount_capturable_updated", authorizing.Id, "requires_capture", 1_251), WebhookState.Refused, "amount_wrong"),
            (Intent("payment_intent.amount_capturable_updated", authorizing.Id, "requires_capture", 1_250, currency: "eur"), WebhookState.Refused, "currency_wrong"),
            (Intent("payment_intent.succeeded", authorizing.Id, "succeeded", 1_250), WebhookState.Refused, "payment_foreign"),
            (Intent("payment_intent.succeeded", capturing.Id, "succeeded", 1_249), WebhookState.Refused, "amount_wrong"),
            (Intent("payment_intent.succeeded", capturing.Id, "succeeded", 1_250, intent: "pi_other"), WebhookState.Refused, "intent_not_the_jobs"),
            (Intent("payment_intent.succeeded", capturing.Id, "succeeded", 1_250, account: "acct_other"), WebhookState.Ignored, "foreign_account"),
            (Intent("payment_intent.succeeded", null, "succeeded", 1_250), WebhookState.Ignored, "not_ours"),
            (Intent("payment_intent.succeeded", Scenarios.Job(999_999), "succeeded", 1_250), WebhookState.Ignored, "job_unknown"),
            (Intent("charge.dispute.created", capturing.Id, "succeeded", 1_250), WebhookState.Refused, "unreadable"),
            (Dispute("charge.dispute.created", "dp_more", $"pi_{captured.Id}", 1_251, "needs_response"), WebhookState.Refused, "amount_wrong"),
            (Dispute("charge.dispute.created", "dp_none", $"pi_{authorizing.Id}", 1_250, "needs_response"), WebhookState.Refused, "payment_foreign"),
            (Dispute("charge.dispute.created", "dp_ask", $"pi_{captured.Id}", 1_250, "warning_needs_response"), WebhookState.Ignored, "inquiry"),
            (Dispute("charge.dispute.created", "dp_far", "pi_far", 1_250, "needs_response"), WebhookState.Ignored, "not_ours"),
            (Refund("refund.created", null, 0, "re_hand", $"pi_{captured.Id}", 300, "succeeded"), WebhookState.Refused, "refund_unknown"),
            (Refund("refund.created", captured.Id, 3, "re_3", $"pi_{captured.Id}", 300, "succeeded"), WebhookState.Refused, "refund_unknown"),
            (Refund("refund.created", refunding.Id, 1, "re_1", $"pi_{refunding.Id}", 301, "succeeded"), WebhookState.Refused, "amount_wrong"),
            (Refund("refund.created", refunding.Id, 1, "re_2", "pi_other", 300, "succeeded"), WebhookState.Refused, "payment_foreign"),
            (Charge("charge.expired", captured.Id, 1_250), WebhookState.Refused, "release_of_captured"),
            (Intent("customer.created", capturing.Id, "succeeded", 1_250), WebhookState.Ignored, "no_rule"),
            (Encoding.UTF8.GetBytes($$$"""{"id":"evt_unreadable","type":"payment_intent.succeeded","created":{{{Now}}},"data":{"object":"pi_1"}}"""), WebhookState.Refused, "unreadable"),
        };
        foreach (var (body, state, reason) in cases)
        {
            Assert.Equal(WebhookReceipt.Stored, await Receiver().Receive(body, Sign(body), default));
            await Task.Delay(TimeSpan.FromSeconds(1), Time);
            var row = (await Store.Page(null, null, 1, default))[0];
            Assert.Equal((state, reason), (row.State, row.Reason));
            Assert.Equal(Encoding.UTF8.GetString(body), row.Payload);
        }

        // Each that is refused is written down with its job.
        foreach (var (job, refused) in new[] { (authorizing, 4), (capturing, 2), (captured, 4), (refunding, 2) })
        {
            var now = (await Jobs.Load(job.Id, default))!;
            Assert.Equal(refused, now.Payment.NewsRefused);
            Assert.Equal((job.Status, job.Payment), (now.Status, now.Payment with { NewsRefused = job.Payment.NewsRefused }));
        }

        // The right one still counts.
        var right = Intent("payment_intent.succeeded", capturing.Id, "succeeded", 1_250);
        await Receiver().Receive(right, Sign(right), default);
        await Task.Delay(TimeSpan.FromSeconds(1), Time);
        Assert.Equal(PaymentStatus.Captured, (await Jobs.Load(capturing.Id, default))!.Payment.Status);
    });

    [Fact]
    public void Webhook_StoredByAProcessThatDied_IsActedOnByTheSweep() => _engine.Run(async () =>
    {
        var job = await Put(Ride(), until: 7);
        var body = Intent("payment_intent.succeeded", job.Id, "succeeded", 1_250);
        var nobody = new PaymentWebhooks(Store, Time, _host.Services.GetRequiredService<IOptionsMonitor<PaymentsOptions>>());
        Assert.Equal(WebhookReceipt.Stored, await nobody.Receive(body, Sign(body), default));
        var pump = _host.Services.GetRequiredService<WebhookPump>();
        Assert.Equal(0, await pump.Sweep(default));
        await Task.Delay(TimeSpan.FromMinutes(1), Time);
        Assert.Equal(PaymentStatus.Capturing, (await Jobs.Load(job.Id, default))!.Payment.Status);
        Assert.Equal(1, await pump.Sweep(default));
        Assert.Equal(PaymentStatus.Captured, (await Jobs.Load(job.Id, default))!.Payment.Status);
        Assert.Equal(0, await pump.Sweep(default));
    });

    [Fact]
    public void Webhook_ThatCannotBeActedOn_IsPutOffSetAsideAndTriedAgainAndKeepsNobodyWaiting() => _engine.Run(async () =>
    {
        var pump = _host.Services.GetRequiredService<WebhookPump>();
        var nobody = new PaymentWebhooks(Store, Time, _host.Services.GetRequiredService<IOptionsMonitor<PaymentsOptions>>());
        var (broken, job) = (await Captured(), await Put(Ride(), until: 7));
        _records.Put(Payment($"pi_{broken.Id}", broken.Id, GatewayStanding.Captured, 1_250));
        _records.Fault = new GatewayRefusedException("403");
        var refused = Dispute("charge.dispute.created", "dp_1", $"pi_{broken.Id}", 500, "needs_response");
        Assert.Equal(WebhookReceipt.Stored, await nobody.Receive(refused, Sign(refused), default));
        await Task.Delay(TimeSpan.FromMinutes(1), Time);
        Assert.Equal(1, await pump.Sweep(default));
        var row = (await Store.Page(null, null, 1, default))[0];
        Assert.Equal((WebhookState.Received, 1, "403", false), (row.State, row.Attempts, row.Error, row.IsParked));

        // At once after that it is not looked at, and whatever else waits is.
        Assert.Equal(0, await pump.Sweep(default));
        for (var i = 0; i < 40 && !(row = (await Store.Page(null, null, 1, default))[0]).IsParked; i++)
        {
            await Task.Delay(TimeSpan.FromMinutes(5), Time);
            await pump.Sweep(default);
        }

        Assert.Equal((true, new PaymentsOptions().WebhookMaxAttempts), (row.IsParked, row.Attempts));
        var captured = Intent("payment_intent.succeeded", job.Id, "succeeded", 1_250);
        await nobody.Receive(captured, Sign(captured), default);
        await Task.Delay(TimeSpan.FromDays(1), Time);
        Assert.Equal(1, await pump.Sweep(default));
        Assert.Equal(PaymentStatus.Captured, (await Jobs.Load(job.Id, default))!.Payment.Status);

        // A person has seen to it.
        _records.Fault = null;
        Assert.True(await Store.Unpark(row.Number, Time.GetUtcNow(), default));
        Assert.Equal(1, await pump.Sweep(default));
        Assert.Equal(PaymentStatus.Disputed, (await Jobs.Load(broken.Id, default))!.Payment.Status);
        Assert.Empty(await Store.Parked(10, default));
    });

    [Fact]
    public void Webhook_WhileTheGatewayAnswersNobody_IsPutOffAndNoTryIsCountedForADay() => _engine.Run(async () =>
    {
        var pump = _host.Services.GetRequiredService<WebhookPump>();
        var nobody = new PaymentWebhooks(Store, Time, _host.Services.GetRequiredService<IOptionsMonitor<PaymentsOptions>>());
        var job = await Captured();
        _records.Put(Payment($"pi_{job.Id}", job.Id, GatewayStanding.Captured, 1_250));
        _records.Fault = new GatewayUnavailableException("Nobody is there.");
        var dispute = Dispute("charge.dispute.created", "dp_1", $"pi_{job.Id}", 500, "needs_response");
        await nobody.Receive(dispute, Sign(dispute), default);
        for (var tries = 0; tries < 100; tries++)
        {
            await Task.Delay(TimeSpan.FromMinutes(10), Time);
            Assert.Equal(1, await pump.Sweep(default));
        }

        var row = (await Store.Page(null, null, 1, default))[0];
        Assert.Equal((WebhookState.Received, 0, false), (row.State, row.Attempts, row.IsParked));
        await Task.Delay(TimeSpan.FromDays(1), Time);
        await pump.Sweep(default);
        Assert.Equal(1, (await Store.Page(null, null, 1, default))[0].Attempts);
        _records.Fault = null;
        await Task.Delay(TimeSpan.FromMinutes(10), Time);
        await pump.Sweep(default);
        Assert.Equal(PaymentStatus.Disputed, (await Jobs.Load(job.Id, default))!.Payment.Status);
    });

    [Fact]
    public void Sweep_WhileTheGatewayAnswersNobody_AsksItOnceAndActsOnWhatNeedsNoAnswer() => _engine.Run(async () =>
    {
        var pump = _host.Services.GetRequiredService<WebhookPump>();
        var nobody = new PaymentWebhooks(Store, Time, _host.Services.GetRequiredService<IOptionsMonitor<PaymentsOptions>>());
        var disputed = new List<Job>();
        for (var i = 0; i < 5; i++)
        {
            var job = await Captured();
            disputed.Add(job);
            _records.Put(Payment($"pi_{job.Id}", job.Id, GatewayStanding.Captured, 1_250));
            var dispute = Dispute("charge.dispute.created", $"dp_{i}", $"pi_{job.Id}", 500, "needs_response");
            await nobody.Receive(dispute, Sign(dispute), default);
        }

        var capturing = await Put(Ride(), until: 7);
        var captured = Intent("payment_intent.succeeded", capturing.Id, "succeeded", 1_250);
        await nobody.Receive(captured, Sign(captured), default);
        await Task.Delay(TimeSpan.FromDays(2), Time);
        _records.Fault = new GatewayUnavailableException("Nobody is there.");
        Assert.Equal(6, await pump.Sweep(default));
        Assert.Equal(1, _records.Asked);
        Assert.Equal(PaymentStatus.Captured, (await Jobs.Load(capturing.Id, default))!.Payment.Status);

        // All of them are put off; a try counts for the one that was asked about alone, however old they are.
        Assert.Equal(0, await pump.Sweep(default));
        Assert.Equal([0, 0, 0, 0, 1], (await Store.Page(WebhookState.Received, null, 10, default)).Select(row => row.Attempts).Order());
        _records.Fault = null;
        await Task.Delay(TimeSpan.FromMinutes(10), Time);
        Assert.Equal(5, await pump.Sweep(default));
        foreach (var job in disputed)
        {
            Assert.Equal(PaymentStatus.Disputed, (await Jobs.Load(job.Id, default))!.Payment.Status);
        }
    });

    [Fact]
    public void Sweep_OneOfWhichTheGatewayNeverTells_KeepsNoOtherWaitingForLong() => _engine.Run(async () =>
    {
        var pump = _host.Services.GetRequiredService<WebhookPump>();
        var nobody = new PaymentWebhooks(Store, Time, _host.Services.GetRequiredService<IOptionsMonitor<PaymentsOptions>>());
        var disputed = new List<Job>();
        for (var i = 0; i < 4; i++)
        {
            disputed.Add(await Captured());
            _records.Put(Payment($"pi_{disputed[i].Id}", disputed[i].Id, GatewayStanding.Captured, 1_250));
            _records.Untold ??= $"pi_{disputed[i].Id}";
            var dispute = Dispute("charge.dispute.created", $"dp_{i}", $"pi_{disputed[i].Id}", 500, "needs_response");
            await nobody.Receive(dispute, Sign(dispute), default);
        }

        // They have waited for the longest wait there is, and all wait as long again.
        await Task.Delay(TimeSpan.FromMinutes(5), Time);
        var began = Time.GetUtcNow();
        while ((await Store.Page(WebhookState.Received, null, 10, default)).Length > 1)
        {
            Assert.True(Time.GetUtcNow() - began < TimeSpan.FromHours(1), "Others still wait behind it after an hour.");
            await pump.Sweep(default);
            await Task.Delay(new PaymentsOptions().WebhookSweepPeriod, Time);
        }

        Assert.Equal(0, (await Store.Page(WebhookState.Received, null, 10, default))[0].Attempts);
        foreach (var job in disputed.Skip(1))
        {
            Assert.Equal(PaymentStatus.Disputed, (await Jobs.Load(job.Id, default))!.Payment.Status);
        }
    });

    private long Now => Time.GetUtcNow().ToUnixTimeSeconds();

    private PaymentWebhooks Receiver() => new(
        Store, Time, _host.Services.GetRequiredService<IOptionsMonitor<PaymentsOptions>>(), _host.Services.GetRequiredService<IWebhookDelivery>());

    /// <summary>Five jobs in five states, and ten webhooks: of them, and one of no job.</summary>
    private async Task<(IReadOnlyList<JobId> Jobs, IReadOnlyList<byte[]> Webhooks)> Scene()
    {
        var capturing = await Put(Ride(), until: 7);
        var asked = await Put(Booked(), until: 1);
        var declined = await Put(Booked(), until: 1);
        var canceled = await Put(Booked(), until: 1);
        canceled = await Commit(canceled, new JobCommand.CancelByCustomer(CancelReason.Unspecified));
        var held = await Put(Booked(), until: 2);
        return (
            [capturing.Id, asked.Id, declined.Id, canceled.Id, held.Id],
            [
                Intent("charge.captured", capturing.Id, "requires_capture", 1_250),
                Intent("payment_intent.amount_capturable_updated", capturing.Id, "requires_capture", 1_250),
                Intent("payment_intent.succeeded", capturing.Id, "succeeded", 1_250),
                Intent("payment_intent.requires_action", asked.Id, "requires_action", 1_250),
                Intent("payment_intent.amount_capturable_updated", asked.Id, "requires_capture", 1_250),
                Intent("payment_intent.payment_failed", declined.Id, "requires_payment_method", 1_250),
                Intent("payment_intent.amount_capturable_updated", canceled.Id, "requires_capture", 1_250),
                Intent("payment_intent.canceled", canceled.Id, "canceled", 1_250),
                Intent("payment_intent.succeeded", held.Id, "succeeded", 1_250),
                Intent("payment_intent.succeeded", Scenarios.Job(1_000_000 + _jobs), "succeeded", 1_250),
            ]);
    }

    /// <summary>A refund that was paid, one that was told as paid and failed then, one that was made by hand, and a hold that ran out.</summary>
    private async Task<(IReadOnlyList<JobId> Jobs, IReadOnlyList<byte[]> Webhooks)> Refunds()
    {
        var paid = await Commit(await Captured(), Back(400));
        var failed = await Commit(await Captured(), Back(500));
        var byHand = await Captured();
        var lapsed = await Put(Booked(), until: 1);
        foreach (var job in new[] { paid, failed, byHand })
        {
            _records.Put(Payment($"pi_{job.Id}", job.Id, GatewayStanding.Captured, 1_250));
        }

        _records.Put(Refunded(paid.Id, $"re_{paid.Id}", 400, failed: false));
        _records.Put(Refunded(failed.Id, $"re_{failed.Id}", 500, failed: true));
        return (
            [paid.Id, failed.Id, byHand.Id, lapsed.Id],
            [
                Refund("refund.created", paid.Id, 1, $"re_{paid.Id}", $"pi_{paid.Id}", 400, "succeeded"),
                Refund("refund.updated", paid.Id, 1, $"re_{paid.Id}", $"pi_{paid.Id}", 400, "succeeded"),
                Charge("charge.refunded", paid.Id, 1_250),
                Refund("refund.created", failed.Id, 1, $"re_{failed.Id}", $"pi_{failed.Id}", 500, "succeeded"),
                Refund("refund.failed", failed.Id, 1, $"re_{failed.Id}", $"pi_{failed.Id}", 500, "failed"),
                Charge("charge.refunded", failed.Id, 1_250),
                Refund("refund.created", null, 0, $"re_{byHand.Id}", $"pi_{byHand.Id}", 300, "succeeded"),
                Intent("payment_intent.amount_capturable_updated", lapsed.Id, "requires_capture", 1_250),
                Charge("charge.expired", lapsed.Id, 1_250),
                Intent("payment_intent.canceled", lapsed.Id, "canceled", 1_250),
            ]);
    }

    /// <summary>A dispute that is lost, one that is won beside a refund, one of a tip, and one of what the hold did not cover.</summary>
    private async Task<(IReadOnlyList<JobId> Jobs, IReadOnlyList<byte[]> Webhooks)> Disputes()
    {
        var lost = await Put(Ride(), until: 7);
        var won = await Commit(await Captured(), Back(300));
        var tipped = await Commit(await Captured(), new JobCommand.Tip(Scenarios.Usd(200), TimeSpan.FromDays(30)));
        var over = await Put(Scenarios.Order(Scenarios.Terms(PricingMode.Metered), now: Time.GetUtcNow(), n: ++_jobs), until: 7, new Metres(30_000));
        over = await Commit(over, new JobCommand.HoldNotRaised("increment_not_available"));
        over = await Commit(over, new JobCommand.PaymentCaptured(over.Payment.Authorised, $"pi_{over.Id}"));
        var rest = over.Payment.Rest!.Amount.MinorUnits;
        foreach (var job in new[] { lost, won, tipped })
        {
            _records.Put(Payment($"pi_{job.Id}", job.Id, GatewayStanding.Captured, 1_250));
        }

        _records.Put(Payment($"pi_{tipped.Id}_tip", tipped.Id, GatewayStanding.Captured, 200) with { Epoch = 0, Tip = 1 });
        _records.Put(Payment($"pi_{over.Id}_rest", over.Id, GatewayStanding.Captured, rest) with { Epoch = 0, Rest = 1 });
        return (
            [lost.Id, won.Id, tipped.Id, over.Id],
            [
                Intent("payment_intent.succeeded", lost.Id, "succeeded", 1_250),
                Dispute("charge.dispute.created", $"dp_{lost.Id}", $"pi_{lost.Id}", 500, "needs_response"),
                Dispute("charge.dispute.closed", $"dp_{lost.Id}", $"pi_{lost.Id}", 500, "lost"),
                Refund("refund.updated", won.Id, 1, $"re_{won.Id}", $"pi_{won.Id}", 300, "succeeded"),
                Dispute("charge.dispute.created", $"dp_{won.Id}", $"pi_{won.Id}", 1_250, "needs_response"),
                Dispute("charge.dispute.closed", $"dp_{won.Id}", $"pi_{won.Id}", 1_250, "won"),
                Intent("payment_intent.succeeded", tipped.Id, "succeeded", 200, intent: $"pi_{tipped.Id}_tip", number: "tip"),
                Dispute("charge.dispute.created", $"dp_{tipped.Id}", $"pi_{tipped.Id}_tip", 200, "needs_response"),
                Intent("payment_intent.succeeded", over.Id, "succeeded", rest, intent: $"pi_{over.Id}_rest", number: "rest"),
                Dispute("charge.dispute.closed", $"dp_{over.Id}", $"pi_{over.Id}_rest", rest, "lost"),
            ]);
    }

    /// <summary>Where each job stands, what every kind of account came to by it (debits less credits), and what became of the webhooks.</summary>
    private async Task<string> Books(IReadOnlyList<JobId> jobs)
    {
        var lines = new List<string>();
        var ledger = _host.Services.GetRequiredService<ILedgerReader>();
        foreach (var id in jobs)
        {
            var job = (await Jobs.Load(id, default))!;
            var transfers = await ledger.OfJob(id, default);
            var payment = job.Payment;
            var accounts = new[] { AccountKind.Customer, AccountKind.ProviderPayable, AccountKind.PlatformRevenue, AccountKind.GatewayClearing, AccountKind.Disputes, AccountKind.GatewayFees }.Select(kind =>
                $"{kind} {transfers.Sum(transfer => (transfer.Debit.Kind == kind ? transfer.Amount.MinorUnits : 0) - (transfer.Credit.Kind == kind ? transfer.Amount.MinorUnits : 0))}");
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{job.Status} {payment.Status} captured {payment.Captured.MinorUnits} refunded {payment.Refunded.MinorUnits} lost {payment.Lost?.MinorUnits ?? 0} tip {(payment.Tip is { Status: TipStatus.Paid } tip ? tip.Amount.MinorUnits : 0)} news {payment.NewsRefused} {string.Join(' ', accounts)}"));
        }

        lines.AddRange((await Store.Page(null, null, WebhooksEach, default)).Select(row => $"{row.Type} {row.State}").Order(StringComparer.Ordinal));
        return string.Join('\n', lines);
    }

    private static JobCommand.Refund Back(long amount) => new(Scenarios.Usd(amount), RefundReason.Goodwill, RefundBearer.Provider);

    private async Task<Job> Captured()
    {
        var job = await Put(Ride(), until: 7);
        return await Commit(job, new JobCommand.PaymentCaptured(Scenarios.Usd(1_250), $"pi_{job.Id}"));
    }

    private async Task<string> End(IReadOnlyList<JobId> jobs)
    {
        var lines = new List<string>();
        var ledger = _host.Services.GetRequiredService<ILedgerReader>();
        foreach (var id in jobs)
        {
            var job = (await Jobs.Load(id, default))!;
            var taken = (await ledger.OfJob(id, default)).Where(transfer => transfer.Debit.Kind == AccountKind.GatewayClearing).Sum(transfer => transfer.Amount.MinorUnits);
            var (status, payment) = (job.Status, job.Payment);
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{status} {payment.Status} authorised {payment.Authorised.MinorUnits} captured {payment.Captured.MinorUnits} released {payment.Released.MinorUnits} ledger {taken}"));
        }

        lines.AddRange((await Store.Page(null, null, WebhooksEach, default)).Select(row => $"{row.Type} {row.State}").Order(StringComparer.Ordinal));
        return string.Join('\n', lines);
    }

    /// <summary>A ride as soon as possible; after seven steps its fare is being captured.</summary>
    private JobOrder Ride() => Scenarios.Order(now: Time.GetUtcNow(), n: ++_jobs);

    /// <summary>A ride that is booked for later, so that nothing but its payment moves.</summary>
    private JobOrder Booked() => Scenarios.Order(now: Time.GetUtcNow(), pickUpAt: Time.GetUtcNow() + TimeSpan.FromDays(20), n: ++_jobs);

    private async Task<Job> Put(JobOrder order, int until, Metres? measured = null)
    {
        Job? job = null;
        var provider = Scenarios.Provider(_jobs);
        Func<Job?, JobCommand>[] life =
        [
            _ => new JobCommand.Request(order),
            now => new JobCommand.PaymentAuthorised($"pi_{order.Id}", now!.Order.Hold),
            now => new JobCommand.Accept(Scenarios.Offer(_jobs), now!.Attempt, now.Version, provider, Scenarios.Vehicle(_jobs), 0, order.RequestedAt + TimeSpan.FromMinutes(3)),
            _ => new JobCommand.Depart(provider),
            _ => new JobCommand.Arrive(provider),
            _ => new JobCommand.Start(provider, null),
            _ => new JobCommand.Complete(provider, measured),
        ];
        foreach (var step in life[..until])
        {
            job = await Commit(job, step(job));
        }

        return job!;
    }

    private async Task<Job> Commit(Job? before, JobCommand command)
    {
        var at = Time.GetUtcNow();
        var decided = Decided.Of(before, command, at);

        // Nothing is owed to the gateway here: the webhooks are all there is.
        var commit = new JobCommit(decided.After, decided.ExpectedVersion, decided.Events, "town:standard", null, [], [], decided.Transfers, [], [], at) { Pending = decided.Pending };
        Assert.Equal(CommitStatus.Committed, (await Jobs.Commit(commit, default)).Status);
        return decided.After;
    }

    private byte[] Intent(string type, JobId? job, string status, long amount, string? intent = null, string currency = "usd", string? account = null, string number = "epoch")
    {
        var id = intent ?? $"pi_{job}";
        var held = status is "requires_capture" or "succeeded" or "canceled";
        var metadata = job is { } name ? $$"""{"job":"{{name}}","{{number}}":"1"}""" : "{}";
        var charge = held ? $"\"ch_{id}\"" : "null";
        var error = status == "requires_payment_method" ? """{"type":"card_error","code":"card_declined","decline_code":"generic_decline"}""" : "null";
        var of = account is null ? string.Empty : $"\"account\":\"{account}\",";
        var kind = type.StartsWith("charge.", StringComparison.Ordinal) ? "charge" : "payment_intent";
        return Encoding.UTF8.GetBytes(
            $$"""{"id":"evt_{{type}}_{{id}}_{{amount}}_{{currency}}_{{account}}","object":"event",{{of}}"api_version":"2026-07-29.dahlia","created":{{Now}},"livemode":false,"type":"{{type}}","data":{"object":"""
            + $$"""{"id":"{{id}}","object":"{{kind}}","amount":{{amount}},"amount_capturable":{{(status == "requires_capture" ? amount : 0)}},"amount_received":{{(status == "succeeded" ? amount : 0)}},"""
            + $$"""
                "created":{{Now}},"currency":"{{currency}}","status":"{{status}}","latest_charge":{{charge}},"last_payment_error":{{error}},"metadata":{{metadata}}
                """
            + "}}}");
    }

    private byte[] Refund(string type, JobId? job, int number, string id, string intent, long amount, string status) => Event(
        type,
        $"{id}_{status}_{amount}",
        $$"""{"id":"{{id}}","object":"refund","amount":{{amount}},"created":{{Now}},"currency":"usd","metadata":{{(job is { } name ? $$"""{"job":"{{name}}","refund":"{{number}}"}""" : "{}")}},"payment_intent":"{{intent}}","status":"{{status}}"}""");

    private byte[] Dispute(string type, string id, string intent, long amount, string status) => Event(
        type,
        $"{id}_{status}",
        $$"""{"id":"{{id}}","object":"dispute","amount":{{amount}},"balance_transactions":[{"id":"txn_{{id}}","object":"balance_transaction","amount":-{{amount}},"currency":"usd","fee":1500}],"""
        + $$"""
            "created":{{Now}},"currency":"usd","metadata":{},"payment_intent":"{{intent}}","reason":"fraudulent","status":"{{status}}"}
            """);

    private byte[] Charge(string type, JobId job, long amount) => Event(
        type,
        $"{job}",
        $$"""{"id":"ch_{{job}}","object":"charge","amount":{{amount}},"amount_refunded":1,"created":{{Now}},"currency":"usd","metadata":{"job":"{{job}}","epoch":"1"},"payment_intent":"pi_{{job}}"}""");

    private byte[] Event(string type, string id, string about) => Encoding.UTF8.GetBytes(
        $$$"""{"id":"evt_{{{type}}}_{{{id}}}","object":"event","api_version":"2026-07-29.dahlia","created":{{{Now}}},"livemode":false,"type":"{{{type}}}","data":{"object":{{{about}}}}}""");

    private GatewayPayment Payment(string intent, JobId job, GatewayStanding standing, long amount) =>
        new(intent, job, 1, standing, "USD", amount, standing == GatewayStanding.Captured ? amount : 0, 0, true, null, Time.GetUtcNow());

    private static GatewayRefund Refunded(JobId job, string id, long amount, bool failed) => new(id, $"pi_{job}", job, 1, amount, "USD", failed, failed ? "expired_or_canceled_card" : null);

    /// <summary>What the gateway says when it is asked.</summary>
    private sealed class Records : IGatewayRecords
    {
        private readonly Dictionary<string, GatewayPayment> _payments = [];
        private readonly Dictionary<string, GatewayRefund> _refunds = [];

        /// <summary>What comes of asking for a payment; null for an answer.</summary>
        public Exception? Fault { get; set; }

        /// <summary>The payment that asking for never brings an answer; null for none.</summary>
        public string? Untold { get; set; }

        public void Put(GatewayPayment payment) => _payments[payment.Intent] = payment;

        public void Put(GatewayRefund refund) => _refunds[refund.Intent] = refund;

        public IAsyncEnumerable<GatewayPayment> Payments(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => throw new NotSupportedException("Nobody compares here.");

        /// <summary>How often it was asked for a payment.</summary>
        public int Asked { get; private set; }

        public Task<GatewayPayment?> Find(string intent, CancellationToken cancellationToken)
        {
            Asked++;
            return intent == Untold ? Task.FromException<GatewayPayment?>(new GatewayUnavailableException("Of this one nobody tells.")) : Fault is null ? Task.FromResult(_payments.GetValueOrDefault(intent)) : Task.FromException<GatewayPayment?>(Fault);
        }

        public Task<IReadOnlyList<GatewayRefund>> Refunds(string intent, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<GatewayRefund>>(_refunds.TryGetValue(intent, out var refund) ? [refund] : []);

        public Task<IReadOnlyList<GatewayDispute>> Disputes(string intent, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<GatewayDispute>>([]);
    }

    private string Sign(byte[] body) =>
        $"t={Now},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes($"{Now}."), .. body]))}";

    /// <summary>Never answers: what jobs hear comes by webhook alone.</summary>
    private sealed class SilentGateway : IPaymentGateway
    {
        public Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken) => throw new GatewayUnavailableException("Nobody is there.");
    }
}
