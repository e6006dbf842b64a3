using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Jobs;

/// <summary>Where a ride goes instead of where it was ordered to. The order is stored as it came; what it is by now is made of both.</summary>
/// <param name="Quote">The quote that it was last changed on.</param>
/// <param name="To">The last stop.</param>
/// <param name="Fare">The price of the whole job.</param>
/// <param name="Distance">Of the whole route.</param>
/// <param name="Duration">Of the whole route.</param>
/// <param name="Changes">How often it was changed.</param>
public sealed record JobDestination(QuoteId Quote, GeoPoint To, Fare Fare, Metres Distance, TimeSpan Duration, int Changes)
{
    /// <summary>The order as it is by now. Its quote stays the one it was ordered on: what it holds, vouchers among it, is held under that.</summary>
    public JobOrder Of(JobOrder order) => order with
    {
        Stops = [.. order.Stops[..^1], order.Stops[^1] with { Place = To }], QuotedFare = Fare, QuotedDistance = Distance, QuotedDuration = Duration,
    };
}
