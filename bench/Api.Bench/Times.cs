using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace O2O.Dispatch.Api.Bench;

/// <summary>How long something took, many times. Thread-safe.</summary>
internal sealed class Times
{
    private readonly ConcurrentQueue<double> _milliseconds = new();

    /// <summary>How many.</summary>
    public int Count => _milliseconds.Count;

    /// <summary>One more.</summary>
    /// <param name="from">Timestamp of its begin.</param>
    /// <param name="to">Of its end; null for now.</param>
    public void Add(long from, long? to = null) => _milliseconds.Enqueue(Stopwatch.GetElapsedTime(from, to ?? Stopwatch.GetTimestamp()).TotalMilliseconds);

    /// <inheritdoc/>
    public override string ToString()
    {
        var sorted = _milliseconds.Order().ToArray();
        return sorted.Length == 0
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"median {At(0.5):0.0} ms, p90 {At(0.9):0.0} ms, p99 {At(0.99):0.0} ms, longest {sorted[^1]:0.0} ms, {sorted.Length:N0} times");

        double At(double part) => sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * part))];
    }
}
