using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Geo.Roads;

/// <summary>A network read from files and what was passed over while reading.</summary>
/// <param name="Network">The network.</param>
/// <param name="SkippedRows">How many broken rows were left out.</param>
/// <param name="Skipped">The first thousand of them.</param>
public sealed record RoadReading(RoadNetwork Network, int SkippedRows, IReadOnlyList<RowFault> Skipped);
