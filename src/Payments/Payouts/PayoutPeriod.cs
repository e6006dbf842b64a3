using System.Globalization;

namespace O2O.Dispatch.Payments.Payouts;

/// <summary>Periods of payouts, counted from 1970-01-01 UTC without a gap.</summary>
public static class PayoutPeriod
{
    /// <summary>The name of the period that an instant lies in: its begin, as ISO 8601 to the second.</summary>
    public static string Name(DateTimeOffset now, TimeSpan period) => Begin(now, period).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>When the next one begins.</summary>
    public static DateTimeOffset Next(DateTimeOffset now, TimeSpan period) => Begin(now, period) + period;

    private static DateTimeOffset Begin(DateTimeOffset now, TimeSpan period)
    {
        var since = (now - DateTimeOffset.UnixEpoch).Ticks;
        return DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(since - (since % period.Ticks));
    }
}
