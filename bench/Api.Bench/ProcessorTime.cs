using System.Globalization;

namespace O2O.Dispatch.Api.Bench;

/// <summary>What processes have used of the processor, those included that they started: a database has one for each connection.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>The name of a process and its use so far.</summary>
    /// <param name="process">Its id.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static (string Name, TimeSpan Used) Of(int process)
    {
        var all = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => Read(int.Parse(name!, CultureInfo.InvariantCulture)))
            .OfType<Line>().ToDictionary(line => line.Process);
        if (!all.TryGetValue(process, out var own))
        {
            throw new FileNotFoundException($"There is no process {process}.");
        }

        return (own.Name, TimeSpan.FromSeconds(all.Values.Where(line => Belongs(line)).Sum(line => line.Ticks) / TicksPerSecond));

        bool Belongs(Line line) => line.Process == process || (all.TryGetValue(line.Parent, out var parent) && Belongs(parent));
    }

    /// <summary>Null when it ended meanwhile. With the time of those that it has seen end.</summary>
    private static Line? Read(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var (begin, end) = (text.IndexOf('('), text.LastIndexOf(')'));
            var fields = text[(end + 2)..].Split(' ');
            return new Line(process, text[(begin + 1)..end], int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(ticks => long.Parse(ticks, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private sealed record Line(int Process, string Name, int Parent, long Ticks);
}
