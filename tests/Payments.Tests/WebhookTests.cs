using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Payments.Webhooks;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Payments.Tests;

public sealed class WebhookTests
{
    private const string Secret = "whsec_present";
    private const string Before = "whsec_before";

    private readonly ManualClock _clock = new();
    private readonly ListStore _store = new();
    private readonly PaymentsOptions _options = new() { WebhookSecret = Secret, WebhookSecretBefore = Before };

    private PaymentWebhooks Webhooks => new(_store, _clock, new Monitor(_options));

    [Fact]
    public async Task Receive_GoodSignatureOfEitherSecret_IsStoredOnceHoweverOftenItComes()
    {
        var body = Body("evt_1");
        Assert.Equal(WebhookReceipt.Stored, await Webhooks.Receive(body, Sign(body, Secret), default));
        Assert.Equal(WebhookReceipt.Repeated, await Webhooks.Receive(body, Sign(body, Before), default));
        var other = Body("evt_2");
        Assert.Equal(WebhookReceipt.Stored, await Webhooks.Receive(other, Sign(other, Before), default));
        var both = Body("evt_3");
        var two = $"{Sign(both, "whsec_other")},{Sign(both, Secret).Split(',')[1]},v0=ignored";
        Assert.Equal(WebhookReceipt.Stored, await Webhooks.Receive(both, two, default));
        Assert.Equal(["evt_1", "evt_2", "evt_3"], _store.Rows.Select(row => row.EventId));
        Assert.Equal(Encoding.UTF8.GetString(body), _store.Rows[0].Payload);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(-301, false)]
    [InlineData(301, false)]
    public async Task Receive_SignatureOfAnotherTime_CountsWithinFiveMinutesOnEitherSide(int seconds, bool counts)
    {
        var body = Body("evt_1");
        Assert.Equal(counts ? WebhookReceipt.Stored : WebhookReceipt.Forged, await Webhooks.Receive(body, Sign(body, Secret, seconds), default));
    }

    [Fact]
    public async Task Receive_WithoutASecret_TakesNothing()
    {
        var body = Body("evt_1");
        var closed = new PaymentWebhooks(_store, _clock, new Monitor(new PaymentsOptions()));
        Assert.Equal(WebhookReceipt.Closed, await closed.Receive(body, Sign(body, ""), default));
        var one = new PaymentWebhooks(_store, _clock, new Monitor(new PaymentsOptions { WebhookSecret = Secret }));
        Assert.Equal(WebhookReceipt.Forged, await one.Receive(body, Sign(body, ""), default));
        Assert.Empty(_store.Rows);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not json")]
    [InlineData("""{"id":"evt_1","type":"t"}""")]
    [InlineData("""{"id":5,"type":"t","created":1}""")]
    [InlineData("""{"id":"evt\u0000","type":"t","created":1}""")]
    [InlineData("""{"id":"evt_1","type":"t","created":1e300}""")]
    [InlineData("""{"id":"evt_1","type":"t","created":-1}""")]
    public async Task Receive_SignedBodyThatIsNoEvent_IsMalformed(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        Assert.Equal(WebhookReceipt.Malformed, await Webhooks.Receive(body, Sign(body, Secret), default));
        Assert.Empty(_store.Rows);
    }

    [Fact]
    public async Task Receive_TenThousandForgedOrMutatedSignatures_NoneIsAccepted()
    {
        var random = new Random(20_260_105);
        var kinds = new int[8];
        for (var i = 0; i < 10_000; i++)
        {
            var body = Body($"evt_{i}");
            var header = Sign(body, Secret);
            var kind = random.Next(kinds.Length);
            kinds[kind]++;
            switch (kind)
            {
                case 0:
                    // A bit of the body.
                    body[random.Next(body.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    // A digit of the signature.
                    var at = header.IndexOf("v1=", StringComparison.Ordinal) + 3 + random.Next(64);
                    header = $"{header[..at]}{(header[at] == 'f' ? '0' : 'f')}{header[(at + 1)..]}";
                    break;
                case 2:
                    // The instant moved, within the tolerance.
                    header = $"t={_clock.GetUtcNow().ToUnixTimeSeconds() + 1 + random.Next(299)},{header.Split(',')[1]}";
                    break;
                case 3:
                    // Another's secret, or none.
                    header = Sign(body, random.Next(2) == 0 ? "whsec_other" : "");
                    break;
                case 4:
                    // Cut off, or too long.
                    header = random.Next(2) == 0 ? header[..random.Next(header.Length)] : header + new string('0', 1 + random.Next(3_000));
                    break;
                case 5:
                    // The right digits under another scheme, or in capitals.
                    header = random.Next(2) == 0 ? header.Replace("v1=", "v0=", StringComparison.Ordinal) : header.Replace(header[(header.IndexOf("v1=", StringComparison.Ordinal) + 3)..], Convert.ToHexString(RandomBytes(random, 32)), StringComparison.Ordinal);
                    break;
                case 6:
                    // Signed once, and told again much later.
                    header = Sign(body, Secret, -301 - random.Next(1_000_000));
                    break;
                default:
                    // Random bytes, of the right form.
                    header = $"t={_clock.GetUtcNow().ToUnixTimeSeconds()},{string.Join(',', Enumerable.Range(0, random.Next(1, 20)).Select(_ => $"v1={Convert.ToHexStringLower(RandomBytes(random, 32))}"))}";
                    break;
            }

            Assert.True(await Webhooks.Receive(body, header, default) == WebhookReceipt.Forged, $"Round {i}, kind {kind}: {header}");
        }

        Assert.All(kinds, count => Assert.True(count > 1_000));
        Assert.Empty(_store.Rows);
    }

    /// <summary>npm's official client signs, and what it signed is taken; with one digit changed it is not.</summary>
    [NodeFact]
    public async Task Receive_SignaturesOfTheOfficialClient_AreTaken()
    {
        var folder = Folder();
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "stripe")))
        {
            var (installed, said) = await Run("npm", folder, "ci", "--no-audit", "--no-fund");
            Assert.True(installed == 0, $"npm ci: {said}");
        }

        const string script = """
            import Stripe from 'stripe';
            const stripe = new Stripe('sk_test_npm', { telemetry: false });
            const [at, ...secrets] = process.argv.slice(1);
            for (let i = 0; i < 200; i++) {
              const payload = JSON.stringify({ id: `evt_npm_${i}`, object: 'event', type: 'charge.captured', created: Number(at), data: { object: { note: 'ü'.repeat(i) } } });
              const header = stripe.webhooks.generateTestHeaderString({ payload, secret: secrets[i % secrets.length], timestamp: Number(at) });
              stripe.webhooks.constructEvent(payload, header, secrets[i % secrets.length], 1e9);
              console.log(JSON.stringify([payload, header]));
            }
            """;
        var (code, output) = await Run("node", folder, "--input-type=module", "-e", script, $"{_clock.GetUtcNow().ToUnixTimeSeconds()}", Secret, Before);
        Assert.True(code == 0, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith('[')).ToList();
        Assert.Equal(200, lines.Count);
        foreach (var line in lines)
        {
            var pair = JsonSerializer.Deserialize<string[]>(line)!;
            var body = Encoding.UTF8.GetBytes(pair[0]);
            Assert.Equal(WebhookReceipt.Forged, await Webhooks.Receive(body, pair[1][..^1] + (pair[1][^1] == '0' ? '1' : '0'), default));
            Assert.Equal(WebhookReceipt.Stored, await Webhooks.Receive(body, pair[1], default));
        }
    }

