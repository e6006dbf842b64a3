using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.Engine;

namespace NBomber.CSharp;

/// <summary>Runs scenarios.</summary>
public static class NBomberRunner
{
    /// <summary>Begins to set a run up.</summary>
    /// <param name="scenarios">What runs, all at the same time; each name once.</param>
    public static NBomberContext RegisterScenarios(params ScenarioProps[] scenarios) => new([.. scenarios]);

    /// <summary>Names what the run belongs to.</summary>
    public static NBomberContext WithTestSuite(this NBomberContext context, string testSuite) => context with { TestSuite = testSuite };

    /// <summary>Names the run.</summary>
    public static NBomberContext WithTestName(this NBomberContext context, string testName) => context with { TestName = testName };

    /// <summary>Names the reports; without, they have the time in their name.</summary>
    public static NBomberContext WithReportFileName(this NBomberContext context, string reportFileName) => context with { ReportFileName = reportFileName };

    /// <summary>Where the reports go: a folder, made when it is not there. Without: reports.</summary>
    public static NBomberContext WithReportFolder(this NBomberContext context, string reportFolderPath) => context with { ReportFolder = reportFolderPath };

    /// <summary>Which reports; without, all forms.</summary>
    public static NBomberContext WithReportFormats(this NBomberContext context, params ReportFormat[] reportFormats) => context with { ReportFormats = [.. reportFormats] };

    /// <summary>No reports.</summary>
    public static NBomberContext WithoutReports(this NBomberContext context) => context with { ReportFormats = [] };

    /// <summary>Between two checks of thresholds; 5 s without.</summary>
    public static NBomberContext WithReportingInterval(this NBomberContext context, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return context with { ReportingInterval = interval };
    }

    /// <summary>How long iterations that are under way at the end may still take; a minute without. What takes longer is a failure with the status -100.</summary>
    public static NBomberContext WithScenarioCompletionTimeout(this NBomberContext context, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(timeout.Ticks, nameof(timeout));
        return context with { CompletionTimeout = timeout };
    }

    /// <summary>Whether the console shows how it goes; it does without.</summary>
    public static NBomberContext DisplayConsoleMetrics(this NBomberContext context, bool enable) => context with { ShowMetrics = enable };

    /// <summary>Runs to the end and writes the reports. Ctrl+C ends it early, with reports of what was; pressed again, it ends the process.</summary>
    /// <exception cref="ArgumentException">The scenarios cannot be run as they are.</exception>
    public static NodeStats Run(this NBomberContext context) => Run(context, []);

    /// <summary>As without arguments: the real package reads options of its own from them, this one refuses any.</summary>
    /// <exception cref="ArgumentException">There are arguments, or the scenarios cannot be run as they are.</exception>
    public static NodeStats Run(this NBomberContext context, string[] args)
    {
        if (args.Length > 0)
        {
            throw new ArgumentException($"No arguments are read here, and there are some: {string.Join(' ', args)}", nameof(args));
        }

        return new Session(context, TimeProvider.System).Run();
    }
}
