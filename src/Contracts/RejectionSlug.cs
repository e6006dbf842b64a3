using System.Text.Json;

namespace O2O.Dispatch.Contracts;

/// <summary>The public name of a rejection: its own in snake_case. The one place where it is made.</summary>
public static class RejectionSlug
{
    /// <summary>The name.</summary>
    public static string Of(Rejection why) => JsonNamingPolicy.SnakeCaseLower.ConvertName(why.ToString());
}
