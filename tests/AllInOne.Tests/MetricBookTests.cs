using System.Diagnostics.Metrics;
using O2O.Dispatch.Telemetry;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>The text of metrics follows Prometheus' grammar and stays bounded.</summary>
public sealed class MetricBookTests : IDisposable
{
    private readonly Meter _meter = new("O2O.Dispatch.Tests");
    private readonly MetricBook _book = new();

    public void Dispose()
    {
        _book.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Write_EachKind_IsOfTheGrammar()
    {
        _meter.CreateCounter<long>("book.counted", "{thing}", "Counted \\ things.\nAll of them.").Add(3, new KeyValuePair<string, object?>("kind", "a \"b\"\\\n"));
        var time = _meter.CreateHistogram<double>("book.time", "s", "How long.");
        time.Record(0.003);
        time.Record(70);
        _meter.CreateObservableGauge("book.level", () => 7, "By", "How much.");
        _meter.CreateUpDownCounter<int>("book.open", "{thing}", "Open.").Add(-2);
        var text = _book.Write();
        Prometheus.Check(text);
        Assert.Contains("# HELP book_counted_total Counted \\\\ things.\\nAll of them.\n# TYPE book_counted_total counter\nbook_counted_total{kind=\"a \\\"b\\\"\\\\\\n\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("book_time_seconds_bucket{le=\"0.0025\"} 0\nbook_time_seconds_bucket{le=\"0.005\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("book_time_seconds_bucket{le=\"60\"} 1\nbook_time_seconds_bucket{le=\"+Inf\"} 2\nbook_time_seconds_sum 70.003\nbook_time_seconds_count 2\n", text, StringComparison.Ordinal);
        Assert.Contains("\nbook_level_bytes 7\n", text, StringComparison.Ordinal);
        Assert.Contains("\nbook_open -2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MoreTagsThanAMetricKeeps_FoldsTheRest()
    {
        var counter = _meter.CreateCounter<long>("book.many");
        for (var i = 0; i < 1_500; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("n", i));
        }

        var samples = _book.Write().Split('\n').Where(line => line.StartsWith("book_many_total{", StringComparison.Ordinal)).ToList();
        Assert.InRange(samples.Count, 1_000, 1_001);
        Assert.Contains("book_many_total{overflow=\"true\"} 500", samples);
    }

    [Fact]
    public void Write_WhatIsObservedNoLonger_IsGone()
    {
        string[] hubs = ["a", "b"];
        _meter.CreateObservableUpDownCounter("book.hubs", () => hubs.Select(hub => new Measurement<long>(1, new KeyValuePair<string, object?>("hub", hub))));
        Assert.Contains("book_hubs{hub=\"b\"} 1", _book.Write(), StringComparison.Ordinal);
        hubs = ["a"];
        var text = _book.Write();
        Assert.Contains("book_hubs{hub=\"a\"} 1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("book_hubs{hub=\"b\"}", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AForeignMeter_IsNotKept()
    {
        using var foreign = new Meter("Somebody.Else");
        foreign.CreateCounter<long>("foreign.things").Add(1);
        Assert.DoesNotContain("foreign_things", _book.Write(), StringComparison.Ordinal);
    }
}
