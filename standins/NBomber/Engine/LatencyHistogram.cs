using System.Numerics;

namespace NBomber.Engine;

/// <summary>
/// Counts values in buckets that grow with them: below 256 each value has its own, above that each power of two has 128. A percentile read from it is therefore within 1/256 of the exact
/// one, whatever the values are, and memory does not grow with their number. Not thread-safe.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>Larger values count as this one: 12 days in microseconds.</summary>
    public const long Largest = (1L << 40) - 1;

    /// <summary>How far a percentile may be from the exact one, as a part of it.</summary>
    public const double RelativeError = 1.0 / 256;

    private const int Exact = 256;
    private const int PerPowerOfTwo = 128;
    private const int Buckets = Exact + ((40 - 8) * PerPowerOfTwo);

    private readonly long[] _counts = new long[Buckets];
    private double _sum;
    private double _sumOfSquares;

    /// <summary>How many values.</summary>
    public long Count { get; private set; }

    /// <summary>The smallest; 0 without any.</summary>
    public long Min { get; private set; }

    /// <summary>The largest; 0 without any.</summary>
    public long Max { get; private set; }

    /// <summary>The sum.</summary>
    public double Sum => _sum;

    /// <summary>The mean; 0 without any.</summary>
    public double Mean => Count == 0 ? 0 : _sum / Count;

    /// <summary>The standard deviation; 0 without any.</summary>
    public double StdDev => Count == 0 ? 0 : Math.Sqrt(Math.Max(0, (_sumOfSquares / Count) - (Mean * Mean)));

    /// <summary>Counts a value; below 0 it counts as 0.</summary>
    public void Add(long value)
    {
        value = Math.Clamp(value, 0, Largest);
        _counts[IndexOf(value)]++;
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Math.Max(Max, value);
        Count++;
        _sum += value;
        _sumOfSquares += (double)value * value;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        (Count, Min, Max, _sum, _sumOfSquares) = (0, 0, 0, 0, 0);
    }

    /// <summary>Takes another's values in.</summary>
    public void Add(LatencyHistogram other)
    {
        if (other.Count == 0)
        {
            return;
        }

        for (var i = 0; i < Buckets; i++)
        {
            _counts[i] += other._counts[i];
        }

        Min = Count == 0 ? other.Min : Math.Min(Min, other.Min);
        Max = Math.Max(Max, other.Max);
        Count += other.Count;
        _sum += other._sum;
        _sumOfSquares += other._sumOfSquares;
    }

    /// <summary>The least value that so many of a hundred do not exceed; 0 without any.</summary>
    /// <param name="percent">Above 0, at most 100.</param>
    public double Percentile(double percent)
    {
        if (Count == 0)
        {
            return 0;
        }

        var rank = Math.Max(1, (long)Math.Ceiling(percent / 100 * Count));
        var seen = 0L;
        for (var i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen >= rank)
            {
                return Math.Clamp(MiddleOf(i), Min, Max);
            }
        }

        throw new InvalidOperationException($"{Count} values were counted and {seen} are in the buckets.");
    }

    private static int IndexOf(long value)
    {
        if (value < Exact)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - 7;
        return Exact + ((shift - 1) * PerPowerOfTwo) + (int)(value >> shift) - PerPowerOfTwo;
    }

    private static double MiddleOf(int index)
    {
        if (index < Exact)
        {
            return index;
        }

        var shift = ((index - Exact) / PerPowerOfTwo) + 1;
        var lowest = (long)(((index - Exact) % PerPowerOfTwo) + PerPowerOfTwo) << shift;
        return lowest + (((1L << shift) - 1) / 2.0);
    }
}