    private static byte[] RandomBytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Body(string id) => Encoding.UTF8.GetBytes(
        $$"""{"id":"{{id}}","object":"event","type":"payment_intent.succeeded","created":{{_clock.GetUtcNow().ToUnixTimeSeconds()}},"data":{"object":{"id":"pi_1"}""" + "}}");

    private string Sign(byte[] body, string secret, int seconds = 0)
    {
        var at = _clock.GetUtcNow().ToUnixTimeSeconds() + seconds;
        return $"t={at},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{at}."), .. body]))}";
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                return Path.Combine(at.FullName, "tests", "Payments.Sandbox.Tests", "npm");
            }
        }

        throw new InvalidOperationException("The repository is not above the tests.");
    }

    private static async Task<(int Code, string Output)> Run(string command, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(NodeFactAttribute.Find(command)!) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private sealed class Monitor(PaymentsOptions options) : IOptionsMonitor<PaymentsOptions>
    {
        public PaymentsOptions CurrentValue => options;

        public PaymentsOptions Get(string? name) => options;

        public IDisposable? OnChange(Action<PaymentsOptions, string?> listener) => null;
    }

    private sealed class ListStore : IPaymentWebhookStore
    {
        public List<PaymentWebhook> Rows { get; } = [];

        public ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken)
        {
            if (Rows.Exists(row => row.EventId == webhook.EventId))
            {
                return ValueTask.FromResult<PaymentWebhook?>(null);
            }

            Rows.Add(webhook with { Number = Rows.Count + 1 });
            return ValueTask.FromResult<PaymentWebhook?>(Rows[^1]);
        }

        public ValueTask<ImmutableArray<PaymentWebhook>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask PutOff(long number, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask Park(long number, int attempts, string error, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<PaymentWebhook>> Parked(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<bool> Unpark(long number, DateTimeOffset dueAt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask Mark(long number, WebhookState state, string? reason, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ImmutableArray<PaymentWebhook>> Page(WebhookState? state, long? before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
