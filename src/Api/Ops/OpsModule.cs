using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Books;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Markets;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Consents;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Api.Ops;

/// <summary>What operators see and do.</summary>
internal static class OpsModule
{
    public static void MapOps(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1/ops").WithTags("Operations");
        routes.MapGet("/overview", Overview).For(Roles.Ops);
        routes.MapGet("/map", Map).For(Roles.Ops);
        routes.MapGet("/jobs", OpsSearch.Find).For(Roles.Ops);
        routes.MapGet("/jobs/{id}", Job).For(Roles.Ops);
        routes.MapGet("/jobs/{id}/timeline", Timelines.Get).For(Roles.Ops);
        routes.MapGet("/jobs/{id}/matches", Matches.Get).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/assign", Assign).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/unassign", Unassign).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/cancel", Cancel).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/refund", Refund).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/tip/refund", RefundTip).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/payment/retry", RetryPayment).For(Roles.Ops);
        routes.MapPost("/jobs/{id}/fare-cap/acknowledge", AcknowledgeFareCap).For(Roles.Ops);
        routes.MapGet("/providers", ListProviders).For(Roles.Ops);
        routes.MapGet("/providers/{id}", Provider).For(Roles.Ops);
        Standing(routes, "approve", OnboardingStep.Approve);
        Standing(routes, "suspend", OnboardingStep.Suspend);
        Standing(routes, "reinstate", OnboardingStep.Reinstate);
        routes.MapPut("/providers/{id}/skills", ChangeSkills).For(Roles.Ops);
        routes.MapDelete("/providers/{id}", RemoveProvider).For(Roles.Ops);
        routes.MapDelete("/customers/{id}", RemoveCustomer).For(Roles.Ops);
        OrleansDashboard.MapTo(routes);
        routes.MapGet("/alerts", (AlertBoard alerts) => TypedResults.Ok(alerts.Current)).For(Roles.Ops);
        routes.MapPost("/outbox/{row}/retry", Retry).For(Roles.Ops);
        routes.MapPost("/markets/{market}/pause", (string market, IGrainFactory grains, IRouteEstimator maps) => Pause(market, true, grains, maps)).For(Roles.Ops);
        routes.MapPost("/markets/{market}/resume", (string market, IGrainFactory grains, IRouteEstimator maps) => Pause(market, false, grains, maps)).For(Roles.Ops);
        routes.MapGet("/ledger", Ledger).For(Roles.Ops);
        routes.MapGet("/notifications", (INotificationLog log) => TypedResults.Ok(log.Latest()
            .Select(sent => new NotificationResource(sent.Id, sent.At, sent.Channel, sent.Kind, sent.To, sent.Text, sent.Job)).ToImmutableArray())).For(Roles.Ops);
    }

    private static void Standing(RouteGroupBuilder routes, string name, OnboardingStep step) => routes.MapPost(
        $"/providers/{{id}}/{name}",
        (Guid id, HttpContext http, CommandContext commands, IGrainFactory grains, ProviderViews views) => commands.Run(http, null, keyNeeded: false, async (stamp, cancellationToken) =>
        {
            var reply = await grains.GetGrain<IProviderGrain>(id.ToString("N")).Onboard(new OnboardProvider(stamp, step, null, null), cancellationToken);
            return reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : TypedResults.Ok(await views.Of(reply.View!, cancellationToken));
        })).For(Roles.Ops);

    private static Results<Ok<OverviewResource>, Problem> Overview(LiveBoard board, string? market = null) => market is null
        ? Problem.Invalid(("market", "Say which market."))
        : board.Overview(market) is { } overview ? TypedResults.Ok(overview) : NoMarket(market);

    private static Results<Ok<MapFrame>, Problem> Map(LiveBoard board, string? market = null) => market is null
        ? Problem.Invalid(("market", "Say which market."))
        : board.Map(market) is { } frame ? TypedResults.Ok(frame) : NoMarket(market);

    private static async Task<Results<Ok<JobResource>, Problem>> Job(Guid id, HttpContext http, IGrainFactory grains) =>
        await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(http.RequestAborted) is { } job
            ? TypedResults.Ok(JobResources.Of(job) with { JourneyId = job.Journey })
            : Problem.Of(Rejection.JobUnknown, "There is no such job.");

    private static Task<IResult> Assign(Guid id, AssignBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IProviderGrain>(body.ProviderId.ToString("N"))
            .Assign(new AssignJob(stamp, id, body.ProviderId, Guid.Empty, 0, null), cancellationToken)));

    private static Task<IResult> Unassign(Guid id, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, null, keyNeeded: false, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .Assign(new AssignJob(stamp, id, null, Guid.Empty, 0, null), cancellationToken)));

    private static Task<IResult> Cancel(Guid id, CancelBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .Cancel(new CancelJob(stamp, null, body?.Reason ?? "operator_decision"), cancellationToken)));

    private static Task<IResult> Refund(Guid id, RefundBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N")).Refund(
            new RefundJob(stamp, body?.AmountMinorUnits, body?.Currency, body?.Reason ?? "requested_by_customer", body?.BorneBy ?? "platform", Caller.IdOf(http.User)), cancellationToken)));

    private static Task<IResult> RefundTip(Guid id, TipRefundBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var reply = await grains.GetGrain<IJobGrain>(id.ToString("N")).RefundTip(
                new RefundTip(stamp, body?.AmountMinorUnits, body?.Currency, body?.Reason ?? "requested_by_customer", Caller.IdOf(http.User)), cancellationToken);

            // How the fare stands says nothing of the tip.
            return JobAnswers.Of(reply is { Rejection: Rejection.PaymentStateWrong, Detail: null } ? reply with { Detail = "The job has no tip that was paid, or the bank disputes it." } : reply);
        });

    private static Task<IResult> RetryPayment(Guid id, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, null, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .AskPayment(new AskPayment(stamp, null), cancellationToken)));

    private static Task<IResult> AcknowledgeFareCap(Guid id, AcknowledgeBody? body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) => body?.Note is { Length: > AcknowledgeBody.MaxNote }
            ? Problem.Invalid(("note", $"At most {AcknowledgeBody.MaxNote} characters are expected."))
            : JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
                .AcknowledgeFareCap(new AcknowledgeFareCap(stamp, Caller.IdOf(http.User).ToString("N"), string.IsNullOrWhiteSpace(body?.Note) ? null : body.Note.Trim()), cancellationToken)));

    private static async Task<Results<Ok<Page<ProviderResource>>, Problem>> ListProviders(
        HttpContext http, IProviderDirectory directory, string? standing = null, string? name = null, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        ProviderStanding? only = null;
        if (standing is not null)
        {
            only = Enum.GetValues<ProviderStanding>().Cast<ProviderStanding?>().FirstOrDefault(known => Snake.Of(known!) == standing);
            if (only is null)
            {
                faults.Add(("standing", $"One of {string.Join(", ", Enum.GetValues<ProviderStanding>().Select(known => Snake.Of(known)))} is expected."));
            }
        }

        var (count, after) = Cursors.PageOfIds(limit, cursor, faults);

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var found = await directory.Page(only, name, after is { } id ? new ProviderId(id) : null, count + 1, http.RequestAborted);
        var shown = found.Length > count ? found[..count] : found;
        return TypedResults.Ok(new Page<ProviderResource>(
            [.. shown.Select(entry => new ProviderResource(
                entry.Provider.Value, entry.Name, entry.Operator, WireEnums.Of(entry.Standing), ProviderState.Offline, null, [], null, 0, 0, [], null, null, 0, null))],
            found.Length > count ? Cursors.Of(shown[^1].Provider.Value) : null));
    }

    private static async Task<Results<Ok<ProviderResource>, Problem>> Provider(Guid id, HttpContext http, IGrainFactory grains, ProviderViews views) =>
        await grains.GetGrain<IProviderGrain>(id.ToString("N")).Get(http.RequestAborted) is { } provider
            ? TypedResults.Ok(await views.Of(provider, http.RequestAborted))
            : Problem.Of(Rejection.ProviderUnknown, "There is no such provider.");

    private static Task<IResult> ChangeSkills(Guid id, SkillsBody body, HttpContext http, CommandContext commands, IGrainFactory grains, ProviderViews views) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) =>
        {
            var faults = new List<(string, string)>();
            var skills = BodyLists.Read<string>(body.Skills, Skills.MostOfProvider, "skills", faults);
            faults.AddRange(Skills.Faults(skills, Skills.MostOfProvider).Select(each => ("skills", each)));
            if (faults.Count > 0)
            {
                return Problem.Invalid(faults);
            }

            var reply = await grains.GetGrain<IProviderGrain>(id.ToString("N")).ChangeSkills(new ChangeSkills(stamp, skills), cancellationToken);
            return reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : TypedResults.Ok(await views.Of(reply.View!, cancellationToken));
        });

    private static async Task<Results<NoContent, Problem>> RemoveProvider(Guid id, IGrainFactory grains)
    {
        var reply = await grains.GetGrain<IProviderGrain>(id.ToString("N")).Remove(CancellationToken.None);
        return reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : TypedResults.NoContent();
    }

    /// <summary>What a job needs of its customer it has: one that is ordered while the customer is removed goes on as any other.</summary>
    private static async Task<Results<NoContent, Problem>> RemoveCustomer(
        Guid id, HttpContext http, IGrainFactory grains, IJobReader jobs, IWalletStore wallets, IConsentStore consents)
    {
        var customer = new CustomerId(id);
        var open = new JobSearch { Customer = customer, Statuses = JobStates.Open };
        if (await jobs.Search(open, 1, http.RequestAborted) is not [])
        {
            return Problem.Of(Rejection.Conflict, "This customer has open jobs; cancel them or let them end first.");
        }

        if ((await wallets.Of(customer, http.RequestAborted)).Any(wallet => !wallet.Balance.IsZero || !wallet.Held.IsZero))
        {
            return Problem.Of(Rejection.Conflict, "There is money in this customer's wallet, or owed to it; it is settled first.");
        }

        var reply = await grains.GetGrain<ICustomerGrain>(id.ToString("N")).Remove(CancellationToken.None);
        if (reply.Rejection is { } why)
        {
            return Problem.Of(why, reply.Detail);
        }

        // After a crash between the two, removing it again removes the rest.
        await consents.Forget(customer, CancellationToken.None);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Problem>> Retry(long row, HttpContext http, IOutboxStore outbox, TimeProvider time) =>
        await outbox.Unpark(row, time.GetUtcNow(), http.RequestAborted)
            ? TypedResults.NoContent()
            : Problem.Of(404, "not_found", $"No row {row} is set aside: it was delivered meanwhile, or is being tried.");

    private static async Task<Results<Ok<MarketResource>, Problem>> Pause(string market, bool paused, IGrainFactory grains, IRouteEstimator maps)
    {
        if (!MarketId.TryParse(market, out var id))
        {
            return NoMarket(market);
        }

        var reply = await grains.GetGrain<IMarketGrain>(market).SetPaused(paused, CancellationToken.None);
        if (reply.Rejection is { } why)
        {
            return Problem.Of(why, reply.Detail);
        }

        var definition = MarketCodec.Read(reply.View!.Definition, out var fault) ?? throw new InvalidOperationException(fault);
        return TypedResults.Ok(MarketsModule.Of(definition, maps.Drawing(id)));
    }

    private static async Task<Ok<LedgerResource>> Ledger(HttpContext http, IBooksReader reader, BooksWatch books)
    {
        var (movements, pending) = await reader.Sums(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, http.RequestAborted);
        return TypedResults.Ok(new LedgerResource(
            BooksResources.Accounts(movements, pending), books.Ledger?.ImbalanceMinorUnits, books.CheckedAt, books.Ledger?.FirstFault, BooksResources.Money(movements)));
    }

    private static Problem NoMarket(string market) => Problem.Of(Rejection.MarketUnknown, $"There is no market '{market}'.");
}
