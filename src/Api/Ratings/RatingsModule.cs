using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;

namespace O2O.Dispatch.Api.Ratings;

/// <summary>Ratings of completed jobs, by both sides.</summary>
internal static class RatingsModule
{
    private const int MaxComment = 500;

    public static void MapRatings(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Ratings");
        Map(routes, "/jobs/{id}/rating", Roles.Customer, RatingSide.Customer);
        Map(routes, "/provider/jobs/{id}/rating", Roles.Provider, RatingSide.Provider);
    }

    private static void Map(RouteGroupBuilder routes, string path, string role, RatingSide by)
    {
        routes.MapPost(path, (Guid id, RatingBody body, HttpContext http, IJobStore store, IRatingStore ratings, TimeProvider time) => Rate(by, id, body, http, store, ratings, time)).For(role);
        routes.MapGet(path, (Guid id, HttpContext http, IJobStore store, IRatingStore ratings, TimeProvider time) => Find(by, id, http, store, ratings, time)).For(role);
    }

    private static async Task<Results<Ok<RatingResource>, Problem>> Rate(RatingSide by, Guid id, RatingBody body, HttpContext http, IJobStore store, IRatingStore ratings, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var comment = string.IsNullOrWhiteSpace(body.Comment) ? null : body.Comment;
        var rating = new Rating(body.Stars, body.Tags is { IsDefault: false } tags ? tags : [], comment, now);
        var faults = new List<(string, string)>();
        if (body.Stars is < 1 or > 5)
        {
            faults.Add(("stars", "1 to 5 are expected."));
        }

        if (comment?.Length > MaxComment)
        {
            faults.Add(("comment", $"At most {MaxComment} characters are expected."));
        }

        var job = await Own(by, id, http, store);
        var ofStore = StoreOf(job);
        faults.AddRange((rating with { Stars = 5, Comment = null }).Faults(TagsOf(by, job)).Select(fault => ("tags", fault)));
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        if (job is null)
        {
            return Unknown();
        }

        if (job is not { Status: JobStatus.Completed, EndedAt: { } completed } || (ofStore ?? job.Assignment?.Provider) is not { } rated)
        {
            return Problem.Of(Rejection.IllegalInThisState, "Only a completed job is rated.");
        }

        if (await ratings.OfJob(job.Id, by, http.RequestAborted) is { } before)
        {
            return TypedResults.Ok(Of(before));
        }

        if (new RatingPair(completed).With(by, rating) is null)
        {
            return Problem.Of(409, "rating_closed", $"A job is rated within {RatingPair.Window.TotalDays:0} days.");
        }

        return TypedResults.Ok(Of(await ratings.Add(
            new JobRating(job.Id, job.Order.Customer, rated, rating.Stars, comment, now, by, rating.Tags, ofStore is null ? completed : null), http.RequestAborted)));
    }

    /// <summary>The store that is rated for what was had at its counter, as ratings name it; null for a job that a provider does.</summary>
    private static ProviderId? StoreOf(Job? job) => job?.Order is { IsRedemption: true, Sale: { } sale } ? new ProviderId(sale.Store.Value) : null;

    private static ImmutableArray<string> TagsOf(RatingSide by, Job? job) => StoreOf(job) is null ? RatingTags.Of(by) : RatingTags.OfStores;

    private static async Task<Results<Ok<JobRatingsResource>, Problem>> Find(RatingSide by, Guid id, HttpContext http, IJobStore store, IRatingStore ratings, TimeProvider time)
    {
        if (await Own(by, id, http, store) is not { } job)
        {
            return Unknown();
        }

        if (job is not { Status: JobStatus.Completed, EndedAt: { } completed })
        {
            return Problem.Of(Rejection.IllegalInThisState, "Only a completed job is rated.");
        }

        var other = by == RatingSide.Customer ? RatingSide.Provider : RatingSide.Customer;
        var (mine, theirs) = (await ratings.OfJob(job.Id, by, http.RequestAborted), await ratings.OfJob(job.Id, other, http.RequestAborted));
        var pair = new RatingPair(completed, (by == RatingSide.Customer ? mine : theirs)?.ToRating(), (by == RatingSide.Customer ? theirs : mine)?.ToRating());
        return TypedResults.Ok(new JobRatingsResource(
            id,
            completed + RatingPair.Window,
            TagsOf(by, job),
            mine is null ? null : Of(mine),
            theirs is not null && pair.Shown(other, time.GetUtcNow()) is not null ? Of(theirs) : null));
    }

    private static RatingResource Of(JobRating rating) => new(
        rating.Job.Value, rating.Stars, rating.Comment, rating.At, rating.ToRating().Tags is { IsEmpty: false } tags ? tags : (ImmutableArray<string>?)null);

    /// <summary>The caller's job: the customer's who ordered it, the provider's who has it.</summary>
    private static async ValueTask<Job?> Own(RatingSide by, Guid id, HttpContext http, IJobStore store)
    {
        var caller = Caller.IdOf(http.User);
        return await store.Load(new JobId(id), http.RequestAborted) is { } job
            && (by == RatingSide.Customer ? job.Order.Customer.Value == caller : job.Assignment?.Provider == new ProviderId(caller)) ? job : null;
    }

    private static Problem Unknown() => Problem.Of(Rejection.JobUnknown, "There is no such job.");
}
