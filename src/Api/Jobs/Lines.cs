using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Maps ways on the map to [longitude, latitude] pairs.</summary>
internal static class Lines
{
    public static ImmutableArray<ImmutableArray<double>> Of(ImmutableArray<GeoPoint> points) =>
        ImmutableArray.CreateRange<GeoPoint, ImmutableArray<double>>(points, point => [point.Longitude, point.Latitude]);
}
