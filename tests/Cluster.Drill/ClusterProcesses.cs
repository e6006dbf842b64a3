using System.Diagnostics;
using System.Globalization;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>The processes, by scripts/cluster.</summary>
/// <param name="settings">Which cluster.</param>
public sealed class ClusterProcesses(DrillSettings settings)
{
    /// <summary>Runs a command of scripts/cluster.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task Do(string verb, params string[] names)
    {
        var (code, words) = await Run("scripts/cluster", [verb, .. names, "--port-base", Text(settings.PortBase), "--data", settings.Data]);
        if (code != 0)
        {
            throw new InvalidOperationException($"scripts/cluster {verb} {string.Join(' ', names)} ended with {code}: {words}");
        }
    }

    /// <summary>Sends a signal.</summary>
    public async Task Signal(string name, string signal)
    {
        var process = (await File.ReadAllTextAsync(Path.Combine(settings.Data, "run", name + ".pid"))).Trim();
        await Run("kill", ["-" + signal, process]);
    }

    /// <summary>Tells Redis something.</summary>
    public Task Redis(params string[] command) => Run("redis-cli", ["-h", "127.0.0.1", "-p", Text(settings.PortBase + 4), .. command]);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static async Task<(int Code, string Words)> Run(string program, IEnumerable<string> arguments)
    {
        // Files, not pipes: what the script starts lives on and would keep a pipe open.
        var words = Path.GetTempFileName();
        var start = new ProcessStartInfo("bash");
        foreach (var argument in (string[])["-c", "out=$1; shift; exec \"$@\" > \"$out\" 2>&1", "bash", words, program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var said = await File.ReadAllTextAsync(words);
        File.Delete(words);
        return (process.ExitCode, said);
    }
}
