using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Payments.Sandbox;
using O2O.Dispatch.Payments.Sandbox.Http;
using O2O.Dispatch.Storage;
using O2O.Dispatch.Storage.Journals;

namespace O2O.Dispatch.AllInOne.Hosting;

/// <summary>The payment sandbox as an application of its own on a port of 127.0.0.1. What it was told to do stands in a journal, from which the next life has it again.</summary>
internal sealed class SandboxHost : IAsyncDisposable
{
    /// <summary>Any test key is taken.</summary>
    public const string Key = "sk_test_allinone";

    // The outbox gives up after about an hour; a key that is asked again is asked within that.
    private static readonly TimeSpan KeysKept = TimeSpan.FromHours(2);

    // Tens of kilobytes each; hours of a generated city, and a quarter of an hour of a busy night.
    private const int KeptPayments = 6_000;

    // Days at a bank; nobody would wait for them here.
    private static readonly TimeSpan PayoutsTake = TimeSpan.FromMinutes(3);

    private readonly WebApplication _app;
    private readonly LineJournal? _journal;

    private SandboxHost(WebApplication app, LineJournal? journal) => (_app, _journal) = (app, journal);

    /// <summary>The sandbox.</summary>
    public PaymentSandbox Sandbox => _app.Services.GetRequiredService<PaymentSandbox>();

    /// <summary>Where it is reached.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts it, with what the journal holds.</summary>
    /// <param name="file">The journal; null keeps nothing.</param>
    /// <param name="port">0 takes a free one.</param>
    /// <param name="time">Its clock.</param>
    /// <exception cref="StoreOpenException">A line of the journal is no call.</exception>
    public static async Task<SandboxHost> Start(string? file, int port, TimeProvider time)
    {
        var journal = file is null ? null : LineJournal.Open(file);
        try
        {
            var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
            builder.Logging.ClearProviders();
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, null);
            builder.WebHost.ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(IPAddress.Loopback, port);
            });

            // The host that has it stops it; a signal is not for it.
            builder.Services.AddSingleton<IHostLifetime, Bound>();
            builder.Services.AddSingleton(time);
            if (journal is not null)
            {
                builder.Services.AddSingleton<ISandboxJournal>(new Journal(journal));
            }

            builder.Services.AddPaymentSandbox(new SandboxSettings { KeyRetention = KeysKept, KeptPayments = KeptPayments, PayoutDelay = PayoutsTake });
            var app = builder.Build();
            app.MapPaymentSandbox();
            var host = new SandboxHost(app, journal);
            if (file is not null)
            {
                host.Sandbox.Restore(Read(file));
            }

            await app.StartAsync();
            host.Sandbox.BaseAddress = host.Address;
            return host;
        }
        catch
        {
            journal?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _journal?.Dispose();
    }

    private static IEnumerable<(SandboxCall Call, SandboxFault Fault)> Read(string file)
    {
        var number = 0;
        foreach (var line in LineJournal.Read(file))
        {
            number++;
            (SandboxCall Call, SandboxFault Fault) entry;
            try
            {
                entry = SandboxLine.Read(line);
            }
            catch (FormatException fault)
            {
                throw new StoreOpenException($"{file} line {number}: {fault.Message}", fault);
            }

            yield return entry;
        }
    }

    private sealed class Journal(LineJournal lines) : ISandboxJournal
    {
        public void Append(SandboxCall call, SandboxFault fault) => lines.Append(SandboxLine.Write(call, fault));
    }

    private sealed class Bound : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
