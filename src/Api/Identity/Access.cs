using System.Security.Claims;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Who may call an endpoint: written beside the route, enforced by a policy, read by the tests that walk all endpoints.</summary>
/// <param name="Roles">Roles that may; empty for none.</param>
/// <param name="Scope">The scope that lets an integrator's key in; null for none.</param>
public sealed record Access(IReadOnlyList<string> Roles, string? Scope)
{
    /// <summary>Whether a caller may.</summary>
    public bool Allows(ClaimsPrincipal user) =>
        Roles.Any(role => Caller.Is(user, role)) || (Scope is { } scope && user.HasClaim(Caller.Scope, scope));
}
