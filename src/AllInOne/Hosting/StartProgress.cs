using System.Diagnostics;
using System.Globalization;

namespace O2O.Dispatch.AllInOne.Hosting;

/// <summary>Says how far the start is: a line when a stage begins, and one every few seconds of a long one.</summary>
internal sealed class StartProgress(TextWriter output)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private string _stage = string.Empty;
    private TimeSpan _next;

    /// <summary>Tells a stage and how much of it is done, 0 to 1.</summary>
    public void Report(string stage, double share, string detail)
    {
        var now = _clock.Elapsed;
        if (stage == _stage && now < _next)
        {
            return;
        }

        (_stage, _next) = (stage, now + Pause);
        Line(string.Create(CultureInfo.InvariantCulture, $"{stage} {share * 100,3:0} %  {detail}"));
    }

    /// <summary>Writes a line with the time since the start.</summary>
    public void Line(string text) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,6:0.0} s  {text}"));
}
