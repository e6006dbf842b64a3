using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Another destination for a ride: asked for its price, then taken.</summary>
internal static class DestinationModule
{
    private static readonly string[] Customers = [Roles.Customer];

    public static void MapDestination(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/jobs/{id}").WithTags("Jobs");
        routes.MapPost("/destination/quote", Quote).For("quotes", Customers);
        routes.MapPost("/destination", Change).For("jobs:write", Customers);
    }

    private static async Task<Results<JsonBytes<QuoteResource>, Problem>> Quote(Guid id, DestinationBody body, HttpContext http, IJobStore store, QuoteDesk desk, IVehiclePlaces places)
    {
        if (await store.Load(new JobId(id), http.RequestAborted) is not { } job || job.Order.Customer.Value != Caller.IdOf(http.User))
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        if (job.Status.IsEnd() || job.Order.Kind is not (null or ServiceKind.Ride))
        {
            return Problem.Of(job.Status.IsEnd() ? Rejection.JobEnded : Rejection.IllegalInThisState, "Only a ride that is under way or to come goes elsewhere.");
        }

        var reply = desk.Change(job, body.Destination, await PlaceOf(job, places, http.RequestAborted));
        return reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : new JsonBytes<QuoteResource>(QuoteResources.Of(reply));
    }

    private static Task<IResult> Change(Guid id, DestinationChangeBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .ChangeDestination(new ChangeDestination(stamp, Caller.IdOf(http.User), body.Quote), cancellationToken)));

    private static async ValueTask<GeoPoint?> PlaceOf(Job job, IVehiclePlaces places, CancellationToken cancellationToken) =>
        job is { Status: JobStatus.InProgress, Assignment: { } assignment } && await places.Ask(assignment.Provider.Value, job.Order.Market.Value, cancellationToken) is { } seen
            ? new GeoPoint(seen.Longitude, seen.Latitude)
            : null;
}
