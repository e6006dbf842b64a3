using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using O2O.Dispatch.Client;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>AllInOne as a process of its own, which can be killed. Its end, however it comes, ends the process.</summary>
public sealed class RunningService : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly Process _process;
    private readonly TaskCompletionSource<bool> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    private RunningService(string[] arguments, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(typeof(ExitCodes).Assembly.Location))
        {
            start.ArgumentList.Add(argument);
        }

        // Threads may be late here for what else the machine does: it is not overload that is tested.
        start.Environment["Admission__LongestLag"] = "00:01:00";
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) => _served.TrySetResult(false);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public string Output
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Starts it and waits until it says that it serves.</summary>
    public static async Task<RunningService> Start(int port, params string[] arguments)
    {
        var service = new RunningService(["--port", $"{port}", .. arguments], port);
        if (!await service._served.Task.WaitAsync(Patience))
        {
            service.Dispose();
            Assert.Fail($"AllInOne ended before it served:\n{service.Output}");
        }

        return service;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A client that signs in as a role.</summary>
    public async Task<(DispatchClient Client, Guid Id)> SignIn(string role, Guid? id = null)
    {
        using var anybody = new DispatchClient(Address, new DispatchClientSettings { AttemptTimeout = Patience });
        var token = await anybody.SignInAsync(new SignInBody(role, id));
        return (new DispatchClient(Address, new DispatchClientSettings { AttemptTimeout = Patience, Token = _ => ValueTask.FromResult<string?>(token.AccessToken) }), token.Id);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Stops it as Ctrl+C and a service manager do.</summary>
    public async Task<int> Stop()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lines.Add(line);
        }

        if (line.Contains(" is served at ", StringComparison.Ordinal))
        {
            _served.TrySetResult(true);
        }
    }
}
