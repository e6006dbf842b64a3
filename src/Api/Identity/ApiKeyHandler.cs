using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Authenticates an integrator by its key: the account it acts as, and a scope for each thing it may do. No role.</summary>
internal sealed class ApiKeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "ApiKey";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[ApiKeys.Header] is not [{ Length: > 0 } sent])
        {
            return AuthenticateResult.NoResult();
        }

        if (await keys.Find(sent, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.Fail("The key is not known, or was revoked.");
        }

        var claims = new List<Claim>(key.Scopes.Length + 1) { new(Caller.Subject, key.Customer.ToString()) };
        foreach (var scope in key.Scopes)
        {
            claims.Add(new Claim(Caller.Scope, scope));
        }

        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, Name, Caller.Subject, Caller.Role));
        return AuthenticateResult.Success(new AuthenticationTicket(user, Name));
    }
}
