using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Web;
using Orleans.Dashboard;

namespace O2O.Dispatch.Api.Ops;

/// <summary>The pages of Orleans' dashboard, where the host has it.</summary>
internal static class DashboardPages
{
    // Answered from the grains of customers and providers: names and payment methods are not for a page about calls.
    private const string GrainState = OrleansDashboard.Path + "/GrainState";

    /// <summary>Adds them.</summary>
    public static void Map(WebApplication app)
    {
        if (app.Services.GetService<OrleansDashboard>() is null)
        {
            return;
        }

        app.MapOrleansDashboard(OrleansDashboard.Path).For(Roles.Ops).ExcludeFromDescription().AddEndpointFilter((context, next) =>
        {
            var http = context.HttpContext;
            WebPages.Guard(http.Response.Headers, fontsInStyles: true);
            http.Response.Headers.CacheControl = "no-store";
            return http.Request.Path.StartsWithSegments(GrainState, StringComparison.OrdinalIgnoreCase)
                ? ValueTask.FromResult<object?>(Problem.Of(StatusCodes.Status403Forbidden, "forbidden", "The state of grains is not shown: it holds names and payment methods."))
                : next(context);
        });
    }
}
