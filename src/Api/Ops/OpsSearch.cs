using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Geo;

namespace O2O.Dispatch.Api.Ops;

/// <summary>The search over all jobs: by customer, provider, state, market, time and place.</summary>
internal static class OpsSearch
{
    private const double MaxRadiusMetres = 100_000;

    /// <summary>The conditions, as the query string has them.</summary>
    internal sealed record Query(
        Guid? customer_id = null,
        Guid? provider_id = null,
        string? state = null,
        string? market = null,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        double? longitude = null,
        double? latitude = null,
        double? radius_metres = null,
        int? limit = null,
        string? cursor = null);

    public static async Task<Results<Ok<Page<JobResource>>, Problem>> Find([AsParameters] Query query, HttpContext http, IJobReader reader)
    {
        var faults = new List<(string, string)>();
        var statuses = JobStates.Read(query.state, faults);
        var market = Market(query, faults);
        var box = Around(query, faults);
        if (query is { from: { } from, to: { } to } && from >= to)
        {
            faults.Add(("from", "It lies before to."));
        }

        var (count, after) = Cursors.PageOfJobs(query.limit, query.cursor, faults);

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var search = new JobSearch
        {
            Customer = query.customer_id is { } customer ? new CustomerId(customer) : null,
            Provider = query.provider_id is { } provider ? new ProviderId(provider) : null,
            Statuses = statuses,
            Market = market,
            From = query.from,
            To = query.to,
            PickUpWithin = box,
            After = after,
        };
        return TypedResults.Ok(JobPages.Of(await reader.Search(search, count + 1, http.RequestAborted), count));
    }

    private static MarketId? Market(Query query, List<(string, string)> faults)
    {
        if (query.market is null)
        {
            return null;
        }

        if (MarketId.TryParse(query.market, out var market))
        {
            return market;
        }

        faults.Add(("market", Slug.Rule));
        return null;
    }

    /// <summary>The box around the circle: what is in a corner of it is found too.</summary>
    private static PlaceBounds? Around(Query query, List<(string, string)> faults)
    {
        if (query is { longitude: null, latitude: null, radius_metres: null })
        {
            return null;
        }

        if (query is not { longitude: { } longitude, latitude: { } latitude })
        {
            faults.Add(("longitude", "A place needs longitude and latitude."));
            return null;
        }

        var radius = query.radius_metres ?? 500;
        if (!GeoPoint.TryCreate(longitude, latitude, out var centre, out var fault))
        {
            faults.Add(("longitude", fault!));
            return null;
        }

        if (!(radius > 0 && radius <= MaxRadiusMetres))
        {
            faults.Add(("radius_metres", $"Above 0, at most {MaxRadiusMetres:0} is expected."));
            return null;
        }

        var box = GeoBox.Around(centre, new Metres(radius));
        return new PlaceBounds(box.SouthWest.Longitude, box.SouthWest.Latitude, box.NorthEast.Longitude, box.NorthEast.Latitude);
    }
}
