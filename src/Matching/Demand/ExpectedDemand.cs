namespace O2O.Dispatch.Matching.Demand;

/// <summary>Where requests are to be expected, at one moment. Immutable, safe for many threads.</summary>
public sealed class ExpectedDemand
{
    private readonly int[] places;

    internal ExpectedDemand(int[] places) => this.places = places;

    /// <summary>
    /// Pick-up nodes of the next requests as far as can be told, the surest first: any beginning of the list is a sample of the demand, in which a place where twice as many are expected is
    /// there twice as often.
    /// </summary>
    public ReadOnlySpan<int> Places => places;
}
