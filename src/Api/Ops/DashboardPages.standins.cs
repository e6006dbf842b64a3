using Microsoft.AspNetCore.Builder;

namespace O2O.Dispatch.Api.Ops;

/// <summary>The embedded engine has no dashboard of its own.</summary>
internal static class DashboardPages
{
    /// <summary>Adds nothing.</summary>
    public static void Map(WebApplication app)
    {
    }
}
