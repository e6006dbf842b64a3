using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Embedded;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Online;
using O2O.Dispatch.Payments.Sandbox.Http;

namespace O2O.Dispatch.Replay.Run;

/// <summary>The payment sandbox on a port of 127.0.0.1, spoken to over HTTP as in production. Virtual time stands still while a call is out.</summary>
internal sealed class SandboxBank : IReplayBank
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(60);

    private readonly WebApplication _app;
    private readonly OnlineGateway _online;

    private SandboxBank(WebApplication app, OnlineGateway online, IEngineWork work)
    {
        (_app, _online) = (app, online);
        Gateway = new Outside(online, work);
    }

    /// <inheritdoc/>
    public IPaymentGateway Gateway { get; }

    /// <summary>Starts the sandbox.</summary>
    /// <param name="time">Virtual time: what the sandbox stamps.</param>
    /// <param name="work">Marks calls that are out.</param>
    public static SandboxBank Start(TimeProvider time, IEngineWork work)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<IHostLifetime, Bound>();
        builder.Services.AddSingleton<TimeProvider>(new StampedTime(time));
        builder.Services.AddPaymentSandbox();
        var app = builder.Build();
        app.MapPaymentSandbox();
        app.StartAsync().GetAwaiter().GetResult();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SandboxBank(app, OnlineGateway.Open("sk_test_replay", address, CallLimit, 0, TimeProvider.System), work);
    }

    /// <inheritdoc/>
    public long Captured() => Sum().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public void Dispose()
    {
        _online.Dispose();
        _app.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private async Task<long> Sum()
    {
        var taken = 0L;
        await foreach (var payment in _online.Payments(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1_000), CancellationToken.None))
        {
            taken += payment.CapturedMinorUnits;
        }

        return taken;
    }

    /// <summary>The calls as the engine has to know them.</summary>
    private sealed class Outside(IPaymentGateway gateway, IEngineWork work) : IPaymentGateway
    {
        public Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken) => work.External(() => gateway.Send(request, cancellationToken));
    }

    /// <summary>Virtual time to read; waits, which are outside the engine's loop, are real.</summary>
    private sealed class StampedTime(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
    }

    private sealed class Bound : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
