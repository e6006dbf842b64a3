using NBomber.Contracts;
using NBomber.Contracts.Stats;

namespace NBomber.Engine;

/// <summary>What ended well, or what ended badly, of one scenario or step. Not thread-safe: its owner locks.</summary>
internal sealed class Measure
{
    /// <summary>Codes beyond these count as one, so that a server that invents codes does not fill the memory.</summary>
    private const int MostCodes = 100;
    private const string OtherCodes = "other";
    private const int LongestMessage = 200;

    private readonly LatencyHistogram _latency = new();
    private readonly LatencyHistogram _bytes = new();
    private readonly SortedDictionary<string, (string Message, int Count)> _codes = new(StringComparer.Ordinal);
    private double _allBytes;

    /// <summary>How many.</summary>
    public int Count => checked((int)_latency.Count);

    /// <summary>Counts one.</summary>
    public void Add(IResponse response, TimeSpan latency)
    {
        _latency.Add(latency.Ticks / TimeSpan.TicksPerMicrosecond);
        _bytes.Add(response.SizeBytes);
        _allBytes += response.SizeBytes;
        var code = _codes.ContainsKey(response.StatusCode) || _codes.Count < MostCodes ? response.StatusCode : OtherCodes;
        var known = _codes.GetValueOrDefault(code, (Cut(response.Message), 0));
        _codes[code] = (known.Item1, known.Item2 + 1);
    }

    /// <summary>What it came to.</summary>
    /// <param name="isError">Whether these are the bad ones.</param>
    /// <param name="all">Good and bad together.</param>
    /// <param name="seconds">What the rate is over.</param>
    public MeasurementStats Stats(bool isError, int all, double seconds) => new(
        new RequestStats(Count, Percent(Count, all), seconds > 0 ? Math.Round(Count / seconds, 3) : 0),
        LatencyOf(_latency),
        new DataTransferStats(_bytes.Min, (long)_bytes.Mean, _bytes.Max, (long)_allBytes),
        [.. _codes.OrderByDescending(code => code.Value.Count).ThenBy(code => code.Key, StringComparer.Ordinal)
            .Select(code => new StatusCodeStats(code.Key, isError, code.Value.Message, code.Value.Count, Percent(code.Value.Count, all)))]);

    /// <summary>A histogram of microseconds, told in milliseconds.</summary>
    public static LatencyStats LatencyOf(LatencyHistogram micros) => new(
        Millis(micros.Min), Millis(micros.Mean), Millis(micros.Max), Millis(micros.StdDev),
        Millis(micros.Percentile(50)), Millis(micros.Percentile(75)), Millis(micros.Percentile(95)), Millis(micros.Percentile(99)));

    private static double Millis(double micros) => Math.Round(micros / 1_000, 3);

    private static double Percent(int count, int all) => all == 0 ? 0 : 100.0 * count / all;

    private static string Cut(string message) => message.Length <= LongestMessage ? message : message[..LongestMessage];
}
