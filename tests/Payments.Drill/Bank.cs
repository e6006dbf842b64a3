using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Http;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>The gateway: the payment sandbox over HTTP, in the drill's own process, so that it outlives every kill. Its lists are read as it gives them to anybody, by no code of the service.</summary>
internal sealed class Bank : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Bank(WebApplication app) => _app = app;

    /// <summary>Where it is reached.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private PaymentSandbox Sandbox => _app.Services.GetRequiredService<PaymentSandbox>();

    /// <summary>Starts it.</summary>
    public static async Task<Bank> Start(TimeProvider time, string hooks, string secret)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton<ISandboxFaults, Breakdowns>();

        // Fast time would end a webhook's patience before a busy machine has looked at it.
        builder.Services.AddPaymentSandbox(new SandboxSettings { WebhookTimeout = TimeSpan.FromMinutes(1), WebhookRetries = 8 });
        var app = builder.Build();
        app.MapPaymentSandbox();
        await app.StartAsync();
        var bank = new Bank(app);
        bank.Sandbox.BaseAddress = bank.Address;
        bank.Sandbox.Tell(hooks, secret, ["payment_intent.*", "charge.refunded"]);
        return bank;
    }

    /// <summary>The objects of a list, the latest first, up to one that was seen before.</summary>
    public async Task<List<JsonNode>> List(string path, IReadOnlySet<string> seen)
    {
        var all = new List<JsonNode>();
        for (string? after = null; ;)
        {
            List<KeyValuePair<string, string>> page = [new("limit", "100")];
            if (after is not null)
            {
                page.Add(new("starting_after", after));
            }

            var answer = await Sandbox.Send("", "GET", path, page, null, SandboxFault.None, CancellationToken.None);
            var list = JsonNode.Parse(answer.Body)!;
            foreach (var item in list["data"]!.AsArray())
            {
                after = (string)item!["id"]!;
                if (seen.Contains(after))
                {
                    return all;
                }

                all.Add(item);
            }

            if (!(bool)list["has_more"]!)
            {
                return all;
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>One key in thirty of holds, captures, releases, top-ups and what of a bank transfer goes back is answered with 500 for good, and nothing is done; every fourth first request of a bank transfer is, and is done.</summary>
    private sealed class Breakdowns : ISandboxFaults
    {
        private static readonly string[] Broken = [":authorize:", ":capture:", ":release:", ":topup:", ":rest"];

        public SandboxFault For(SandboxCall call)
        {
            if (call.IdempotencyKey is not { } key)
            {
                return SandboxFault.None;
            }

            var chance = SHA256.HashData(Encoding.UTF8.GetBytes(key))[0];
            return chance % 4 == 1 && key.Contains(":authorize:", StringComparison.Ordinal) && call.Parameters.Any(parameter => parameter.Value == "customer_balance") ? SandboxFault.Error500After
                : chance % 30 == 0 && Broken.Any(part => key.Contains(part, StringComparison.Ordinal)) ? SandboxFault.Error500
                : SandboxFault.None;
        }
    }
}
