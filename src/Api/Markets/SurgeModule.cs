using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Api.Markets;

/// <summary>What prices are multiplied by, for operators.</summary>
internal static class SurgeModule
{
    private const double Whole = 10_000;

    // More than any that is taken, so that nothing overflows before it is refused by name.
    private const double Absurd = 1_000;

    public static void MapSurge(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/ops/markets").WithTags("Operations");
        routes.MapGet("/{market}/surge", List).For(Roles.Ops);
        routes.MapPost("/{market}/surge", Change).For(Roles.Ops);
        routes.MapGet("/{market}/surge/changes", Changes).For(Roles.Ops);
    }

    private static async Task<Results<Ok<ImmutableArray<SurgeResource>>, Problem>> List(string market, HttpContext http, IMarketCatalog markets, IGrainFactory grains, TimeProvider time)
    {
        if (!MarketId.TryParse(market, out var id) || markets.Find(id) is not { } known)
        {
            return Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
        }

        var services = ImmutableArray.CreateBuilder<SurgeResource>();
        foreach (var serviceClass in known.Classes)
        {
            if (serviceClass.Surge is not null && await grains.GetGrain<ISurgeGrain>(ShardKey.Of(market, serviceClass.Id.Value)).Get(http.RequestAborted) is { } view)
            {
                services.Add(Of(serviceClass, view, time.GetUtcNow()));
            }
        }

        return TypedResults.Ok(services.ToImmutable());
    }

    private static async Task<Results<Ok<Page<SurgeChangeResource>>, Problem>> Changes(
        string market, HttpContext http, IMarketCatalog markets, IGrainFactory grains, string? service_class = null, int? limit = null, string? cursor = null)
    {
        if (!MarketId.TryParse(market, out var id) || markets.Find(id) is not { } known)
        {
            return Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
        }

        var faults = new List<(string, string)>();
        var (count, before) = Cursors.PageOfNumbers(limit, cursor, faults);
        if (!ServiceClassId.TryParse(service_class, out var classId) || known.Find(classId) is null)
        {
            faults.Add(("service_class", $"'{service_class}' is no service of '{market}'."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var page = await grains.GetGrain<ISurgeGrain>(ShardKey.Of(market, classId.Value)).Changes(before, count + 1, http.RequestAborted);
        return TypedResults.Ok(new Page<SurgeChangeResource>(
            [.. Of(page.Changes, page.First).Take(count)], page.Changes.Length > count ? Cursors.Of(page.First - count + 1) : null));
    }

    private static Task<IResult> Change(
        string market, SurgeBody body, HttpContext http, CommandContext commands, IMarketCatalog markets, IGrainFactory grains, SurgeBoard board, TimeProvider time) =>
        commands.Run(http, body, keyNeeded: false, async (_, cancellationToken) =>
        {
            if (!MarketId.TryParse(market, out var id) || markets.Find(id) is not { } known)
            {
                return Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
            }

            if (!ServiceClassId.TryParse(body.ServiceClass, out var classId) || known.Find(classId) is not { } serviceClass)
            {
                return Problem.Invalid(("service_class", $"'{body.ServiceClass}' is no service of '{market}'. There are {string.Join(", ", known.Classes.Select(each => each.Id.Value))}."));
            }

            if ((body.Multiplier ?? 1) is not (> -Absurd and < Absurd) || (body.Minutes ?? 1) is not (> -Absurd * Whole and < Absurd * Whole))
            {
                return Problem.Invalid(("multiplier, minutes", "A multiplier lies between 1 and 10, and counts for at most 1,440 minutes."));
            }

            var reply = await grains.GetGrain<ISurgeGrain>(ShardKey.Of(market, classId.Value)).Override(
                new OverrideSurge(
                    Caller.IdOf(http.User).ToString("N"),
                    body.Zone,
                    body.Multiplier is { } multiplier ? (int)Math.Round(multiplier * Whole) : null,
                    TimeSpan.FromMinutes(body.Minutes ?? 0),
                    body.Reason ?? string.Empty),
                cancellationToken);
            if (reply.Rejection is { } why)
            {
                return Problem.Of(why, reply.Detail);
            }

            // Quotes of this node go by it at once, those of others within seconds.
            board.Take(id, classId, reply.View!);
            return TypedResults.Ok(Of(serviceClass, reply.View!, time.GetUtcNow()));
        });

    private static SurgeResource Of(ServiceClass serviceClass, SurgeView view, DateTimeOffset now) => new(
        serviceClass.Id.Value,
        serviceClass.Surge!.Cap.Value / Whole,
        [.. view.Zones.Select(zone => new ZoneSurgeResource(
            zone.Zone, zone.At(now) / Whole, zone.CountedBasisPoints / Whole, zone.Waiting, zone.Free, zone.OwnUntil > now ? zone.OwnUntil : null, zone.OwnStops && zone.OwnUntil > now))],
        [.. Of(view.Changes, view.First)]);

    private static IEnumerable<SurgeChangeResource> Of(ImmutableArray<SurgeChange> changes, long first) =>
        changes.Select((change, i) => new SurgeChangeResource(first - i, change.At, change.By, change.Reason, change.Zone, change.BasisPoints / Whole, change.Until));
}
