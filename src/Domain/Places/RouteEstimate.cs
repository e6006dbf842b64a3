using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Places;

/// <summary>A way along the roads, estimated, to be priced and drawn.</summary>
/// <param name="Distance">Along the roads.</param>
/// <param name="Duration">By the market's travel times.</param>
/// <param name="NotServed">The index of the first place outside the service area, and then distance and duration are zero; null when all are inside, or nobody asked.</param>
/// <param name="Points">The way, to be drawn: from the first place to the last, with the corners between them.</param>
/// <param name="WhyNotServed">A sentence that names the nearest zone that is served; null when all are inside.</param>
/// <param name="NoPickUpZone">The zone of the first place when nobody is picked up in it, and then that place is the one not served.</param>
public sealed record RouteEstimate(
    Metres Distance, TimeSpan Duration, int? NotServed, ImmutableArray<GeoPoint> Points, string? WhyNotServed = null, string? NoPickUpZone = null);
