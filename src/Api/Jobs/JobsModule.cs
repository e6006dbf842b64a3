using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Admission;
using O2O.Dispatch.Api.Commands;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Journeys;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Api.Vouchers;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Vouchers;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Api.Jobs;

/// <summary>Quotes and jobs, for customers and integrators; the reading parts for providers too.</summary>
internal static class JobsModule
{
    private static readonly string[] Customers = [Roles.Customer];
    private static readonly string[] Parties = [Roles.Customer, Roles.Provider];

    public static void MapJobs(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Jobs");
        routes.MapPost("/quotes", Quote).For("quotes", Customers).Waits(AdmissionLane.Quotes);
        routes.MapPost("/jobs", Request).For("jobs:write", Customers);
        routes.MapGet("/jobs", History).For("jobs:read", Parties);
        routes.MapGet("/jobs/{id}", Get).For("jobs:read", Parties);
        routes.MapPost("/jobs/{id}/cancel", Cancel).For("jobs:write", Customers);
        routes.MapPost("/jobs/{id}/tip", Tip).For("jobs:write", Customers);
        routes.MapPost("/jobs/{id}/extras/{number}", AnswerExtra).For("jobs:write", Customers);
        routes.MapPost("/jobs/{id}/payment/confirm", ConfirmPayment).For("jobs:write", Customers);
        routes.MapPost("/jobs/{id}/payment/retry", RetryPayment).For("jobs:write", Customers);
        routes.MapGet("/jobs/{id}/receipt", Receipt).For("jobs:read", Customers);
    }

    private static async ValueTask<Results<JsonBytes<QuoteResource>, Problem>> Quote(QuoteBody body, HttpContext http, VoucherDesk desk, SaleDesk sales, JourneyDesk journeys)
    {
        if (body.Voucher is { } wanted && wanted != VoucherDesk.None && !VoucherId.TryParse(wanted, out _))
        {
            return Problem.Invalid(("voucher", $"The id of a voucher is expected, or {VoucherDesk.None}."));
        }

        var named = body.Voucher is { } text && VoucherId.TryParse(text, out var id) ? id.ToString() : body.Voucher;
        if (await journeys.Of(body.JourneyId, http.RequestAborted) is not { } journey)
        {
            return JourneysModule.Unknown();
        }

        var begins = body.JourneyId is null;
        var request = new QuoteRequest(body.Market, body.ServiceClass, Caller.IdOf(http.User), body.Stops, body.Load, body.PickUpAt, body.MerchantId, journey, begins);
        PricedSale? sale = null;
        if (body.StoreId is { } store)
        {
            var priced = await sales.Price(
                request, new StoreId(store), [.. (body.Items ?? []).Select(item => new BasketItem(new ProductId(item.ProductId), item.Options ?? [], item.Quantity))],
                body.BookingId is { } booking ? new BookingId(booking) : null, http.RequestAborted);
            if (priced.Rejection is { } unsold)
            {
                return Problem.Of(unsold, priced.Detail);
            }

            sale = priced.Sale;
        }

        var (reply, held, earns, refusal, isWritten) = await desk.Quote(request, named, http.RequestAborted, sale, JourneyDesk.SourceOf(http.User));
        if (reply.Rejection is { } why)
        {
            return Problem.Of(why, reply.Detail);
        }

        if (refusal is not null)
        {
            return VouchersModule.Refused(refusal);
        }

        if (!isWritten)
        {
            await journeys.Quoted(reply.Quote!, journey, begins, http.User, http.RequestAborted);
        }

        return new JsonBytes<QuoteResource>(QuoteResources.Of(
            reply,
            held.IsEmpty ? null : [.. held.Select(one => new QuoteVoucherResource(one.Voucher.Voucher.Id.Value, one.Campaign.Name, one.Voucher.Amount.MinorUnits, one.Voucher.Voucher.ExpiresAt))],
            earns.IsEmpty ? null : [.. earns.Select(campaign => campaign.Name)]));
    }

