using System.Diagnostics;
using System.Globalization;

namespace O2O.Dispatch.Replay.Reports;

/// <summary>A line every few seconds, for terminals that cannot redraw and for log files.</summary>
/// <param name="output">Where the lines go.</param>
public sealed class LineProgress(TextWriter output) : IReplayProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    private readonly Stopwatch _total = Stopwatch.StartNew();
    private ReplayStage? _stage;
    private TimeSpan _next;

    /// <inheritdoc/>
    public void Report(ReplayStage stage, double share, string detail)
    {
        var now = _total.Elapsed;
        if (stage == _stage && now < _next)
        {
            return;
        }

        _stage = stage;
        _next = now + Pause;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now.TotalSeconds,6:0.0} s  {Name(stage)} {share * 100,3:0} %  {detail}"));
    }

    /// <summary>The stage in words, of one width.</summary>
    internal static string Name(ReplayStage stage) => stage switch
    {
        ReplayStage.Loading => "loading     ",
        ReplayStage.TravelTimes => "travel times",
        ReplayStage.Onboarding => "onboarding  ",
        ReplayStage.Replaying => "replaying   ",
        ReplayStage.Settling => "settling    ",
    };
}
