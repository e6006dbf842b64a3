using O2O.Dispatch.Geo.Files;

namespace O2O.Dispatch.Simulation.Demand;

/// <summary>The trips of a file and what was passed over.</summary>
/// <param name="Trips">In order of time; trips of one instant in the order of the file.</param>
/// <param name="Format">The format that the header told.</param>
/// <param name="Rows">Rows read, the header and blank lines not counted.</param>
/// <param name="SkippedRows">Broken rows that were left out.</param>
/// <param name="Skipped">The first thousand of them.</param>
/// <param name="OffTheRoads">Trips of the period left out because an end lies too far from any road node.</param>
/// <param name="OutsidePeriod">Trips before or after the period asked for.</param>
public sealed record TripReading(
    IReadOnlyList<Trip> Trips, string Format, int Rows, int SkippedRows, IReadOnlyList<RowFault> Skipped, int OffTheRoads, int OutsidePeriod);
