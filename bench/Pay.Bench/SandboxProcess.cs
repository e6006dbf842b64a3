using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Payments.Sandbox.Http;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>The sandbox in a process of its own. It ends with its input.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;

    private SandboxProcess(Process process, string address) => (_process, Address) = (process, address);

    public string Address { get; }

    public static SandboxProcess Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(SandboxProcess).Assembly.Location);
        start.ArgumentList.Add("sandbox");
        var process = Process.Start(start)!;
        return new SandboxProcess(process, process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The sandbox does not start."));
    }

    /// <summary>Is that process.</summary>
    public static async Task Serve()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddPaymentSandbox();
        await using var app = builder.Build();
        app.MapPaymentSandbox();
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await Console.In.ReadToEndAsync();
        await app.StopAsync();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }
}
