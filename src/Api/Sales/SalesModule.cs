using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Consents;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Sales;

/// <summary>What stores do with orders: they accept, reject and prepare, and give at their counters what was paid online. Another merchant's order is as if it were not there.</summary>
internal static class SalesModule
{
    private static readonly string[] Staff = [Roles.Merchant, Roles.Counter];

    /// <summary>So many pages of the merchant's jobs are read for one page of a store's orders.</summary>
    private const int MostPages = 5;

    public static void MapSales(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/merchant").WithTags("Sales");
        routes.MapGet("/jobs", List).For(Staff);
        routes.MapGet("/jobs/{id}", Get).For(Staff);
        routes.MapPost("/jobs/{id}/accept", (Guid id, AcceptOrderBody? body, HttpContext http, CommandContext commands, MerchantDoor door, IGrainFactory grains) =>
            Serve(id, StoreStep.Accept, body?.ReadyInSeconds, body, http, commands, door, grains)).For(Staff);
        routes.MapPost("/jobs/{id}/reject", (Guid id, HttpContext http, CommandContext commands, MerchantDoor door, IGrainFactory grains) =>
            Serve(id, StoreStep.Reject, null, null, http, commands, door, grains)).For(Staff);
        routes.MapPost("/jobs/{id}/prepared", (Guid id, HttpContext http, CommandContext commands, MerchantDoor door, IGrainFactory grains) =>
            Serve(id, StoreStep.Prepared, null, null, http, commands, door, grains)).For(Staff);
        routes.MapPost("/codes", Look).For(Staff);
        routes.MapPost("/codes/customer", LookAtCustomer).For(Staff);
        routes.MapPost("/redemptions", Redeem).For(Staff);
    }

    private static async Task<Results<Ok<Page<JobResource>>, Problem>> List(
        HttpContext http, MerchantDoor door, IJobReader reader, string? state = null, int? limit = null, string? cursor = null)
    {
        var (scope, problem) = await door.Open(http, owner: false);
        if (scope is null)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        var statuses = JobStates.Read(state, faults);
        var (count, after) = Cursors.PageOfJobs(limit, cursor, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var search = new JobSearch { Merchant = scope.Merchant.Id, Statuses = statuses, After = after };
        var (found, lookedTo) = await reader.SaleJobs(search, scope.Only?.Value, count + 1, MostPages, http.RequestAborted);
        var page = JobPages.Of(found, count);
        return TypedResults.Ok(lookedTo is null ? page : page with { NextCursor = Cursors.Of(lookedTo) });
    }

    private static async Task<Results<Ok<JobResource>, Problem>> Get(Guid id, HttpContext http, MerchantDoor door, IGrainFactory grains)
    {
        var (scope, problem) = await door.Open(http, owner: false);
        return scope is null ? problem!
            : await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(http.RequestAborted) is { } job && scope.Sees(job) ? TypedResults.Ok(JobResources.Of(job))
            : Problem.Of(Rejection.JobUnknown, "There is no such job.");
    }

    private static Task<IResult> Serve(
        Guid id, StoreStep step, double? readyIn, object? body, HttpContext http, CommandContext commands, MerchantDoor door, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) =>
        {
            var (scope, problem) = await door.Open(http, owner: true);
            if (scope is null)
            {
                return problem!;
            }

            if (readyIn is { } seconds && !(seconds >= 0 && seconds <= JobLimits.MaxPreparation.TotalSeconds))
            {
                return Problem.Invalid(("ready_in_seconds", $"0 to {JobLimits.MaxPreparation.TotalSeconds:0} are expected."));
            }

            var grain = grains.GetGrain<IJobGrain>(id.ToString("N"));
            return await grain.Get(cancellationToken) is { } job && scope.Sees(job)
                ? JobAnswers.Of(await grain.Serve(new ServeJob(stamp, scope.Merchant.Id.Value, step, readyIn is { } wait ? TimeSpan.FromSeconds(wait) : null), cancellationToken))
                : Problem.Of(Rejection.JobUnknown, "There is no such job.");
        });

