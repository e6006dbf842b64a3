using O2O.Dispatch.Replay.Reports;

namespace O2O.Dispatch.Replay.Run;

/// <summary>What came of a replay.</summary>
/// <param name="Report">The figures.</param>
/// <param name="Faults">What must hold and does not, a line each; empty when all is well.</param>
/// <param name="Notes">What a person should know besides.</param>
public sealed record ReplayResult(ReplayReport Report, IReadOnlyList<string> Faults, IReadOnlyList<string> Notes);
