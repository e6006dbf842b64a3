using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace O2O.Dispatch.Web.Tests;

/// <summary>AllInOne as a process with a data folder of its own, that can be killed and started again on the same port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("o2o-web-").FullName;
    private readonly int _port = FreePort();
    private readonly StringBuilder _output = new();
    private Process? _process;

    /// <summary>Where it listens.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Starts it and waits until it is ready.</summary>
    public async Task Start()
    {
        // tests/Web.Tests lies in artifacts/<set>/bin/Web.Tests/<configuration>; the server beside it.
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        var server = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "AllInOne", configuration, "O2O.Dispatch.AllInOne.dll"));
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        foreach (var argument in new[] { server, "--port", $"{_port}", "--ops-port", "0", "--data-dir", Path.Combine(_folder, "data"), "--vehicles", "120", "--requests-per-hour", "1500" })
        {
            start.ArgumentList.Add(argument);
        }

        // Threads may be late here for what else the machine does: it is not overload that is tested.
        start.Environment["Admission__LongestLag"] = "00:01:00";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();

        using var http = new HttpClient();
        var waited = Stopwatch.StartNew();
        while (!await IsReady(http))
        {
            Assert.False(_process.HasExited, $"AllInOne ended while it started:\n{Output}");
            Assert.True(waited.Elapsed < StartsWithin, $"AllInOne was not ready after {StartsWithin}:\n{Output}");
            await Task.Delay(200);
        }
    }

    /// <summary>Ends it as a loss of power would.</summary>
    public async Task Kill()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Kill();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    private void Append(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    private async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var ready = await http.GetAsync($"{Url}/health/ready");
            return ready.IsSuccessStatusCode && (await http.GetStringAsync($"{Url}/v1/markets")).Contains("bounds", StringComparison.Ordinal);
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
