using System.Globalization;

namespace O2O.Dispatch.Api.Connections;

/// <summary>How many files a process may have open; every connection is one.</summary>
internal static class FileLimit
{
    private const string Source = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>The limit of this process (RLIMIT_NOFILE as it counts now); null where the system does not tell, or has none.</summary>
    public static int? Read()
    {
        try
        {
            return Parse(File.ReadAllText(Source));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The soft limit in the text of Linux's /proc/self/limits; null when there is none.</summary>
    public static int? Parse(string limits)
    {
        var line = limits.Split('\n').FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal));
        var words = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var soft, ..] && long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? (int)Math.Min(files, int.MaxValue) : null;
    }
}
