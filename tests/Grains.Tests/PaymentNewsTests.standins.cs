using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Grains.Payments;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Payments;
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
    private const int Shuffles = 1_000;
    private const int WebhooksEach = 10;

    private readonly IHost _host;
    private readonly DeterministicEngine _engine;
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
        var random = new Random(5);
        var told = 0;
        string? first = null;
        for (var shuffle = 0; shuffle < Shuffles; shuffle++)
        {
            _engine.Run(async () =>
            {
                var scene = await Scene();
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
                var end = await End(scene.Jobs);
                first ??= end;
                Assert.True(first == end, $"Shuffle {shuffle} of seed 5:\n{end}\nthe first was\n{first}");
            });
        }

        Assert.InRange(told, Shuffles * WebhooksEach * 4, Shuffles * WebhooksEach * 7);

        // What it always comes to, said once.
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
            first);
    }

    [Fact]
    public void Webhook_OfAnotherAmountIntentAccountOrCurrency_IsRefusedByNameAndMovesNothing() => _engine.Run(async () =>
    {
        var authorizing = await Put(Booked(), until: 1);
        var capturing = await Put(Ride(), until: 7);
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
            (Intent("charge.dispute.created", capturing.Id, "succeeded", 1_250), WebhookState.Ignored, "not_used_yet"),
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

        foreach (var job in new[] { authorizing, capturing })
        {
            var now = (await Jobs.Load(job.Id, default))!;
            Assert.InRange(now.Payment.NewsRefused, 1, 2);
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

    private async Task<Job> Put(JobOrder order, int until)
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
            _ => new JobCommand.Complete(provider, null),
        ];
        foreach (var step in life[..until])
        {
            job = await Commit(job, step(job), order);
        }

        return job!;
    }

    private async Task<Job> Commit(Job? before, JobCommand command, JobOrder? order = null)
    {
        var at = Time.GetUtcNow();
        var decision = JobDecisions.Decide(before, command, at);
        Assert.True(decision.Rejection is null, $"{command.GetType().Name}: {decision.Rejection}");
        var after = before;
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        foreach (var happened in decision.Events)
        {
            after = after is null ? JobEvents.Begin(order!, (JobEvent.Requested)happened) : JobEvents.Evolve(after, happened);
            transfers.AddRange(LedgerPostings.Of(after, happened));
        }

        // Nothing is owed to the gateway here: the webhooks are all there is.
        var commit = new JobCommit(after!, before?.Version ?? 0, decision.Events, "town:standard", null, [], [], transfers.ToImmutable(), [], [], at);
        Assert.Equal(CommitStatus.Committed, (await Jobs.Commit(commit, default)).Status);
        return after!;
    }

    private byte[] Intent(string type, JobId? job, string status, long amount, string? intent = null, string currency = "usd", string? account = null)
    {
        var id = intent ?? $"pi_{job}";
        var held = status is "requires_capture" or "succeeded" or "canceled";
        var metadata = job is { } name ? $$"""{"job":"{{name}}","epoch":"1"}""" : "{}";
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

    private string Sign(byte[] body) =>
        $"t={Now},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), (byte[])[.. Encoding.UTF8.GetBytes($"{Now}."), .. body]))}";

    /// <summary>Never answers: what jobs hear comes by webhook alone.</summary>
    private sealed class SilentGateway : IPaymentGateway
    {
        public Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken) => throw new GatewayUnavailableException("Nobody is there.");
    }
}
