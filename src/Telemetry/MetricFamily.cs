using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace O2O.Dispatch.Telemetry;

/// <summary>One metric: an instrument and its series by tags. Thread-safe.</summary>
internal sealed class MetricFamily
{
    /// <summary>More combinations of tags than this are kept as one.</summary>
    public const int MostSeries = 1_000;

    private const int LongestLabels = 512;
    private const string Overflow = "overflow=\"true\"";
    private static readonly double[] Seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] Bytes = [256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Series>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly string _name;
    private readonly string _help;
    private readonly MetricKind _kind;
    private readonly bool _adds;
    private readonly bool _observed;
    private readonly double[] _bounds;

    /// <summary>Makes it.</summary>
    public MetricFamily(Instrument instrument)
    {
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<char>>();
        _name = NameOf(instrument);
        _help = (instrument.Description ?? instrument.Name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        _kind = KindOf(instrument);
        _observed = instrument.IsObservable;
        _adds = !_observed && !TypeOf(instrument).StartsWith("Gauge", StringComparison.Ordinal);
        _bounds = _kind == MetricKind.Histogram ? Bounds(instrument) : [];
    }

    /// <summary>The number of the scrape that is being made.</summary>
    public static int Scrape { get; set; }

    /// <summary>The name that Prometheus knows it by.</summary>
    public static string NameOf(Instrument instrument)
    {
        var kind = KindOf(instrument);
        var name = new StringBuilder(instrument.Name.Length + 16);
        foreach (var c in instrument.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            "m" => "_metres",
            "1" => kind == MetricKind.Gauge ? "_ratio" : string.Empty,
            _ => string.Empty,
        };
        name.Append(unit);
        return name.Append(kind == MetricKind.Counter ? "_total" : string.Empty).ToString();
    }

    /// <summary>Takes a measurement in.</summary>
    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        Span<char> buffer = stackalloc char[LongestLabels];
        var length = Labels(tags, buffer);
        var labels = length < 0 ? Overflow : (ReadOnlySpan<char>)buffer[..length];
        if (!_lookup.TryGetValue(labels, out var series))
        {
            var key = _series.Count >= MostSeries ? Overflow : labels.ToString();
            series = _series.GetOrAdd(key, static (_, buckets) => new Series(buckets), _bounds.Length);
        }

        lock (series)
        {
            if (_kind == MetricKind.Histogram)
            {
                var bucket = 0;
                while (bucket < _bounds.Length && value > _bounds[bucket])
                {
                    bucket++;
                }

                series.Buckets[bucket]++;
                series.Count++;
                series.Value += value;
            }
            else if (_adds)
            {
                series.Value += value;
            }
            else
            {
                // Two series that were folded into one are told together.
                series.Value = _observed && series.Scrape == Scrape ? series.Value + value : value;
                series.Scrape = Scrape;
            }
        }
    }

    /// <summary>Writes it.</summary>
    public void Write(StringBuilder text, int scrape)
    {
        text.Append("# HELP ").Append(_name).Append(' ').Append(_help).Append('\n');
        text.Append("# TYPE ").Append(_name).Append(' ').Append(_kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            MetricKind.Histogram => "histogram",
        }).Append('\n');
        foreach (var (labels, series) in _series.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            lock (series)
            {
                if (_kind == MetricKind.Histogram)
                {
                    Histogram(text, labels, series);
                }
                else if (!_observed || series.Scrape == scrape)
                {
                    Line(text, string.Empty, labels, null, series.Value);
                }
            }
        }
    }

    private static MetricKind KindOf(Instrument instrument) => TypeOf(instrument) switch
    {
        var type when type.StartsWith("Histogram", StringComparison.Ordinal) => MetricKind.Histogram,
        var type when type.StartsWith("Counter", StringComparison.Ordinal) || type.StartsWith("ObservableCounter", StringComparison.Ordinal) => MetricKind.Counter,
        _ => MetricKind.Gauge,
    };

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name;

    private static double[] Bounds(Instrument instrument)
    {
        IEnumerable<double>? advised = instrument switch
        {
            Histogram<double> histogram => histogram.Advice?.HistogramBucketBoundaries,
            Histogram<long> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            Histogram<int> histogram => histogram.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            _ => null,
        };
        return advised?.ToArray() ?? instrument.Unit switch
        {
            "s" => Seconds,
            "By" => Bytes,
            _ => Counts,
        };
    }

    /// <summary>The labels as they are written; -1 when they are too long to be useful.</summary>
    private static int Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags, Span<char> buffer)
    {
        var length = 0;
        foreach (var (name, value) in tags)
        {
            if (length > 0 && !Put(buffer, ref length, ','))
            {
                return -1;
            }

            foreach (var c in name)
            {
                if (!Put(buffer, ref length, char.IsAsciiLetterOrDigit(c) ? c : '_'))
                {
                    return -1;
                }
            }

            if (!Put(buffer, ref length, '=') || !Put(buffer, ref length, '"') || !Value(buffer, ref length, value) || !Put(buffer, ref length, '"'))
            {
                return -1;
            }
        }

        return length;
    }

    private static bool Value(Span<char> buffer, ref int length, object? value)
    {
        if (value is not string && value is ISpanFormattable number)
        {
            if (!number.TryFormat(buffer[length..], out var written, default, CultureInfo.InvariantCulture))
            {
                return false;
            }

            length += written;
            return true;
        }

        foreach (var c in value?.ToString() ?? string.Empty)
        {
            var escaped = c switch
            {
                '\\' => '\\',
                '"' => '"',
                '\n' => 'n',
                _ => '\0',
            };
            if ((escaped != '\0' && !Put(buffer, ref length, '\\')) || !Put(buffer, ref length, escaped == '\0' ? c : escaped))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Put(Span<char> buffer, ref int length, char c)
    {
        if (length >= buffer.Length)
        {
            return false;
        }

        buffer[length++] = c;
        return true;
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        double.NaN => "NaN",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };

    private void Histogram(StringBuilder text, string labels, Series series)
    {
        var below = 0L;
        for (var bucket = 0; bucket <= _bounds.Length; bucket++)
        {
            below += series.Buckets[bucket];
            Line(text, "_bucket", labels, bucket == _bounds.Length ? "+Inf" : Number(_bounds[bucket]), below);
        }

        Line(text, "_sum", labels, null, series.Value);
        Line(text, "_count", labels, null, series.Count);
    }

    private void Line(StringBuilder text, string suffix, string labels, string? bound, double value)
    {
        text.Append(_name).Append(suffix);
        if (labels.Length > 0 || bound is not null)
        {
            text.Append('{').Append(labels);
            if (bound is not null)
            {
                text.Append(labels.Length > 0 ? "," : string.Empty).Append("le=\"").Append(bound).Append('"');
            }

            text.Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private sealed class Series(int bounds)
    {
        public long[] Buckets { get; } = new long[bounds + 1];

        public long Count { get; set; }

        public double Value { get; set; }

        public int Scrape { get; set; }
    }
}