    /// <summary>What a code is good for; nothing is had by looking.</summary>
    private static async Task<Results<Ok<JobResource>, Problem>> Look(CodeBody body, HttpContext http, MerchantDoor door, ISaleCodes codes, IJobStore jobs)
    {
        var (scope, problem) = await door.Open(http, owner: false);
        if (scope is null)
        {
            return problem!;
        }

        var (job, unknown) = await Find(body.Code, scope, codes, jobs, http.RequestAborted);
        return job is null ? unknown! : TypedResults.Ok(JobResources.Of(LiveBoard.ViewOf(job)));
    }

    /// <summary>What the customer who shows a code shares with the counter. Without a consent nothing is told, not even whether there is anything.</summary>
    private static async Task<Results<Ok<CounterCustomerResource>, Problem>> LookAtCustomer(
        CounterCodeBody body, HttpContext http, MerchantDoor door, IMerchantStore stores, ISaleCodes codes, IJobStore jobs, CounterDesk desk)
    {
        var (scope, problem) = await door.Open(http, owner: false);
        if (scope is null)
        {
            return problem!;
        }

        if (await At(scope, body.StoreId, stores, http.RequestAborted) is not { } store)
        {
            return NoCounter();
        }

        var (job, unknown) = await Find(body.Code, scope, codes, jobs, http.RequestAborted);
        return job is null ? unknown! : TypedResults.Ok(await desk.Look(job, scope.Merchant, store, Caller.IdOf(http.User), http.RequestAborted));
    }

    private static Task<IResult> Redeem(
        RedeemBody body, HttpContext http, CommandContext commands, MerchantDoor door, IMerchantStore stores, ISaleCodes codes, IJobStore jobs, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var (scope, problem) = await door.Open(http, owner: false);
            if (scope is null)
            {
                return problem!;
            }

            if (await At(scope, body.StoreId, stores, cancellationToken) is not { } store)
            {
                return NoCounter();
            }

            if (body.Units is { } wrong and < 1)
            {
                return Problem.Invalid(("units", $"{wrong} is expected to be at least 1."));
            }

            var (job, unknown) = await Find(body.Code, scope, codes, jobs, cancellationToken);
            return job is null ? unknown! : JobAnswers.Of(await grains.GetGrain<IJobGrain>(job.Id.ToString()).Serve(
                new ServeJob(stamp, scope.Merchant.Id.Value, StoreStep.Redeem, null, body.Units ?? Math.Max(1, job.Redeemable?.Left ?? 1), store.Id.Value, Caller.IdOf(http.User)), cancellationToken));
        });

    /// <summary>The store whose counter it is: the one that is named, or the only one that the caller sees.</summary>
    private static async ValueTask<Store?> At(MerchantScope scope, Guid? named, IMerchantStore stores, CancellationToken cancellationToken) =>
        (named ?? scope.Only?.Value) is { } at && await stores.Find(new StoreId(at), cancellationToken) is { } entry && scope.Sees(entry.Store) ? entry.Store : null;

    private static Problem NoCounter() => Problem.Invalid(("store_id", "A store of the merchant's is expected at which the caller works."));

    /// <summary>The job of a code, if it is this merchant's; a mistyped code is told apart, for a person typed it.</summary>
    private static async ValueTask<(Job? Job, Problem? Problem)> Find(string? text, MerchantScope scope, ISaleCodes codes, IJobStore jobs, CancellationToken cancellationToken)
    {
        if (!VoucherCode.TryRead(text, out var code, out var fault))
        {
            return (null, Problem.Of(422, $"code_{Contracts.Json.Snake.Of(fault!.Value)}", "That is no code: it was mistyped, or is not complete."));
        }

        return await codes.Find(code.Value, cancellationToken) is { } id && await jobs.Load(id, cancellationToken) is { } job && job.Order.Pin == code.Value && job.Order.Merchant == scope.Merchant.Id
            ? (job, null)
            : (null, Problem.Of(404, "code_unknown", "No order of this merchant's has that code."));
    }
}
