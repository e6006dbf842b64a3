using System.Diagnostics;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Clients in a process of their own: this program again, which is told by lines what to do and answers each with a line.</summary>
internal sealed class Clients : IDisposable
{
    private readonly Process _process;

    private Clients(Process process) => _process = process;

    /// <summary>Starts them, and waits until they are connected.</summary>
    public static async Task<Clients> Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var clients = new Clients(Process.Start(start)!);
        await clients.Answer();
        return clients;
    }

    /// <summary>Asks.</summary>
    /// <returns>The parts of the answer.</returns>
    public async Task<string[]> Ask(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        return await Answer();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private async Task<string[]> Answer() =>
        (await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The clients have ended; what they wrote says why.")).Split(' ');
}
