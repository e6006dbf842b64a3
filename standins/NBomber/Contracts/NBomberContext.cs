using NBomber.Contracts.Stats;

namespace NBomber.Contracts;

/// <summary>A run that is being set up. Made by <see cref="CSharp.NBomberRunner"/>.</summary>
public sealed record NBomberContext
{
    internal NBomberContext(IReadOnlyList<ScenarioProps> scenarios) => Scenarios = scenarios;

    internal IReadOnlyList<ScenarioProps> Scenarios { get; }

    internal string TestSuite { get; init; } = "load tests";

    internal string TestName { get; init; } = "test";

    internal string? ReportFileName { get; init; }

    internal string ReportFolder { get; init; } = "reports";

    internal IReadOnlyList<ReportFormat> ReportFormats { get; init; } = [ReportFormat.Txt, ReportFormat.Html, ReportFormat.Csv, ReportFormat.Md];

    internal TimeSpan ReportingInterval { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan CompletionTimeout { get; init; } = TimeSpan.FromMinutes(1);

    internal bool ShowMetrics { get; init; } = true;
}
