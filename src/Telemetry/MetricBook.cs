using System.Diagnostics.Metrics;
using System.Text;

namespace O2O.Dispatch.Telemetry;

/// <summary>
/// Keeps what the instruments of this process tell and writes it in the text format of Prometheus (version 0.0.4). Names follow OpenTelemetry's rule for it: dots become underscores, the unit is a
/// suffix, counters end in <c>_total</c>. Every instrument is named, also one that has told nothing yet. Thread-safe.
/// </summary>
public sealed class MetricBook : IDisposable
{
    /// <summary>The content type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] Meters =
        ["O2O.Dispatch", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections", "Npgsql", "Microsoft.Orleans"];

    private readonly MeterListener _listener = new();
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private int _scrape;

    /// <summary>Starts to listen, to the instruments there are and to those to come.</summary>
    public MetricBook()
    {
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => ((MetricFamily)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => ((MetricFamily)state!).Record((double)value, tags));
        _listener.Start();
    }

    /// <summary>Whether the instruments of a meter are kept.</summary>
    public static bool Keeps(string meter) => Array.Exists(Meters, name => meter == name || meter.StartsWith(name + ".", StringComparison.Ordinal));

    /// <summary>Everything, as text.</summary>
    public string Write()
    {
        lock (_gate)
        {
            // Who is asked only now tells all there is: what it does not tell is gone.
            MetricFamily.Scrape = ++_scrape;
            _listener.RecordObservableInstruments();
            var text = new StringBuilder(16_384);
            foreach (var family in _families.Values)
            {
                family.Write(text, _scrape);
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!Keeps(instrument.Meter.Name))
        {
            return;
        }

        MetricFamily family;
        lock (_gate)
        {
            var name = MetricFamily.NameOf(instrument);
            if (!_families.TryGetValue(name, out family!))
            {
                family = new MetricFamily(instrument);
                _families[name] = family;
            }
        }

        listener.EnableMeasurementEvents(instrument, family);
    }
}
