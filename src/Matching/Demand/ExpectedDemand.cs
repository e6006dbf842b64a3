namespace O2O.Dispatch.Matching.Demand;

/// <summary>How many requests to expect where, at one moment. Immutable, safe for many threads.</summary>
public sealed class ExpectedDemand
{
    private readonly double[] perMillisecond;

    internal ExpectedDemand(DemandCells cells, double[] perMillisecond) => (Cells, this.perMillisecond) = (cells, perMillisecond);

    /// <summary>The cells.</summary>
    public DemandCells Cells { get; }

    /// <summary>Requests to expect in a cell within a time from now.</summary>
    public double In(int cell, int horizonMilliseconds) => perMillisecond[cell] * horizonMilliseconds;
}
