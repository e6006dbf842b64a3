using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Simulation.Measures;

namespace O2O.Dispatch.Replay.Run;

/// <summary>What came of a replay.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Faults">What must hold and does not, a line each; empty when all is well.</param>
/// <param name="Notes">What a person should know besides.</param>
public sealed record ReplayResult(ReplayReport Report, IReadOnlyList<string> Faults, IReadOnlyList<string> Notes)
{
    /// <summary>The period minute by minute; null unless a page was asked for.</summary>
    public PeriodSeries? Series { get; init; }

    /// <summary>The roads it was played on.</summary>
    public required RoadNetwork Roads { get; init; }
}
