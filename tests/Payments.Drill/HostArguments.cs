using System.Globalization;
using O2O.Dispatch.Simulation.Time;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>What the killed process is told at its start.</summary>
internal sealed record HostArguments(
    string? Sqlite, string? Postgres, string Gateway, int Port, string Secret, string? Point, int Passes, double Into, DateTimeOffset Origin, double Speed, bool Verbose)
{
    /// <summary>Parses what <see cref="ToList"/> made.</summary>
    public static HostArguments Parse(IEnumerable<string> arguments)
    {
        var said = arguments.Select(argument => argument.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        return new HostArguments(
            said.GetValueOrDefault("sqlite"),
            said.GetValueOrDefault("postgres"),
            said["gateway"],
            int.Parse(said["port"], CultureInfo.InvariantCulture),
            said["secret"],
            said.GetValueOrDefault("point"),
            int.Parse(said["passes"], CultureInfo.InvariantCulture),
            double.Parse(said["into"], CultureInfo.InvariantCulture),
            new DateTimeOffset(long.Parse(said["origin"], CultureInfo.InvariantCulture), TimeSpan.Zero),
            double.Parse(said["speed"], CultureInfo.InvariantCulture),
            said.ContainsKey("verbose"));
    }

    /// <summary>As a command line.</summary>
    public List<string> ToList()
    {
        List<string> all =
        [
            "host", $"gateway={Gateway}", FormattableString.Invariant($"port={Port}"), $"secret={Secret}", FormattableString.Invariant($"passes={Passes}"), FormattableString.Invariant($"into={Into}"),
            FormattableString.Invariant($"origin={Origin.UtcTicks}"), FormattableString.Invariant($"speed={Speed}"),
        ];
        if (Sqlite is not null)
        {
            all.Add($"sqlite={Sqlite}");
        }

        if (Postgres is not null)
        {
            all.Add($"postgres={Postgres}");
        }

        if (Point is not null)
        {
            all.Add($"point={Point}");
        }

        if (Verbose)
        {
            all.Add("verbose=yes");
        }

        return all;
    }

    /// <summary>A clock that was started at the origin: in every process it shows the same.</summary>
    public TimeProvider Clock() => ClockFrom(Origin, Speed);

    /// <summary>See <see cref="Clock"/>.</summary>
    public static TimeProvider ClockFrom(DateTimeOffset origin, double speed) => new FastTimeProvider(origin + ((TimeProvider.System.GetUtcNow() - origin) * speed), speed);
}
