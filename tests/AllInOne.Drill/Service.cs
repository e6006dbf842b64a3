using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using O2O.Dispatch.Client;

namespace O2O.Dispatch.Drill;

/// <summary>The service under drill: one process after the other on the same port and data.</summary>
public sealed class Service(DrillSettings settings, string? postgres) : IDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(3);

    private Process? _process;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort()}");

    /// <summary>Its folder.</summary>
    public string Data => Path.Combine(settings.Folder, "data");

    /// <summary>Starts a process and waits until it takes requests.</summary>
    public async Task Start(double requestsPerHour, int speed)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = settings.Folder,
        };
        List<string> arguments =
        [
            settings.Program, "--port", $"{Address.Port}", "--ops-port", "0", "--data-dir", Data, "--vehicles", "250",
            "--requests-per-hour", requestsPerHour.ToString(System.Globalization.CultureInfo.InvariantCulture), "--speed", $"{speed}",
        ];
        if (postgres is not null)
        {
            arguments.AddRange(["--postgres", postgres]);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var log = Path.Combine(settings.Folder, "service.log");
        var gate = new Lock();
        _process = Process.Start(start)!;
        void Write(object sender, DataReceivedEventArgs line)
        {
            lock (gate)
            {
                File.AppendAllText(log, line.Data + Environment.NewLine);
            }
        }

        _process.OutputDataReceived += Write;
        _process.ErrorDataReceived += Write;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var client = new DispatchClient(Address);
        var clock = Stopwatch.StartNew();
        while (!await client.IsReadyAsync())
        {
            if (_process.HasExited || clock.Elapsed > StartWithin)
            {
                throw new InvalidOperationException($"The service did not start within {StartWithin}: {log} says why.");
            }

            await Task.Delay(100);
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops it as an operator does.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> Stop()
    {
        var clock = Stopwatch.StartNew();
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        await _process.WaitForExitAsync();
        return clock.Elapsed;
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
        }

        _process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