    private static Task<IResult> Request(OrderBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) =>
        {
            var customer = Caller.IdOf(http.User);

            // The job's id follows from the command's: a repetition meets the same job, whichever node it comes to.
            var job = CommandStamp.DeterministicId($"job\n{stamp.Id:N}");
            var reply = await grains.GetGrain<ICustomerGrain>(customer.ToString("N"))
                .RequestJob(new RequestJob(stamp, job, customer, body.Quote, body.PaymentMethod ?? string.Empty), cancellationToken);
            return JobAnswers.Created(reply);
        });

    private static Task<IResult> AnswerExtra(Guid id, int number, ExtraAnswerBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: false, async (stamp, cancellationToken) => JobAnswers.Of(
            await grains.GetGrain<IJobGrain>(id.ToString("N")).AnswerExtra(new AnswerExtra(stamp, Caller.IdOf(http.User), number, body.Approved), cancellationToken)));

    private static async Task<Results<Ok<Page<JobResource>>, Problem>> History(HttpContext http, IJobReader reader, string? state = null, int? limit = null, string? cursor = null)
    {
        var faults = new List<(string, string)>();
        var statuses = JobStates.Read(state, faults);
        var (count, after) = Cursors.PageOfJobs(limit, cursor, faults);

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var id = Caller.IdOf(http.User);
        var isProvider = Caller.Is(http.User, Roles.Provider);
        var search = new JobSearch
        {
            Customer = isProvider ? null : new CustomerId(id),
            Provider = isProvider ? new ProviderId(id) : null,
            Statuses = statuses,
            After = after,
        };
        return TypedResults.Ok(JobPages.Of(await reader.Search(search, count + 1, http.RequestAborted), count));
    }

    private static async Task<Results<Ok<JobResource>, Problem>> Get(Guid id, HttpContext http, IGrainFactory grains, IJobStore store, ProviderViews providers)
    {
        var caller = Caller.IdOf(http.User);
        if (await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(http.RequestAborted) is not { } job)
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        if (Caller.Is(http.User, Roles.Provider))
        {
            return job.Provider == caller ? TypedResults.Ok(JobResources.Of(job)) : Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        if (job.Customer != caller)
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        // What is the customer's alone is not in the view that everybody gets.
        var needed = job.Payment == PaymentState.RequiresAction || !(job.Provider is null || job.State.IsEnd()) || (job.Kind is not null && !job.State.IsEnd()) || job is { State: JobState.Completed, TipMinorUnits: 0, Cash: false };
        var known = needed ? await store.Load(new JobId(id), http.RequestAborted) : null;
        return TypedResults.Ok(JobResources.ForCustomer(job, known?.PinToTell, known?.Payment.Action, known?.Payment.Tip?.Action) with
        {
            Provider = job.Provider is { } provider ? await providers.ForCustomer(provider, http.RequestAborted) : null,
            PickUpAt = job.Kind is null || job.State.IsEnd() ? null : known?.Order.PickUpAt,
        });
    }

    private static Task<IResult> Cancel(Guid id, CancelBody? body, HttpContext http, CommandContext commands, IGrainFactory grains, IJobStore store) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .Cancel(new CancelJob(stamp, Caller.IdOf(http.User), body?.Reason ?? string.Empty, await DrivenMetres.Of(id, grains, store, cancellationToken)), cancellationToken)));

    private static Task<IResult> Tip(Guid id, TipBody body, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, body, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .Tip(new TipJob(stamp, Caller.IdOf(http.User), body.AmountMinorUnits, body.Currency), cancellationToken)));

    private static Task<IResult> ConfirmPayment(Guid id, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, null, keyNeeded: false, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .ConfirmPayment(new ConfirmPayment(stamp, Caller.IdOf(http.User)), cancellationToken)));

    private static Task<IResult> RetryPayment(Guid id, HttpContext http, CommandContext commands, IGrainFactory grains) =>
        commands.Run(http, null, keyNeeded: true, async (stamp, cancellationToken) => JobAnswers.Of(await grains.GetGrain<IJobGrain>(id.ToString("N"))
            .AskPayment(new AskPayment(stamp, Caller.IdOf(http.User)), cancellationToken)));

    private static async Task<Results<Ok<ReceiptResource>, Problem>> Receipt(Guid id, HttpContext http, IJobStore store, IProviderDirectory providers, ILedgerReader ledger)
    {
        var job = await store.Load(new JobId(id), http.RequestAborted);
        if (job is null || job.Order.Customer.Value != Caller.IdOf(http.User))
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        if (job.EndedAt is not { } ended)
        {
            return Problem.Of(409, "receipt_not_ready", "The job is not at its end.");
        }

        // A job that ended without a fee costs nothing, whatever was quoted.
        var fare = job.FinalFare;
        var name = job.Assignment is { } assignment ? (await providers.Find(assignment.Provider, http.RequestAborted))?.Name : null;
        var sums = JobEconomics.Of((await ledger.OfJob(job.Id, http.RequestAborted)).Select(BookMove.Of));
        return TypedResults.Ok(new ReceiptResource(
            job.Id.Value,
            Snake.Of(job.Status),
            Snake.Of(job.Payment.Status),
            job.Order.QuotedFare.Currency.Code,
            fare is null ? [] : FareLines.Of(fare),
            fare?.Total.MinorUnits ?? 0,
            job.Payment.Captured.MinorUnits,
            job.Payment.Released.MinorUnits,
            job.Order.PaymentMethod,
            Math.Round(job.Order.QuotedDistance.Value, 1),
            job.Order.RequestedAt,
            ended,
            name,
            string.Create(CultureInfo.InvariantCulture, $"{ended.UtcDateTime:yyyyMMdd}-{id.ToString("N")[^12..].ToUpperInvariant()}"),
            job.Order.Operator.Value,
            job.Order.Merchant?.Value,
            job.Order.ServiceClass.Value,
            job.Settlement?.Tax.MinorUnits ?? 0,
            job.Order.Terms.Fares.Tax.Value / 100.0,
            sums.Tips + sums.TipsRefunded,
            sums.Refunded,
            sums.Cash,
            sums.CardAtDoor));
    }
}
