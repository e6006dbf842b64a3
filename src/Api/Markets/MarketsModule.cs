using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Api.Markets;

/// <summary>The markets and their maps, for anybody.</summary>
internal static class MarketsModule
{
    private const int Decimals = 6;

    public static void MapMarkets(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/markets").WithTags("Markets").AllowAnonymous();
        var maps = new ConcurrentDictionary<MapDrawing, (byte[] Gzip, string Tag)>(ReferenceEqualityComparer.Instance);
        routes.MapGet("", (IMarketCatalog markets, IRouteEstimator estimator) =>
            TypedResults.Ok(markets.All.Select(market => Of(market, estimator.Drawing(market.Id))).ToImmutableArray()));
        routes.MapGet("/{market}/map", (string market, HttpContext http, IRouteEstimator estimator) => Map(market, http, estimator, maps))
            .Produces<MapResource>();
    }

    /// <summary>What is told of a market.</summary>
    public static MarketResource Of(Market market, MapDrawing? drawing) => new(
        market.Id.Value,
        market.Operator.Value,
        [.. market.Classes.Select(known => new ServiceClassResource(
            known.Id.Value, known.Terms.Fares.Base.Currency.Code, known.Terms.PinRequired, known.Terms.OfferTimeout.TotalSeconds, known.Terms.Patience.TotalSeconds, known.Kind is { } kind ? Snake.Of(kind) : null,
            known.Terms.ScheduleLead.TotalSeconds))],
        market.Paused,
        drawing is null ? null : Bounds(drawing));

    private static IResult Map(
        string market, HttpContext http, IRouteEstimator estimator, ConcurrentDictionary<MapDrawing, (byte[] Gzip, string Tag)> maps)
    {
        if (!MarketId.TryParse(market, out var id) || estimator.Drawing(id) is not { } drawing)
        {
            return Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}' with a map.");
        }

        // Some hundred kilobytes that change when the roads do: pressed once, and asked for again in vain.
        var (gzip, tag) = maps.GetOrAdd(drawing, known => Pressed(market, known));
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "public, max-age=60";
        http.Response.Headers.Vary = "Accept-Encoding";
        if (http.Request.Headers.IfNoneMatch.Contains(tag))
        {
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        }

        if (http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.Headers.ContentEncoding = "gzip";
            return TypedResults.Bytes(gzip, "application/json");
        }

        using var plain = new MemoryStream();
        using (var unpressed = new GZipStream(new MemoryStream(gzip), CompressionMode.Decompress))
        {
            unpressed.CopyTo(plain);
        }

        return TypedResults.Bytes(plain.ToArray(), "application/json");
    }

    private static (byte[] Gzip, string Tag) Pressed(string market, MapDrawing drawing)
    {
        var map = new MapResource(
            market,
            Bounds(drawing),
            [.. drawing.Roads.Select(road => (ImmutableArray<double>)[.. road.Select(Short)])],
            [.. drawing.Area.Select(polygon => (ImmutableArray<ImmutableArray<ImmutableArray<double>>>)
                [.. polygon.Select(ring => (ImmutableArray<ImmutableArray<double>>)[.. ring.Select(Pair)])])]);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(map, HttpJson.Options);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(bytes);
        }

        return (packed.ToArray(), $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..12])}\"");
    }

    private static ImmutableArray<double> Bounds(MapDrawing drawing) =>
        [Short(drawing.SouthWest.Longitude), Short(drawing.SouthWest.Latitude), Short(drawing.NorthEast.Longitude), Short(drawing.NorthEast.Latitude)];

    private static ImmutableArray<double> Pair(GeoPoint point) => [Short(point.Longitude), Short(point.Latitude)];

    private static double Short(double degrees) => Math.Round(degrees, Decimals);
}
