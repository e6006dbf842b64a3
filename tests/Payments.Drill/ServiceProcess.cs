using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>A process of <see cref="DrillHost"/>, seen from outside: what it says, and how it ends.</summary>
internal sealed class ServiceProcess : IDisposable
{
    /// <summary>What .NET tells of a process that a SIGKILL ended.</summary>
    public const int Killed = 128 + 9;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _acknowledged;
    private bool _disposed;

    private ServiceProcess(Process process) => _process = process;

    /// <summary>The highest version of each job that a caller was told.</summary>
    public ConcurrentDictionary<Guid, long> Acknowledged { get; } = new();

    /// <summary>What customers were told of their wallets.</summary>
    public ConcurrentQueue<(string What, Guid Job)> Told { get; } = new();

    /// <summary>What should not be, as the process itself says.</summary>
    public ConcurrentQueue<string> Odd { get; } = new();

    /// <summary>Answers that callers got.</summary>
    public int Answers => Volatile.Read(ref _acknowledged);

    /// <summary>How often a caller was told that the store is away.</summary>
    public int Away;

    /// <summary>Starts one and waits until it is ready.</summary>
    public static async Task<ServiceProcess> Start(HostArguments arguments, string log)
    {
        // Itself once more: by dotnet, or as the program that it was published as.
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ServiceProcess).Assembly.Location);
        }

        foreach (var argument in arguments.ToList())
        {
            start.ArgumentList.Add(argument);
        }

        // A life of seconds is over before code that is compiled again for speed has paid for itself.
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "FFFFF";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_hostBuilder__reloadConfigOnChange"] = "false";
        var service = new ServiceProcess(Process.Start(start)!);
        var gate = new Lock();
        service._process.ErrorDataReceived += (_, said) =>
        {
            if (said.Data is { Length: > 0 } line)
            {
                lock (gate)
                {
                    File.AppendAllText(log, line + Environment.NewLine);
                }
            }
        };
        service._process.BeginErrorReadLine();
        _ = Task.Run(service.Listen);
        await service.Line("ready");
        return service;
    }

    /// <summary>Tells it something.</summary>
    public async Task Say(string order)
    {
        await _process.StandardInput.WriteLineAsync(order);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Everything it says up to a line.</summary>
    public async Task<List<string>> Line(string last)
    {
        var lines = new List<string>();
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(late.Token))
            {
                if (line == last)
                {
                    return lines;
                }

                lines.Add(line);
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The service did not say '{last}' within {Patience}.");
        }

        await _process.WaitForExitAsync();
        throw new InvalidOperationException($"The service ended with {_process.ExitCode} before it said '{last}'.");
    }

    /// <summary>Waits for its end; what it said before is all heard then.</summary>
    /// <returns>Its exit code; null when it does not end.</returns>
    public async Task<int?> End(TimeSpan within)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(within);
            await _heard.Task.WaitAsync(Patience);
            return _process.ExitCode;
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        // Also when the one after it did not start, and it is let go of a second time.
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private async Task Listen()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            switch (words[0])
            {
                case "ack":
                    var version = long.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture);
                    Acknowledged.AddOrUpdate(Guid.Parse(words[1]), version, (_, before) => Math.Max(before, version));
                    Interlocked.Increment(ref _acknowledged);
                    break;
                case "told":
                    Told.Enqueue((words[1], Guid.Parse(words[2])));
                    break;
                case "odd":
                    Odd.Enqueue(line);
                    break;
                case "away":
                    Interlocked.Increment(ref Away);
                    break;
                default:
                    _lines.Writer.TryWrite(line);
                    break;
            }
        }

        _lines.Writer.TryComplete();
        _heard.TrySetResult();
    }
}
