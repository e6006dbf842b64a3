using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Api.Books;

/// <summary>The books over HTTP: what jobs came to, statements, closes.</summary>
internal static class BooksModule
{
    private const int MostTransfers = 50_000;
    private const int MostDays = 366;
    private const int StatementDays = 30;

    public static void MapBooks(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/v1").WithTags("Books");
        routes.MapGet("/ops/jobs/{id}/economics", OfJob).For(Roles.Ops);
        routes.MapGet("/ops/economics", OfPeriod).For(Roles.Ops);
        routes.MapGet("/ops/ledger/close", Close).For(Roles.Ops).Produces<PeriodCloseResource>(StatusCodes.Status200OK, "application/json", BooksCsv.MediaType);
        Statements(routes, "/ops/providers/{id}/statement", Roles.Ops, (Guid id, HttpContext http, IBooksReader books, TimeProvider time, string? from = null, string? to = null, string? format = null) =>
            OfProvider(new ProviderId(id), http, books, time, from, to, format));
        Statements(routes, "/ops/merchants/{id}/statement", Roles.Ops, (Guid id, HttpContext http, IBooksReader books, TimeProvider time, string? from = null, string? to = null, string? format = null) =>
            OfMerchant(new MerchantId(id), http, books, time, from, to, format));
        Statements(routes, "/provider/statement", Roles.Provider, (HttpContext http, IBooksReader books, TimeProvider time, string? from = null, string? to = null, string? format = null) =>
            OfProvider(new ProviderId(Caller.IdOf(http.User)), http, books, time, from, to, format));
        Statements(routes, "/merchant/statement", Roles.Merchant, (HttpContext http, IBooksReader books, TimeProvider time, string? from = null, string? to = null, string? format = null) =>
            OfMerchant(new MerchantId(Caller.IdOf(http.User)), http, books, time, from, to, format));
    }

    private static void Statements(RouteGroupBuilder routes, string path, string role, Delegate handler) =>
        routes.MapGet(path, handler).For(role).Produces<StatementResource>(StatusCodes.Status200OK, "application/json", BooksCsv.MediaType);

    private static async Task<Results<Ok<JobEconomicsResource>, Problem>> OfJob(Guid id, HttpContext http, IJobStore store, ILedgerReader ledger)
    {
        if (await store.Load(new JobId(id), http.RequestAborted) is not { } job)
        {
            return Problem.Of(Rejection.JobUnknown, "There is no such job.");
        }

        var transfers = await ledger.OfJob(job.Id, http.RequestAborted);
        return TypedResults.Ok(new JobEconomicsResource(
            id,
            Snake.Of(job.Status),
            Snake.Of(job.Payment.Status),
            BooksResources.Of(JobEconomics.Of(transfers.Select(BookMove.Of)), job.Order.QuotedFare.Currency.Code)));
    }

