using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Stores;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Statistics;

/// <summary>A merchant's statistics. Another merchant's are as if they were not there.</summary>
internal static class StatisticsModule
{
    public static void MapStatistics(this IEndpointRouteBuilder app) =>
        app.MapGroup("/v1/merchant").WithTags("Sales").MapGet("/statistics", Read).For(Roles.Merchant, Roles.Counter);

    private static async Task<Results<Ok<MerchantStatisticsResource>, Problem>> Read(
        HttpContext http, MerchantDoor door, StatisticsDesk desk, string? from = null, string? to = null, Guid? store_id = null)
    {
        var (scope, problem) = await door.Open(http, owner: false);
        if (scope is null)
        {
            return problem!;
        }

        var faults = new List<(string, string)>();
        var (begin, end) = (Day("from", from, faults), Day("to", to, faults));
        if (faults.Count == 0 && end is { } last && (begin is not { } first || last <= first || last.DayNumber - first.DayNumber > StatisticsPeriod.MostDays))
        {
            faults.Add(("to", $"The day after the last is expected, 1 to {StatisticsPeriod.MostDays} days after from."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        return await desk.Read(scope, store_id is { } store ? new StoreId(store) : null, begin, end, http.RequestAborted) is { } statistics
            ? TypedResults.Ok(statistics)
            : Problem.Of(404, "not_found", "There is no such store.");
    }

    private static DateOnly? Day(string name, string? text, List<(string, string)> faults)
    {
        if (text is null)
        {
            return null;
        }

        // Weeks before the first day and the day after the last have to be days, too.
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000)
        {
            return day;
        }

        faults.Add((name, $"'{text}' is not a day like 2026-01-31."));
        return null;
    }
}
