using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Api.Share;

/// <summary>Links that let others follow a job.</summary>
internal static class ShareModule
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void MapShare(this IEndpointRouteBuilder app)
    {
        app.MapPost("/v1/jobs/{id}/share", Make).WithTags("Jobs").For(Roles.Customer);
        app.MapGet("/v1/share/{token}", Get).WithTags("Jobs").AllowAnonymous();
    }

    private static async Task<Results<Ok<ShareLinkResource>, Problem>> Make(Guid id, HttpContext http, IGrainFactory grains, ShareTokens tokens, TimeProvider time)
    {
        if (await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(http.RequestAborted) is not { } job || job.Customer != Caller.IdOf(http.User))
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        var expires = time.GetUtcNow() + Lifetime;
        var token = tokens.Sign(id, expires);
        return TypedResults.Ok(new ShareLinkResource(token, $"/share/{token}", expires));
    }

    private static async Task<Results<Ok<ShareResource>, Problem>> Get(string token, HttpContext http, IGrainFactory grains, ShareTokens tokens, IVehiclePlaces places, TimeProvider time)
    {
        if (tokens.Verify(token, time.GetUtcNow()) is not { } link
            || await grains.GetGrain<IJobGrain>(link.Job.ToString("N")).Get(http.RequestAborted) is not { } job)
        {
            return Problem.Of(Rejection.JobUnknown, "The link is not valid, or its time is over.");
        }

        var ended = job.State.IsEnd();
        var vehicle = !ended && job.Provider is { } provider ? await places.Ask(provider, job.Market, http.RequestAborted) : null;
        return TypedResults.Ok(new ShareResource(job.Job, job.Version, job.State, ended, job.Market, job.Stops, job.PickUpDue, vehicle));
    }
}
