using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Payments.Sandbox.Http;
using O2O.Dispatch.Testing;
using Stripe;

namespace O2O.Dispatch.Payments.Sandbox.Tests;

/// <summary>A sandbox on Kestrel, with a receiver of webhooks beside it. Time stands still unless a test moves it.</summary>
public sealed class RunningSandbox : IAsyncLifetime
{
    private WebApplication? _app;

    public ManualClock Clock { get; } = new();

    public TimeProvider Time { get; init; } = null!;

    public ISandboxFaults? Faults { get; init; }

    public SandboxSettings? Settings { get; init; }

    public List<(SandboxCall Call, SandboxFault Fault)> Journal { get; } = [];

    public ConcurrentQueue<(string Body, string Signature)> Received { get; } = new();

    public string Address { get; private set; } = "";

    public PaymentSandbox Sandbox => _app!.Services.GetRequiredService<PaymentSandbox>();

    public StripeClient Client(string? account = null) => new(new StripeClientOptions
    {
        ApiKey = "sk_test_1",
        ApiBase = Address,
        StripeAccount = account,
        HttpClient = new SystemNetHttpClient(new HttpClient(), maxNetworkRetries: 0),
    });

    public HttpClient Raw(string? fault = null)
    {
        var http = new HttpClient { BaseAddress = new Uri(Address) };
        http.DefaultRequestHeaders.Add("Authorization", "Bearer sk_test_1");
        if (fault is not null)
        {
            http.DefaultRequestHeaders.Add(PaymentSandboxRoutes.FaultHeader, fault);
        }

        return http;
    }

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(Time ?? Clock);
        builder.Services.AddSingleton<ISandboxJournal>(new ListJournal(Journal));
        if (Faults is not null)
        {
            builder.Services.AddSingleton(Faults);
        }

        builder.Services.AddPaymentSandbox(Settings);
        _app = builder.Build();
        _app.MapPaymentSandbox();
        _app.MapPost("/hook", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            Received.Enqueue((await reader.ReadToEndAsync(), request.Headers["Stripe-Signature"].ToString()));
        });
        await _app.StartAsync();
        Address = _app.Urls.First();
        Sandbox.BaseAddress = Address;
    }

    public async Task DisposeAsync() => await _app!.DisposeAsync();

    private sealed class ListJournal(List<(SandboxCall, SandboxFault)> list) : ISandboxJournal
    {
        public void Append(SandboxCall call, SandboxFault fault) => list.Add((call, fault));
    }
}
