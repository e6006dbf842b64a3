using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Signs tokens with this system's own key: for the development sign-in, for scripts and for load tests. Thread-safe.</summary>
/// <param name="options">Issuer, audience and lifetime.</param>
/// <param name="keys">The keys.</param>
public sealed class TokenMint(IdentityOptions options, SigningKeys keys)
{
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Makes a token.</summary>
    /// <param name="role">One of <see cref="Roles"/>.</param>
    /// <param name="id">Whom it makes its bearer.</param>
    /// <param name="lifetime">How long it is valid; null for the default.</param>
    public TokenResource Mint(string role, Guid id, TimeSpan? lifetime = null)
    {
        if (!Roles.All.Contains(role))
        {
            throw new ArgumentException($"'{role}' is no role: {string.Join(", ", Roles.All)}.", nameof(role));
        }

        // Tokens are about the real world: a city whose clock runs faster must not make them run out sooner.
        var now = TimeProvider.System.GetUtcNow();
        var expires = now + (lifetime ?? options.TokenLifetime);
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = options.Issuer,
            Audience = options.Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = expires.UtcDateTime,
            Subject = new ClaimsIdentity([new Claim(Caller.Subject, id.ToString("N")), new Claim(Caller.Role, role)]),
            SigningCredentials = new SigningCredentials(keys.Current, SecurityAlgorithms.EcdsaSha256),
        });
        return new TokenResource(token, role, id, expires);
    }
}
