using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Ops;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Api.Providers;

/// <summary>What providers do.</summary>
internal static class ProvidersModule
{
    private const int MaxReports = 1_000;
    private const int MaxEarnings = 1_000;

    public static void MapProviders(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/provider").WithTags("Providers");
        routes.MapGet("", Get).For(Roles.Provider);
        routes.MapPost("/apply", Apply).For(Roles.Provider);
        routes.MapPost("/shift/start", StartShift).For(Roles.Provider);
        routes.MapPost("/shift/stop", StopShift).For(Roles.Provider);
        routes.MapPost("/offers/{offer}/accept", (Guid offer, OfferAnswerBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Answer(offer, body, true, http, commands, grains)).For(Roles.Provider);
        routes.MapPost("/offers/{offer}/decline", (Guid offer, OfferAnswerBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Answer(offer, body, false, http, commands, grains)).For(Roles.Provider);
        Step(routes, "depart", JobStep.Depart);
        Step(routes, "arrive", JobStep.Arrive);
        routes.MapPost("/jobs/{id}/start", (Guid id, StartBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Advance(id, JobStep.Start, body?.Pin, null, body, false, http, commands, grains)).For(Roles.Provider);
        Step(routes, "complete-stop", JobStep.CompleteStop);
        routes.MapPost("/jobs/{id}/complete", (Guid id, CompleteBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Advance(id, JobStep.Complete, body?.Pin, body?.MeasuredMetres, body, true, http, commands, grains, body?.SignedBy)).For(Roles.Provider);
        routes.MapPost("/jobs/{id}/return", (Guid id, ReturnBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Advance(id, JobStep.ReturnGoods, null, null, body, false, http, commands, grains, body.Reason)).For(Roles.Provider);
        routes.MapPost("/jobs/{id}/extras", (Guid id, ExtraBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Advance(id, JobStep.OfferExtra, null, null, body, true, http, commands, grains, body.What, body.AmountMinorUnits)).For(Roles.Provider);
        routes.MapPost("/jobs/{id}/no-show", async (Guid id, HttpContext http, CommandContext commands, IGrainFactory grains, IJobStore store) =>
            await Advance(id, JobStep.ReportNoShow, null, await DrivenMetres.Of(id, grains, store, http.RequestAborted), null, true, http, commands, grains)).For(Roles.Provider);
        routes.MapPost("/jobs/{id}/cancel", (Guid id, CancelBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Advance(id, JobStep.Cancel, null, null, body, false, http, commands, grains)).For(Roles.Provider);
        routes.MapGet("/jobs/{id}/directions", Directions).For(Roles.Provider);
        routes.MapGet("/earnings", Earnings).For(Roles.Provider);
        routes.MapGet("/passed-by", Matches.PassedBy).For(Roles.Provider);
        app.MapPost("/v1/locations", Locations).WithTags("Providers").For("locations", [Roles.Provider, Roles.Ops]);
    }

    private static void Step(RouteGroupBuilder routes, string name, JobStep step) =>
        routes.MapPost($"/jobs/{{id}}/{name}", (Guid id, HttpContext http, CommandContext commands, IGrainFactory grains) =>
            Advance(id, step, null, null, null, false, http, commands, grains)).For(Roles.Provider);

    private static async Task<Results<Ok<ProviderResource>, Problem>> Get(HttpContext http, IGrainFactory grains, ProviderViews views) =>
        await Grain(http, grains).Get(http.RequestAborted) is { } provider
            ? TypedResults.Ok(await views.Of(provider, http.RequestAborted))
            : Problem.Of(Rejection.ProviderUnknown, "This provider has not applied yet: POST /v1/provider/apply.");

    private static Task<IResult> Apply(ApplyBody body, HttpContext http, CommandContext commands, IGrainFactory grains, ProviderViews views) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) => await Told(
            await Grain(http, grains).Onboard(new OnboardProvider(stamp, OnboardingStep.Apply, body.Name, body.Operator), cancellationToken), views));

    private static Task<IResult> StartShift(ShiftBody body, HttpContext http, CommandContext commands, IGrainFactory grains, IMarketCatalog markets, ProviderViews views) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) =>
        {
            if (!MarketId.TryParse(body.Market, out var name) || markets.Find(name) is not { } market)
            {
                return Problem.Of(Rejection.MarketUnknown, $"There is no market '{body.Market}'.");
            }

            if (body.ServiceClasses.FirstOrDefault(known => !ServiceClassId.TryParse(known, out var id) || market.Find(id) is null) is { } unknown)
            {
                return Problem.Invalid(("service_classes", $"'{unknown}' is not offered in {market.Id}: {string.Join(", ", market.Classes.Select(known => known.Id))}."));
            }

            var shift = new ChangeShift(stamp, true, body.Market, body.ServiceClasses, body.VehicleId, body.Capacity, body.ChainLimit);
            return await Told(await Grain(http, grains).ChangeShift(shift, cancellationToken), views);
        });

    private static Task<IResult> StopShift(HttpContext http, CommandContext commands, IGrainFactory grains, ProviderViews views) =>
        commands.Run(http, null, keyNeeded: false, async (stamp, cancellationToken) => await Told(
            await Grain(http, grains).ChangeShift(new ChangeShift(stamp, false, null, [], null, 0, 0), cancellationToken), views));

    private static Task<IResult> Answer(Guid offer, OfferAnswerBody body, bool accept, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) =>
            JobAnswers.Of(await Grain(http, grains).Answer(new AnswerOffer(stamp, offer, body.JobId, accept), cancellationToken)));

    private static Task<IResult> Advance(
        Guid id, JobStep step, string? pin, double? measured, object? body, bool keyNeeded, HttpContext http, CommandContext commands, IGrainFactory grains, string? note = null, long? amount = null) =>
        commands.Run(http, body, keyNeeded, async (stamp, cancellationToken) => JobAnswers.Of(
            await Grain(http, grains).Advance(new AdvanceJob(stamp, id, Caller.IdOf(http.User), step, pin, measured, note, amount), cancellationToken)));

    private static async Task<Results<Ok<DirectionsResource>, Problem>> Directions(Guid id, HttpContext http, IGrainFactory grains, IRouteEstimator routes, IVehiclePlaces places)
    {
        var caller = Caller.IdOf(http.User);
        if (await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(http.RequestAborted) is not { } job || job.Provider != caller)
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        if (job.State.IsEnd())
        {
            return Problem.Of(Rejection.JobEnded, "The job is at its end.");
        }

        if (await places.Ask(caller, job.Market, http.RequestAborted) is not { } from)
        {
            return Problem.Of(409, "illegal_in_this_state", "Where the vehicle is is not known: report its location first.");
        }

        // Goods that go back go where they came from.
        var to = job.Stops[job.Sale?.Returning is null ? Math.Min(job.NextStop, job.Stops.Length - 1) : 0];
        return routes.Line(new MarketId(job.Market), [new GeoPoint(from.Longitude, from.Latitude), new GeoPoint(to.Longitude, to.Latitude)]) is { } line
            ? TypedResults.Ok(new DirectionsResource(Math.Round(line.Distance.Value, 1), line.Duration.TotalSeconds, Lines.Of(line.Points)))
            : Problem.Of(Rejection.MarketUnknown, $"Market '{job.Market}' has no map here.");
    }

    private static async Task<Results<Ok<EarningsResource>, Problem>> Earnings(
        HttpContext http, ILedgerReader ledger, TimeProvider time, DateTimeOffset? from = null, DateTimeOffset? to = null)
    {
        var end = to ?? time.GetUtcNow().AddSeconds(1);
        var begin = from ?? end.AddDays(-1);
        if (begin >= end)
        {
            return Problem.Invalid(("from", "It lies before to."));
        }

        var lines = await ledger.Earnings(new ProviderId(Caller.IdOf(http.User)), begin, end, MaxEarnings, http.RequestAborted);
        return TypedResults.Ok(new EarningsResource(
            begin,
            end,
            [.. lines.GroupBy(line => line.Amount.Currency.Code, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new AmountResource(group.Sum(line => line.Amount.MinorUnits), group.Key))],
            [.. lines.Select(line => new EarningResource(line.Job.Value, line.Amount.MinorUnits, line.Amount.Currency.Code, line.At))]));
    }

    private static async Task<Results<Accepted<LocationsResource>, Problem>> Locations(LocationsBody body, HttpContext http, ILocationIntake intake, TimeProvider time)
    {
        if (body.Reports.Length is < 1 or > MaxReports)
        {
            return Problem.Invalid(("reports", $"1 to {MaxReports} are expected."));
        }

        var self = Caller.Is(http.User, Roles.Provider) ? Caller.IdOf(http.User) : (Guid?)null;
        var now = time.GetUtcNow();
        var reports = ImmutableArray.CreateBuilder<LocationReport>(body.Reports.Length);
        List<(string, string)>? faults = null;
        for (var i = 0; i < body.Reports.Length; i++)
        {
            var report = body.Reports[i];
            if (!GeoPoint.TryCreate(report.Longitude, report.Latitude, out _, out var fault))
            {
                (faults ??= []).Add(($"reports[{i}]", fault!));
            }
            else if ((report.ProviderId ?? self) is not { } provider)
            {
                (faults ??= []).Add(($"reports[{i}].provider_id", "A fleet gateway says whose report it is."));
            }
            else if (self is not null && provider != self)
            {
                (faults ??= []).Add(($"reports[{i}].provider_id", "A provider reports of itself alone."));
            }
            else
            {
                reports.Add(new LocationReport(provider, new WirePoint(report.Longitude, report.Latitude), report.At ?? now));
            }
        }

        // Mistakes of the caller: none is taken. What cannot be true of a vehicle is refused by itself, and the rest taken.
        if (faults is not null)
        {
            return Problem.Invalid(faults);
        }

        var taken = await intake.Take(reports.ToImmutable(), http.RequestAborted);
        return TypedResults.Accepted((string?)null, new LocationsResource(taken.Accepted, taken.Refused));
    }

    private static async Task<IResult> Told(ProviderReply reply, ProviderViews views) => reply.Rejection is { } why
        ? Problem.Of(why, reply.Detail)
        : TypedResults.Ok(await views.Of(reply.View!, CancellationToken.None));

    private static IProviderGrain Grain(HttpContext http, IGrainFactory grains) => grains.GetGrain<IProviderGrain>(Caller.IdOf(http.User).ToString("N"));
}
