using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>A way along the roads, to be drawn.</summary>
/// <param name="Distance">Along the roads.</param>
/// <param name="Duration">By the market's travel times.</param>
/// <param name="Points">From the first place to the last.</param>
public sealed record RouteLine(Metres Distance, TimeSpan Duration, ImmutableArray<GeoPoint> Points);
