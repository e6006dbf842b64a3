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
        Refuse(code != 0, $"scripts/cluster {verb} {string.Join(' ', names)}", code, words);
    }

    /// <summary>Stops processes as an operator does, and starts them again, one after the other.</summary>
    /// <param name="names">Which.</param>
    /// <param name="older">Whether they begin anew as the older version.</param>
    /// <exception cref="InvalidOperationException">One could not be stopped or started.</exception>
    public async Task Restart(IEnumerable<string> names, bool older = false)
    {
        foreach (var name in names)
        {
            await Do("stop", name);
            await Do("up", older ? [name, "--bin", settings.Older!] : [name]);
        }
    }

    /// <summary>Lets a process stand still (SIGSTOP) for a while, and go on in any case.</summary>
    /// <exception cref="InvalidOperationException">It could not be stopped, or could not go on.</exception>
    public async Task Pause(string name, TimeSpan length)
    {
        try
        {
            await Do("pause", name);
            await Task.Delay(length);
        }
        finally
        {
            await Do("resume", name);
        }
    }

    /// <summary>Tells Redis to forget everything.</summary>
    /// <exception cref="InvalidOperationException">It did not do so.</exception>
    public async Task FlushRedis()
    {
        var (code, words) = await Run("redis-cli", ["-h", "127.0.0.1", "-p", Text(settings.PortBase + 4), "FLUSHALL"]);

        // What Redis refuses is words, not an exit code.
        Refuse(code != 0 || words.Trim() != "OK", "redis-cli FLUSHALL", code, words);
    }

    /// <summary>How many providers Redis has the last places of, in the service class that is driven.</summary>
    /// <returns>Zero where it does not answer.</returns>
    public async Task<int> PlacesInRedis()
    {
        var (code, words) = await Run("redis-cli", ["-h", "127.0.0.1", "-p", Text(settings.PortBase + 4), "--raw", "ZCARD", $"o2o:places:{settings.Market}/{DrillSettings.ServiceClass}"]);
        return code == 0 && int.TryParse(words, CultureInfo.InvariantCulture, out var places) ? places : 0;
    }

    private static void Refuse(bool failed, string command, int code, string words)
    {
        if (failed)
        {
            throw new InvalidOperationException($"{command} ended with {code}: {words}");
        }
    }

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
