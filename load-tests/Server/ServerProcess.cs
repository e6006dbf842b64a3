using System.Diagnostics;
using System.Text.RegularExpressions;

namespace O2O.Dispatch.LoadTests.Server;

/// <summary>AllInOne in a process of its own, with nobody simulated, on a free port. What it says goes to server.log.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan EndingWithin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly string? _data;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<Uri> _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process, StreamWriter log, string? data) => (_process, _log, _data) = (process, log, data);

    /// <summary>Canceled when it ends, by itself or because somebody stopped it.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts one and waits until it serves.</summary>
    /// <exception cref="LoadTestFault">It does not; the message says why.</exception>
    public static async Task<(ServerProcess Process, Uri Address)> Start(LoadTestSettings settings, CancellationToken stop)
    {
        var program = Program();
        var folder = Path.GetFullPath(settings.Out);
        var data = settings.Store == "memory" ? null : Directory.CreateTempSubdirectory("load-tests-").FullName;
        List<string> arguments = [program, "--port", "0", "--ops-port", "0", "--no-simulation", .. settings.Store == "memory" ? ["--memory"] : new[] { "--data-dir", data! }];
        if (settings.StoreOutlivesServer)
        {
            arguments.AddRange(["--postgres", settings.Store]);
        }

        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder };
        var log = new StreamWriter(Path.Combine(folder, "server.log")) { AutoFlush = true };
        var server = new ServerProcess(Process.Start(start)!, log, data);
        server.Listen();
        try
        {
            return (server, await server._served.Task.WaitAsync(StartWithin, TimeProvider.System, stop));
        }
        catch (Exception fault) when (fault is TimeoutException or LoadTestFault)
        {
            await server.DisposeAsync();
            throw new LoadTestFault(
                ExitCodes.NoServer, $"AllInOne did not start{(fault is TimeoutException ? $" within {StartWithin.TotalMinutes:0} minutes" : "")}: {Path.Combine(settings.Out, "server.log")} says why.", fault);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether it has ended, or is about to: its connections break a moment before it is gone.</summary>
    public async Task<bool> IsEnding()
    {
        using var patience = new CancellationTokenSource(EndingWithin, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Stops it, as an operator does, or for good when it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            using (var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]))
            {
                await kill.WaitForExitAsync();
            }

            using var patience = new CancellationTokenSource(StopWithin, TimeProvider.System);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
        lock (_log)
        {
            _log.Dispose();
        }

        if (_data is not null)
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    /// <summary>Beside this program in the folder of outputs, of the same configuration.</summary>
    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "AllInOne", here.Name, "O2O.Dispatch.AllInOne.dll");
        return File.Exists(program)
            ? program
            : throw new LoadTestFault(ExitCodes.NoServer, $"{program} is not there. Build it (dotnet build -c {here.Name} src/AllInOne), or name a server that runs with --server.");
    }

    private void Listen()
    {
        void Write(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is not { } text)
            {
                return;
            }

            lock (_log)
            {
                if (_log.BaseStream is { CanWrite: true })
                {
                    _log.WriteLine(text);
                }
            }

            if (Served().Match(text) is { Success: true } match)
            {
                _served.TrySetResult(new Uri(match.Groups["url"].Value));
            }
        }

        _process.EnableRaisingEvents = true;
        _process.Exited += (_, _) =>
        {
            _served.TrySetException(new LoadTestFault(ExitCodes.NoServer, "It ended."));
            _ended.Cancel();
        };
        _process.OutputDataReceived += Write;
        _process.ErrorDataReceived += Write;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    [GeneratedRegex(@"is served at (?<url>http://[^\s]+?): ")]
    private static partial Regex Served();
}
