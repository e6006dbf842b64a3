using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Chains;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Chains;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Chains;

/// <summary>Jobs that are ordered together and follow each other. Somebody else's chain is as if it were not there.</summary>
internal static class ChainsModule
{
    private static readonly string[] Customers = [Roles.Customer];
    private static readonly string[] Readers = [Roles.Customer, Roles.Ops, Roles.Merchant, Roles.Counter];

    public static void MapChains(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/chains").WithTags("Jobs");
        routes.MapPost("", Request).For("jobs:write", Customers);
        routes.MapGet("/{id}", Get).For("jobs:read", Readers);
    }

    private static Task<IResult> Request(ChainBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            if (body.Legs.Length is < 2 or > ChainPlace.MaxLegs || Array.Exists(body.Legs, leg => leg is null))
            {
                return Problem.Invalid(("legs", $"2 to {ChainPlace.MaxLegs} legs are expected."));
            }

            var (chain, customer) = (ChainIds.Of(stamp), Caller.IdOf(http.User));
            var legs = body.Legs.Select((leg, i) => new LegOrder(leg.Quote, leg.Follows ?? i)).ToImmutableArray();
            var reply = await grains.GetGrain<ICustomerGrain>(customer.ToString("N"))
                .RequestChain(new RequestChain(stamp, chain, customer, legs, body.PaymentMethod ?? string.Empty), cancellationToken);
            return reply.Rejection is { } why
                ? Problem.Of(why, reply.Detail)
                : TypedResults.Created($"/v1/chains/{chain:N}", new ChainResource(chain, customer, [.. reply.Legs.Select((job, i) => Leg(i + 1, legs[i].Follows, job, JobResources.Of(job)))]));
        });

    private static async Task<Results<Ok<ChainResource>, Problem>> Get(Guid id, HttpContext http, IGrainFactory grains, IJobStore store, MerchantDoor door)
    {
        Func<Job, JobView, JobResource?> show;
        Guid? customer = null;
        if (Caller.Is(http.User, Roles.Merchant) || Caller.Is(http.User, Roles.Counter))
        {
            var (scope, problem) = await door.Open(http, owner: false);
            if (scope is null)
            {
                return problem!;
            }

            show = (_, view) => scope.Sees(view) ? JobResources.Of(view) : null;
        }
        else if (Caller.Is(http.User, Roles.Ops))
        {
            show = (_, view) => JobResources.Of(view);
        }
        else
        {
            customer = Caller.IdOf(http.User);
            show = (job, view) => JobResources.ForCustomer(view, job.PinToTell, job.Payment.Action, job.Payment.Tip?.Action);
        }

        // The first leg is made last: while it is not there, there is no chain yet.
        if (await store.Load(new JobId(ChainIds.Job(id, 1)), http.RequestAborted) is not { Order.Chain: { } place } first || (customer is { } own && first.Order.Customer.Value != own))
        {
            return Problem.Of(Rejection.ChainUnknown, "There is no such chain.");
        }

        var legs = ImmutableArray.CreateBuilder<ChainLegResource>(place.Legs.Length);
        for (var i = 0; i < place.Legs.Length; i++)
        {
            var view = await grains.GetGrain<IJobGrain>(place.Legs[i].Job.ToString()).Get(http.RequestAborted);
            var job = i == 0 ? first : await store.Load(place.Legs[i].Job, http.RequestAborted);
            if (view is not null && job is not null)
            {
                legs.Add(Leg(i + 1, place.Legs[i].Follows, view, show(job, view)));
            }
        }

        return legs.Any(leg => leg.Job is not null)
            ? TypedResults.Ok(new ChainResource(id, first.Order.Customer.Value, legs.ToImmutable()))
            : Problem.Of(Rejection.ChainUnknown, "There is no such chain.");
    }

    private static ChainLegResource Leg(int number, int follows, JobView job, JobResource? shown) =>
        new(number, follows == 0 ? null : follows, job.State, job.State.IsEnd(), job.WaitsFor is not null, shown);
}