    private static async Task<Results<Ok<PeriodEconomicsResource>, Problem>> OfPeriod(
        HttpContext http, IBooksReader books, TimeProvider time, string? from = null, string? to = null, string? market = null)
    {
        var faults = new List<(string, string)>();
        var (begin, end) = Period(from, to, 1, time, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var movements = await books.ByMarket(begin, end, http.RequestAborted);
        return TypedResults.Ok(new PeriodEconomicsResource(
            begin,
            end,
            [.. movements.Where(movement => market is null || movement.Market == market)
                .GroupBy(movement => (movement.Market, movement.ServiceClass, movement.Currency))
                .Select(group => new MarketEconomicsResource(
                    group.Key.Market,
                    group.Key.ServiceClass,
                    group.Sum(movement => movement.Transfers),
                    BooksResources.Of(JobEconomics.Of(group.Select(movement => movement.Move)), group.Key.Currency)))]));
    }

    private static async Task<IResult> Close(HttpContext http, IBooksReader books, TimeProvider time, string? day = null, string? format = null)
    {
        var faults = new List<(string, string)>();
        var isCsv = IsCsv(http, format, faults);
        var now = time.GetUtcNow();
        var wanted = DateOnly.FromDateTime(now.UtcDateTime);
        if (day is not null && (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out wanted) || wanted == DateOnly.MaxValue))
        {
            faults.Add(("day", $"'{day}' is not a day like 2026-01-31."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var from = new DateTimeOffset(wanted, TimeOnly.MinValue, TimeSpan.Zero);
        var (movements, pending) = await books.Sums(from, from.AddDays(1), http.RequestAborted);
        var close = PeriodClose.Of(from, from.AddDays(1), movements, pending);
        return isCsv ? Csv(writer => BooksCsv.Write(writer, close)) : TypedResults.Ok(BooksResources.Of(close, now));
    }

    private static Task<IResult> OfProvider(ProviderId provider, HttpContext http, IBooksReader books, TimeProvider time, string? from, string? to, string? format) => Statement(
        http,
        time,
        from,
        to,
        format,
        (begin, end) => books.OfProvider(provider, begin, end, MostTransfers, http.RequestAborted),
        (begin, end, history) => Domain.Books.Statement.Of(begin, end, history.Opening, history.Transfers, account => Domain.Books.Statement.IsOf(provider, account)));

    private static Task<IResult> OfMerchant(MerchantId merchant, HttpContext http, IBooksReader books, TimeProvider time, string? from, string? to, string? format) => Statement(
        http,
        time,
        from,
        to,
        format,
        (begin, end) => books.OfMerchant(merchant, begin, end, MostTransfers, http.RequestAborted),
        (begin, end, history) => Domain.Books.Statement.Of(begin, end, history.Opening, history.Transfers, account => Domain.Books.Statement.IsOf(merchant, account)));

    private static async Task<IResult> Statement(
        HttpContext http,
        TimeProvider time,
        string? from,
        string? to,
        string? format,
        Func<DateTimeOffset, DateTimeOffset, ValueTask<AccountHistory>> read,
        Func<DateTimeOffset, DateTimeOffset, AccountHistory, Statement> make)
    {
        var faults = new List<(string, string)>();
        var isCsv = IsCsv(http, format, faults);
        var (begin, end) = Period(from, to, StatementDays, time, faults);
        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var history = await read(begin, end);
        if (history.Transfers.Length > MostTransfers)
        {
            return Problem.Invalid(("from", $"The period has more than {MostTransfers} transfers: ask for a shorter one."));
        }

        var statement = make(begin, end, history);
        return isCsv ? Csv(writer => BooksCsv.Write(writer, statement)) : TypedResults.Ok(BooksResources.Of(statement));
    }

    /// <summary>Reads the period that is asked for: days, from midnight UTC, or instants. Without a begin it is so many days to the end; without an end it goes on to now.</summary>
    /// <summary>Reads the period that is asked for, by default so many days until now; what is wrong with it joins the faults.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Period(string? from, string? to, int days, TimeProvider time, List<(string, string)> faults)
    {
        // What was posted at this very instant belongs to what was asked for now.
        var end = Instant("to", to, faults) ?? time.GetUtcNow().AddSeconds(1);
        var begin = Instant("from", from, faults) ?? (end - DateTimeOffset.MinValue > TimeSpan.FromDays(days) ? end.AddDays(-days) : DateTimeOffset.MinValue);
        if (faults.Count == 0 && begin >= end)
        {
            faults.Add(("from", "It lies before to."));
        }
        else if (faults.Count == 0 && end - begin > TimeSpan.FromDays(MostDays))
        {
            faults.Add(("from", $"At most {MostDays} days are told at once."));
        }

        return (begin, end);
    }

    private static DateTimeOffset? Instant(string name, string? text, List<(string, string)> faults)
    {
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
        {
            return at;
        }

        faults.Add((name, $"'{text}' is neither a day like 2026-01-31 nor an instant like 2026-01-31T12:00:00Z."));
        return null;
    }

    private static bool IsCsv(HttpContext http, string? format, List<(string, string)> faults)
    {
        if (format is not (null or "json" or "csv"))
        {
            faults.Add(("format", "json or csv is expected."));
        }

        return format is not null
            ? format == "csv"
            : http.Request.GetTypedHeaders().Accept.OrderByDescending(accepted => accepted.Quality ?? 1).FirstOrDefault() is { } first && first.MediaType.Equals(BooksCsv.MediaType, StringComparison.OrdinalIgnoreCase);
    }

    private static IResult Csv(Action<TextWriter> write)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        write(text);
        return TypedResults.Text(text.ToString(), BooksCsv.MediaType, Encoding.UTF8);
    }
}
