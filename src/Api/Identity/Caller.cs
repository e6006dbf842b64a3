using System.Security.Claims;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Who calls, as the token or the key says.</summary>
public static class Caller
{
    /// <summary>The claim that names the caller, as a GUID.</summary>
    public const string Subject = "sub";

    /// <summary>The claim of the role.</summary>
    public const string Role = "role";

    /// <summary>The claim of a key's scope; one for each.</summary>
    public const string Scope = "scope";

    /// <summary>The caller's id.</summary>
    /// <exception cref="InvalidOperationException">Nobody is authenticated: the endpoint lacks its policy.</exception>
    public static Guid IdOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirst(Subject)?.Value, out var id)
        ? id
        : throw new InvalidOperationException("The caller has no id; the endpoint lacks its policy.");

    /// <summary>Whether the caller has a role.</summary>
    public static bool Is(ClaimsPrincipal user, string role) => user.HasClaim(Role, role);
}
