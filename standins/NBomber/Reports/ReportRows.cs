using System.Globalization;
using NBomber.Contracts.Stats;

namespace NBomber.Reports;

/// <summary>What every form of report says, as rows of text.</summary>
internal static class ReportRows
{
    /// <summary>The columns of <see cref="Measured"/>.</summary>
    public static readonly string[] MeasuredColumns = ["scenario / step", "outcome", "count", "%", "per s", "min ms", "mean ms", "p50 ms", "p75 ms", "p95 ms", "p99 ms", "max ms", "std dev", "bytes"];

    /// <summary>The columns of <see cref="Thresholds"/>.</summary>
    public static readonly string[] ThresholdColumns = ["threshold", "of", "outcome", "failed checks", "fault"];

    /// <summary>The columns of <see cref="Codes"/>.</summary>
    public static readonly string[] CodeColumns = ["of", "status", "outcome", "count", "%", "message"];

    /// <summary>Two rows for a scenario and for each step: what went well, and what failed where anything did.</summary>
    public static IEnumerable<string[]> Measured(ScenarioStats scenario)
    {
        foreach (var (name, ok, fail) in scenario.StepStats.Select(step => ($"  {step.StepName}", step.Ok, step.Fail)).Prepend((scenario.ScenarioName, scenario.Ok, scenario.Fail)))
        {
            yield return Row(name, "ok", ok);
            if (fail.Request.Count > 0)
            {
                yield return Row(name, "failed", fail);
            }
        }
    }

    /// <summary>A row for each threshold.</summary>
    public static IEnumerable<string[]> Thresholds(NodeStats stats) => stats.Thresholds.Select(one => new[]
    {
        one.CheckExpression, one.StepName.Length == 0 ? one.ScenarioName : $"{one.ScenarioName}/{one.StepName}", one.IsFailed ? "FAILED" : "passed", Whole(one.ErrorCount), one.ExceptionMsg,
    });

    /// <summary>A row for each status code of a scenario and of its steps.</summary>
    public static IEnumerable<string[]> Codes(ScenarioStats scenario) =>
        from part in scenario.StepStats.Select(step => (Name: $"{scenario.ScenarioName}/{step.StepName}", step.Ok, step.Fail)).Prepend((Name: scenario.ScenarioName, scenario.Ok, scenario.Fail))
        from code in part.Ok.StatusCodes.Concat(part.Fail.StatusCodes)
        where code.StatusCode.Length > 0 || code.IsError
        select new[] { part.Name, code.StatusCode, code.IsError ? "failed" : "ok", Whole(code.Count), Number(code.Percent), code.Message };

    /// <summary>How the run stands, a line each.</summary>
    public static IEnumerable<string> Notes(NodeStats stats)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{stats.TestInfo.TestSuite}, {stats.TestInfo.TestName}: begun {stats.TestInfo.Created:yyyy-MM-dd HH:mm:ss} UTC, {stats.Duration.TotalSeconds:0.0} s, {stats.AllOkCount} ok, {stats.AllFailCount} failed.");
        if (stats.StoppedBecause is { } why)
        {
            yield return $"It ended early: {why}. What stands here is what there was until then.";
        }

        if (stats.Generator.Planned > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"The generator began {stats.Generator.Started} of {stats.Generator.Planned} planned iterations, {stats.Generator.LateMs.Percent50:0.0} ms late in the median, {stats.Generator.LateMs.Percent99:0.0} ms at the 99th percentile, {stats.Generator.LateMs.MaxMs:0.0} ms at the most. Latencies of open models count from the planned instants.");
        }

        if (stats.Generator.FellBehind)
        {
            yield return "THE GENERATOR FELL BEHIND: this machine could not make the load on time, so part of the latencies is its own. Make less load, or make it from more machines.";
        }
    }

    /// <summary>A number as the reports write it.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string[] Row(string name, string outcome, MeasurementStats stats) =>
    [
        name, outcome, Whole(stats.Request.Count), Number(stats.Request.Percent), Number(stats.Request.RPS), Number(stats.Latency.MinMs), Number(stats.Latency.MeanMs), Number(stats.Latency.Percent50),
        Number(stats.Latency.Percent75), Number(stats.Latency.Percent95), Number(stats.Latency.Percent99), Number(stats.Latency.MaxMs), Number(stats.Latency.StdDev), Whole(stats.DataTransfer.AllBytes),
    ];
}
