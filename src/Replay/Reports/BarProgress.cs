using Spectre.Console;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>A bar for each stage.</summary>
/// <param name="context">Draws them.</param>
public sealed class BarProgress(ProgressContext context) : IReplayProgress
{
    private const int Widest = 34;

    private readonly SortedDictionary<ReplayStage, ProgressTask> _bars = [];

    /// <inheritdoc/>
    public void Report(ReplayStage stage, double share, string detail)
    {
        if (!_bars.TryGetValue(stage, out var bar))
        {
            foreach (var earlier in _bars.Values)
            {
                earlier.Value = earlier.MaxValue;
                earlier.StopTask();
            }

            bar = context.AddTask(LineProgress.Name(stage), maxValue: 1);
            _bars[stage] = bar;
        }

        bar.Value = share;
        bar.Description = $"{LineProgress.Name(stage)} {Markup.Escape(Short(detail))}";
    }

    /// <summary>What fits a terminal of 80 columns beside the bar: the first of several things, and the end of a path.</summary>
    private static string Short(string detail)
    {
        var first = detail.Split(", ")[0];
        return first.Length > Widest ? first[^Widest..] : first;
    }
}
