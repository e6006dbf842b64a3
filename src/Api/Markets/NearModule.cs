using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Admission;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Api.Markets;

/// <summary>What is near a place.</summary>
internal static class NearModule
{
    private const int Shown = 8;

    // As the crow flies the nearest need not be the soonest: there are rivers.
    private const int Asked = 3;
    private const int Decimals = 4;

    public static void MapNear(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/markets").WithTags("Markets").MapGet("/{market}/near", Near).For("quotes", [Roles.Customer]).Waits(AdmissionLane.Browsing);

    private static Results<Ok<NearResource>, Problem> Near(
        string market,
        LiveBoard board,
        IRouteEstimator routes,
        IMarketCatalog markets,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "service_class")] string? serviceClass = null,
        double? longitude = null,
        double? latitude = null)
    {
        if (!MarketId.TryParse(market, out var id) || markets.Find(id) is not { } known)
        {
            return Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
        }

        var faults = new List<(string, string)>();
        if (!ServiceClassId.TryParse(serviceClass, out var classId) || known.Find(classId) is null)
        {
            faults.Add(("service_class", $"'{serviceClass}' is no service of '{market}'. There are {string.Join(", ", known.Classes.Select(each => each.Id.Value))}."));
        }

        if (!GeoPoint.TryCreate(longitude ?? double.NaN, latitude ?? double.NaN, out var place, out var fault))
        {
            faults.Add(("longitude, latitude", fault!));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var nearest = board.Nearest(market, place, ShardKey.Of(market, classId.Value), Shown);
        double? soonest = null;
        foreach (var vehicle in nearest.AsSpan()[..Math.Min(Asked, nearest.Length)])
        {
            if (routes.Line(id, [vehicle, place]) is { } way)
            {
                soonest = Math.Min(soonest ?? double.PositiveInfinity, way.Duration.TotalSeconds);
            }
        }

        return TypedResults.Ok(new NearResource(
            soonest is { } seconds ? Math.Round(seconds) : null,
            [.. nearest.Select(vehicle => (ImmutableArray<double>)[Math.Round(vehicle.Longitude, Decimals), Math.Round(vehicle.Latitude, Decimals)])]));
    }
}
