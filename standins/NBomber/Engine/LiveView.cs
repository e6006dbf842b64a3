using System.Globalization;
using NBomber.Contracts;
using NBomber.Contracts.Stats;
using Spectre.Console;

namespace NBomber.Engine;

/// <summary>What the console shows while it runs: a table that changes in place, or, where the output is a file or a pipe, a line now and then.</summary>
internal sealed class LiveView : IDisposable
{
    private static readonly TimeSpan LinePeriod = TimeSpan.FromSeconds(10);

    private readonly bool _shown;
    private readonly bool _interactive;
    private readonly string _test;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _live = Task.CompletedTask;
    private LiveDisplayContext? _display;
    private TimeSpan _lineAt;

    private LiveView(bool shown, TestInfo test)
    {
        (_shown, _interactive, _test) = (shown, shown && AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected, test.TestName);
        if (_interactive)
        {
            _live = AnsiConsole.Live(new Text("")).AutoClear(true).StartAsync(display =>
            {
                Volatile.Write(ref _display, display);
                return _over.Task;
            });
        }
    }

    /// <summary>Opens one, or one that shows nothing.</summary>
    public static LiveView Open(NBomberContext context, TestInfo test) => new(context.ShowMetrics, test);

    /// <summary>Shows how it goes.</summary>
    public void Show(TimeSpan now, List<ScenarioRun> runs)
    {
        if (_interactive)
        {
            Volatile.Read(ref _display)?.UpdateTarget(Draw(now, runs));
        }
        else if (_shown && now - _lineAt >= LinePeriod)
        {
            _lineAt = now;
            foreach (var run in runs)
            {
                var stats = run.Meters.Stats(run.Elapsed);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{now:mm\\:ss} {stats.ScenarioName}: {stats.AllOkCount} ok ({stats.Ok.Request.RPS:0.#}/s), {stats.AllFailCount} failed, p50 {stats.Ok.Latency.Percent50:0.#} ms, p99 {stats.Ok.Latency.Percent99:0.#} ms, {run.UnderWay} under way"));
            }
        }
    }

    /// <summary>Takes the table away.</summary>
    public void Dispose()
    {
        _over.TrySetResult();
        _live.GetAwaiter().GetResult();
    }

    private Table Draw(TimeSpan now, List<ScenarioRun> runs)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{_test}  {now:mm\\:ss}")));
        foreach (var column in new[] { "scenario / step", "ok", "ok/s", "failed", "p50 ms", "p95 ms", "p99 ms", "max ms", "under way" })
        {
            table.AddColumn(column == "scenario / step" ? new TableColumn(column) : new TableColumn(column).RightAligned());
        }

        foreach (var run in runs)
        {
            var stats = run.Meters.Stats(run.Elapsed);
            Row(table, stats.ScenarioName, stats.Ok, stats.Fail, run.UnderWay.ToString(CultureInfo.InvariantCulture));
            foreach (var step in stats.StepStats)
            {
                Row(table, "  " + step.StepName, step.Ok, step.Fail, "");
            }
        }

        return table;
    }

    private static void Row(Table table, string name, MeasurementStats ok, MeasurementStats fail, string underWay)
    {
        static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
        table.AddRow(
            Markup.Escape(name), Number(ok.Request.Count), Number(ok.Request.RPS), fail.Request.Count == 0 ? "0" : $"[red]{fail.Request.Count}[/]",
            Number(ok.Latency.Percent50), Number(ok.Latency.Percent95), Number(ok.Latency.Percent99), Number(ok.Latency.MaxMs), underWay);
    }
}
