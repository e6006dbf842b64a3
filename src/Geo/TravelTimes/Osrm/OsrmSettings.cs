namespace O2O.Dispatch.Geo.TravelTimes.Osrm;

/// <summary>How an OSRM-compatible server is asked.</summary>
public sealed record OsrmSettings
{
    /// <summary>The profile in the address, e.g. <c>driving</c> or <c>car</c>; letters, digits, <c>-</c> and <c>_</c>. Default: driving.</summary>
    public string Profile { get; init; } = "driving";

    /// <summary>How long one table or route may take with all its requests, above zero. Default: 300 ms. A round of dispatch cannot wait longer for better times.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The most places one table request names, 2 or more. Default: 100, what OSRM takes unless it is told otherwise (<c>--max-table-size</c>).</summary>
    public int MostPlaces { get; init; } = 100;

    /// <summary>How many requests of one table are under way at once, 1 or more. Default: 4.</summary>
    public int AtOnce { get; init; } = 4;

    /// <summary>After how many tables or routes with a fault in a row the server is left alone, 1 or more. Default: 3.</summary>
    public int FaultsBeforePause { get; init; } = 3;

    /// <summary>How long it is left alone, above zero. Default: 10 s.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Refuses settings out of range.</summary>
    /// <exception cref="ArgumentException">The profile is empty or has other characters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number or time is out of range; it is named.</exception>
    public void Check()
    {
        if (string.IsNullOrEmpty(Profile) || !Profile.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException($"The profile '{Profile}' is not made of letters, digits, - and _.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MostPlaces, 2, nameof(MostPlaces));
        ArgumentOutOfRangeException.ThrowIfLessThan(AtOnce, 1, nameof(AtOnce));
        ArgumentOutOfRangeException.ThrowIfLessThan(FaultsBeforePause, 1, nameof(FaultsBeforePause));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Pause, TimeSpan.Zero, nameof(Pause));
    }
}
