using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace O2O.Dispatch.Api.Errors;

/// <summary>Refuses the empty id wherever an address carries one: it names nothing, and no part behind the edge takes it.</summary>
internal static class EmptyIds
{
    /// <summary>The fault of the address; null when it has none.</summary>
    public static Problem? In(HttpContext http)
    {
        foreach (var (name, value) in http.GetRouteData().Values)
        {
            if (value is string text && IsEmptyId(text))
            {
                return Problem.Invalid((name, "The empty id names nothing."));
            }
        }

        foreach (var (name, values) in http.Request.Query)
        {
            foreach (var value in values)
            {
                if (IsEmptyId(value))
                {
                    return Problem.Invalid((name, "The empty id names nothing."));
                }
            }
        }

        return null;
    }

    private static bool IsEmptyId(string? text) => text is { Length: >= 32 and <= 38 } && Guid.TryParse(text, out var id) && id == Guid.Empty;
}
