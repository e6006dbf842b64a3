using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.AllInOne.Data;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Reconciling;
using O2O.Dispatch.Storage.Journals;

namespace O2O.Dispatch.AllInOne.Hosting;

/// <summary>The gateway that configuration names, with what it needs beside it: the hosted sandbox, or the journal of the in-process one.</summary>
internal sealed class PaymentHost : IAsyncDisposable
{
    // An hour of a busy night; what is asked again is asked within minutes.
    private const int RememberedPayments = 60_000;

    // Days at a bank; nobody would wait for them here.
    private static readonly TimeSpan PayoutsTake = TimeSpan.FromMinutes(3);

    // A sandbox's news is worth little once it was acted on, and a busy city has much of it.
    private static readonly TimeSpan WebhooksKept = TimeSpan.FromHours(1);

    // The sandbox forgets payments that are over: a comparison has to look at them before, in a busy night too.
    private static readonly TimeSpan ComparedEvery = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ComparedBack = TimeSpan.FromMinutes(5);

    // What the platform acts on. The sandbox tells of more, and every one that is told is written down.
    private static readonly string[] Told =
    [
        "payment_intent.requires_action", "payment_intent.amount_capturable_updated", "payment_intent.succeeded", "payment_intent.payment_failed", "payment_intent.canceled",
        "charge.refunded", "charge.expired", "charge.dispute.*", "refund.updated", "refund.failed",
        "account.updated", "payout.paid", "payout.failed",
    ];

    private readonly IPaymentGateway _gateway;
    private readonly SandboxHost? _sandbox;
    private readonly LineJournal? _bank;
    private readonly string? _secret;
    private readonly bool _keepsWebhooks;

    private PaymentHost(string name, IPaymentGateway gateway, SandboxHost? sandbox, LineJournal? bank, string? secret, bool keepsWebhooks = true) =>
        (Name, _gateway, _sandbox, _bank, _secret, _keepsWebhooks) = (name, gateway, sandbox, bank, secret, keepsWebhooks);

    /// <summary>For the line at the start.</summary>
    public string Name { get; }

    /// <summary>Opens the gateway.</summary>
    /// <param name="configuration">With the section Payments.</param>
    /// <param name="folder">Where journals are kept.</param>
    /// <param name="secrets">Makes the secret that the sandbox signs webhooks with.</param>
    /// <param name="time">The host's clock.</param>
    /// <exception cref="StartFault">The configuration is wrong, or the key is missing.</exception>
    public static async Task<PaymentHost> Open(IConfiguration configuration, DataFolder folder, ISecretSource secrets, TimeProvider time)
    {
        var options = configuration.GetSection(PaymentsOptions.Section).Get<PaymentsOptions>() ?? new PaymentsOptions();
        if (options.Faults(hostsSandbox: true).ToList() is { Count: > 0 } faults)
        {
            throw new StartFault(ExitCodes.BadOption, string.Join(Environment.NewLine, faults));
        }

        switch (options.Gateway.Length > 0 ? options.Gateway : Usual(folder))
        {
            case PaymentsOptions.InProcess:
                var bank = folder.IsKept ? LineJournal.Open(folder.Bank) : null;
                var gateway = new InProcessGateway(time, bank is null ? null : memory => bank.Append(BankJournal.Write(memory)), RememberedPayments) { PayoutsTake = PayoutsTake };
                if (bank is not null)
                {
                    gateway.Import(BankJournal.Read(folder.Bank));
                }

                return new PaymentHost("payments in process", gateway, null, bank, null);
            case PaymentsOptions.Online:
                var address = options.Address.Length > 0 ? options.Address.TrimEnd('/') : null;
                return new PaymentHost(
                    $"payments by {options.Gateway}", OnlineGateway.Open(options.ReadKey(), address, options.CallTimeout, options.CallRetries, TimeProvider.System), null, null, null);
            default:
                var sandbox = await StartSandbox(folder, options, time);
                var secret = options.WebhookSecret.Length > 0 ? options.WebhookSecret : $"whsec_{Convert.ToHexStringLower(secrets.Bytes(24))}";

                // A fast city's twenty seconds are short, and a busy machine's call takes as long as ever: the limit goes by the wall's clock.
                return new PaymentHost(
                    "payments by the sandbox",
                    OnlineGateway.Open(SandboxHost.Key, sandbox.Address, options.CallTimeout, options.CallRetries, TimeProvider.System),
                    sandbox,
                    null,
                    secret,
                    keepsWebhooks: configuration[$"{PaymentsOptions.Section}:{nameof(PaymentsOptions.WebhookRetention)}"] is not null);
        }
    }

    /// <summary>Registers the gateway with the host, which closes it with itself.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton(_ => this);
        services.AddSingleton(provider => provider.GetRequiredService<PaymentHost>()._gateway);
        if (_gateway is IGatewayRecords)
        {
            services.AddSingleton(provider => (IGatewayRecords)provider.GetRequiredService<PaymentHost>()._gateway);
        }

        if (_secret is not null)
        {
            services.PostConfigure<PaymentsOptions>(options =>
            {
                options.WebhookSecret = _secret;
                if (!_keepsWebhooks)
                {
                    options.WebhookRetention = WebhooksKept;
                }

                options.ReconcilePeriod = options.ReconcilePeriod < ComparedEvery ? options.ReconcilePeriod : ComparedEvery;
                options.ReconcileSpan = options.ReconcileSpan < ComparedBack ? options.ReconcileSpan : ComparedBack;
            });
        }
    }

    /// <summary>The service listens: from here on the sandbox tells it what happens.</summary>
    /// <param name="url">Where the service is reached.</param>
    public void Listening(string url)
    {
        if (_sandbox is null || _secret is null)
        {
            return;
        }

        var uri = new UriBuilder(url);
        if (uri.Host is "0.0.0.0" or "[::]" or "localhost")
        {
            uri.Host = "127.0.0.1";
        }

        _sandbox.Sandbox.Tell(new Uri(uri.Uri, "/webhooks/stripe").ToString(), _secret, Told);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        (_gateway as IDisposable)?.Dispose();
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }

        _bank?.Dispose();
    }

    private static async Task<SandboxHost> StartSandbox(DataFolder folder, PaymentsOptions options, TimeProvider time)
    {
        try
        {
            return await SandboxHost.Start(folder.IsKept ? folder.Sandbox : null, options.SandboxPort, time);
        }
        catch (IOException fault)
        {
            throw new StartFault(ExitCodes.Unusable, $"Payments:SandboxPort: 127.0.0.1:{options.SandboxPort} cannot be listened on: {fault.Message} Say another port, or 0 for a free one.", fault);
        }
    }

    /// <summary>The sandbox; a folder that began with the in-process gateway goes on with it, because the other knows nothing of its payments.</summary>
    private static string Usual(DataFolder folder) => folder.IsKept && File.Exists(folder.Bank) && !File.Exists(folder.Sandbox) ? PaymentsOptions.InProcess : PaymentsOptions.Sandbox;
}
