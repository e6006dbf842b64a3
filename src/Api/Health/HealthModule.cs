using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Health;

/// <summary>Whether this process lives, and whether it can serve.</summary>
internal static class HealthModule
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        var routes = app.MapGroup("/health").WithTags("Health").AllowAnonymous();
        routes.MapGet("/live", () => TypedResults.Ok(new { status = "live" }));
        routes.MapGet("/ready", Ready);
    }

    private static async Task<IResult> Ready(HttpContext http, IJobReader reader, IMarketCatalog markets)
    {
        if (http.RequestServices.GetService<IReadiness>()?.WhyNot is { } why)
        {
            return Problem.Of(503, "unavailable", why, 2);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        limit.CancelAfter(Patience);
        try
        {
            await reader.LastCommitAt(limit.Token).AsTask().WaitAsync(limit.Token);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or OperationCanceledException && !http.RequestAborted.IsCancellationRequested)
        {
            return Problem.Of(503, "store_unavailable", "The store cannot be reached.", 2);
        }

        return markets.All.Count == 0
            ? Problem.Of(503, "unavailable", "No market is known yet.", 2)
            : TypedResults.Ok(new { status = "ready" });
    }
}
