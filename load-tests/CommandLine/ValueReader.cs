using System.Globalization;

namespace O2O.Dispatch.LoadTests.CommandLine;

/// <summary>Reads the values of options and keeps every fault, so that all are told at once.</summary>
internal sealed class ValueReader
{
    private readonly List<string> _faults = [];

    /// <summary>Keeps a fault.</summary>
    public void Fault(string fault) => _faults.Add(fault);

    /// <summary>Throws when there was a fault.</summary>
    /// <exception cref="LoadTestFault">There was.</exception>
    public void Check()
    {
        if (_faults.Count > 0)
        {
            throw new LoadTestFault(ExitCodes.BadInput, string.Join(Environment.NewLine, _faults));
        }
    }

    /// <summary>A URL of a server.</summary>
    public Uri? Url(string option, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return url;
        }

        Fault($"{option}: '{text}' is not a URL like http://127.0.0.1:8080.");
        return null;
    }

    /// <summary>A whole number.</summary>
    public int Whole(string option, string? text, int without, int least, int most)
    {
        if (text is null)
        {
            return without;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Fault(string.Create(CultureInfo.InvariantCulture, $"{option}: '{text}' is not a whole number from {least} to {most}."));
        return without;
    }

    /// <summary>A number.</summary>
    public double Number(string option, string? text, double without, double least, double most)
    {
        if (text is null)
        {
            return without;
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Fault(string.Create(CultureInfo.InvariantCulture, $"{option}: '{text}' is not a number from {least} to {most}."));
        return without;
    }

    /// <summary>A duration: seconds, or a number with s, m or h.</summary>
    public TimeSpan Duration(string option, string? text, TimeSpan without, TimeSpan least, TimeSpan most)
    {
        if (text is null)
        {
            return without;
        }

        var (number, seconds) = text switch
        {
            [.. var head, 's'] => (head, 1),
            [.. var head, 'm'] => (head, 60),
            [.. var head, 'h'] => (head, 3_600),
            _ => (text, 1),
        };
        if (double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value * seconds >= least.TotalSeconds && value * seconds <= most.TotalSeconds)
        {
            return TimeSpan.FromSeconds(value * seconds);
        }

        Fault(string.Create(CultureInfo.InvariantCulture, $"{option}: '{text}' is not a time like 90s or 5m, from {least.TotalSeconds:0} s to {most.TotalHours:0} h."));
        return without;
    }
}
