using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Puts <see cref="Access"/> on endpoints.</summary>
public static class AccessExtensions
{
    /// <summary>Lets these roles in.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, params string[] roles)
        where TBuilder : IEndpointConventionBuilder => endpoint.For(null, roles);

    /// <summary>Lets these roles in, and keys with a scope.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, string? scope, string[] roles)
        where TBuilder : IEndpointConventionBuilder
    {
        var access = new Access(roles, scope);
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireAssertion(context => access.Allows(context.User)).Build();
        return endpoint.WithMetadata(access).RequireAuthorization(policy);
    }
}
