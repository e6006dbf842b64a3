using System.Globalization;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.CommandLine;

/// <summary>Reads option values and gathers what is wrong with them, each with the option's name.</summary>
public sealed class OptionReader
{
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];

    private readonly List<string> _faults = [];

    /// <summary>What is wrong so far, a line each.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Adds a fault.</summary>
    public void Fault(string message) => _faults.Add(message);

    /// <summary>A whole number in [least, most].</summary>
    public int Whole(string option, string? text, int fallback, int least, int most)
    {
        if (text is null)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{option}: '{text}' is not a whole number between {least} and {most}."));
        return fallback;
    }

    /// <summary>A seed.</summary>
    public ulong Seed(string option, string? text, ulong fallback)
    {
        if (text is null)
        {
            return fallback;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return value;
        }

        _faults.Add($"{option}: '{text}' is not a whole number between 0 and {ulong.MaxValue}.");
        return fallback;
    }

    /// <summary>A number in [least, most].</summary>
    public double Number(string option, string? text, double fallback, double least, double most)
    {
        if (text is null)
        {
            return fallback;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{option}: '{text}' is not a number between {least} and {most}."));
        return fallback;
    }

    /// <summary>Seconds in [least, most], kept to the millisecond.</summary>
    public TimeSpan Seconds(string option, string? text, TimeSpan fallback, double least, double most) =>
        TimeSpan.FromMilliseconds(Math.Round(Number(option, text, fallback.TotalSeconds, least, most) * 1_000));

    /// <summary>Seconds as above; null when nothing was said.</summary>
    public TimeSpan? SecondsOrNone(string option, string? text, double least, double most) => text is null ? null : Seconds(option, text, TimeSpan.FromSeconds(least), least, most);

    /// <summary>A local time, taken as UTC.</summary>
    public DateTimeOffset Time(string option, string? text, DateTimeOffset fallback)
    {
        if (text is null)
        {
            return fallback;
        }

        if (DateTime.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var value))
        {
            return new DateTimeOffset(value, TimeSpan.Zero);
        }

        _faults.Add($"{option}: '{text}' is not a time like 2013-01-01T00:30 or 2013-01-01T00:30:00.");
        return fallback;
    }

    /// <summary>One of some names.</summary>
    public string OneOf(string option, string? text, string fallback, IReadOnlyList<string> names)
    {
        if (text is null)
        {
            return fallback;
        }

        foreach (var name in names)
        {
            if (string.Equals(name, text, StringComparison.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        _faults.Add($"{option}: '{text}' is none of {string.Join(", ", names)}.");
        return fallback;
    }

    /// <summary>The share of each product among the requests.</summary>
    public ProductMix Mix(string option, string? text, ProductMix fallback)
    {
        if (text is null)
        {
            return fallback;
        }

        if (ProductMix.Read(text, out var fault) is { } mix)
        {
            return mix;
        }

        _faults.Add($"{option}: {fault}");
        return fallback;
    }

    /// <summary>A path that is not empty.</summary>
    public string? Path(string option, string? text)
    {
        if (text is not null && string.IsNullOrWhiteSpace(text))
        {
            _faults.Add($"{option}: a path is expected.");
            return null;
        }

        return text;
    }
}
