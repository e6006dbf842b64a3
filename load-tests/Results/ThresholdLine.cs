using System.Globalization;
using System.Linq.Expressions;
using System.Text.RegularExpressions;
using NBomber.Contracts;
using NBomber.Contracts.Stats;

namespace O2O.Dispatch.LoadTests.Results;

/// <summary>One line of a thresholds file: a figure, a comparison, a number.</summary>
internal sealed partial class ThresholdLine
{
    private static readonly string[] Measured =
    [
        "Request.Count", "Request.RPS", "Request.Percent", "Latency.MinMs", "Latency.MeanMs", "Latency.MaxMs", "Latency.Percent50", "Latency.Percent75", "Latency.Percent95", "Latency.Percent99",
        "DataTransfer.AllBytes",
    ];

    private static readonly string[] Figures = [.. Measured.Select(figure => $"Ok.{figure}"), .. Measured.Select(figure => $"Fail.{figure}")];

    private readonly string _path;
    private readonly ExpressionType _comparison;
    private readonly double _limit;

    private ThresholdLine(string? scenario, string? step, string? fact, string path, string comparison, double limit)
    {
        (Scenario, StepName, Fact, _path, _limit) = (scenario, step, fact, path, limit);
        _comparison = comparison switch
        {
            "<" => ExpressionType.LessThan,
            "<=" => ExpressionType.LessThanOrEqual,
            ">" => ExpressionType.GreaterThan,
            ">=" => ExpressionType.GreaterThanOrEqual,
            _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "One of < <= > >= is expected."),
        };
        Said = $"{(fact is not null ? fact : $"{(step is null ? scenario : $"{scenario}/{step}")} {path}")} {comparison} {limit.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>The scenario it is about; null when it is about a fact.</summary>
    public string? Scenario { get; }

    /// <summary>The step it is about; null for the whole scenario.</summary>
    public string? StepName { get; }

    /// <summary>The fact it is about; null when it is about a scenario.</summary>
    public string? Fact { get; }

    /// <summary>As one line.</summary>
    public string Said { get; }

    /// <summary>Reads one.</summary>
    /// <param name="scenario">As the file has it.</param>
    /// <param name="step">As the file has it.</param>
    /// <param name="fact">As the file has it.</param>
    /// <param name="check">A figure's path (of a fact nothing), a comparison and a number.</param>
    /// <param name="fault">What is wrong with it; null when it is sound.</param>
    /// <returns>The line; null when it is not sound.</returns>
    public static ThresholdLine? Read(string? scenario, string? step, string? fact, string? check, out string? fault)
    {
        fault = (scenario, step, fact) switch
        {
            (null, _, null) => "it names neither a scenario nor a fact",
            (not null, _, not null) or (_, not null, not null) => "a fact has no scenario and no step",
            _ => null,
        };
        if (fault is not null)
        {
            return null;
        }

        var match = Check().Match(check ?? "");
        if (!match.Success || (match.Groups["path"].Length == 0) != (fact is not null))
        {
            fault = $"'{check}' is no check: {(fact is null ? "a figure, a comparison and a number, like 'Ok.Latency.Percent99 <= 500'" : "a comparison and a number, like '<= 0'")}";
            return null;
        }

        var path = match.Groups["path"].Value;
        if (fact is null && !Figures.Contains(path))
        {
            fault = $"'{path}' is no figure: Ok or Fail, then a dot and one of {string.Join(", ", Measured)}";
            return null;
        }

        return new ThresholdLine(scenario, step, fact, path, match.Groups["comparison"].Value, double.Parse(match.Groups["limit"].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>As a threshold that is checked while a scenario runs, too.</summary>
    public Threshold ToThreshold() => StepName is null ? Threshold.Create(Body<ScenarioStats>("scenario")) : Threshold.Create(StepName, Body<StepStats>("step"));

    /// <summary>Whether a value holds.</summary>
    public bool Holds(double value) => _comparison switch
    {
        ExpressionType.LessThan => value < _limit,
        ExpressionType.LessThanOrEqual => value <= _limit,
        ExpressionType.GreaterThan => value > _limit,
        _ => value >= _limit,
    };

    /// <summary>The figure in a run; null when the scenario or the step did not run, or nobody told the fact.</summary>
    public double? ValueIn(NodeStats stats, IReadOnlyList<(string Name, double Value)> facts)
    {
        if (Fact is not null)
        {
            return facts.Where(fact => fact.Name == Fact).Select(fact => (double?)fact.Value).FirstOrDefault();
        }

        if (stats.ScenarioStats.Find(Scenario!) is not { } found)
        {
            return null;
        }

        return StepName is null ? Figure(found) : found.StepStats.Find(StepName) is { } step ? Figure(step) : null;
    }

    private double Figure(object stats)
    {
        foreach (var name in _path.Split('.'))
        {
            stats = stats.GetType().GetProperty(name)!.GetValue(stats)!;
        }

        return Convert.ToDouble(stats, CultureInfo.InvariantCulture);
    }

    /// <summary>The check as an expression, so that reports show what was checked.</summary>
    private Expression<Func<TStats, bool>> Body<TStats>(string parameter)
    {
        var stats = Expression.Parameter(typeof(TStats), parameter);
        var figure = _path.Split('.').Aggregate((Expression)stats, Expression.Property);
        var value = figure.Type == typeof(double) ? figure : Expression.Convert(figure, typeof(double));
        return Expression.Lambda<Func<TStats, bool>>(Expression.MakeBinary(_comparison, value, Expression.Constant(_limit)), stats);
    }

    [GeneratedRegex(@"^\s*(?<path>[A-Za-z0-9.]*?)\s*(?<comparison><=|>=|<|>)\s*(?<limit>-?\d+(\.\d+)?)\s*$")]
    private static partial Regex Check();
}
