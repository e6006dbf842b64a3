using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Quotes;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Maps ways on the map to [longitude, latitude] pairs, to about a tenth of a metre.</summary>
internal static class Lines
{
    private const int Decimals = 6;

    public static ImmutableArray<ImmutableArray<double>> Of(RouteLine? line) => line is null
        ? []
        : ImmutableArray.CreateRange<Domain.Places.GeoPoint, ImmutableArray<double>>(line.Points, point => [Math.Round(point.Longitude, Decimals), Math.Round(point.Latitude, Decimals)]);
}
