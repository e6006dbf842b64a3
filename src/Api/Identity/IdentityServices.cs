using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using O2O.Dispatch.Api.Ops;

namespace O2O.Dispatch.Api.Identity;

/// <summary>Registers who is who.</summary>
internal static class IdentityServices
{
    private const string EitherScheme = "Either";

    public static IServiceCollection AddDispatchIdentity(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IdentityOptions>().Bind(configuration.GetSection(IdentityOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(provider => SigningKeys.LoadOrCreate(provider.GetRequiredService<IOptions<IdentityOptions>>().Value.KeyFile));
        services.AddSingleton(provider => new TokenMint(provider.GetRequiredService<IOptions<IdentityOptions>>().Value, provider.GetRequiredService<SigningKeys>()));
        services.AddSingleton<ApiKeys>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, options => options.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeys.Header) ? ApiKeyHandler.Name : JwtBearerDefaults.AuthenticationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Name, null)
            .AddJwtBearer();
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<IdentityOptions>, SigningKeys>(Bearer);
        services.AddAuthorization(options =>
        {
            foreach (var role in Roles.All)
            {
                options.AddPolicy(role, policy => policy.RequireAuthenticatedUser().RequireClaim(Caller.Role, role));
            }
        });
        return services;
    }

    private static bool IsHub(HttpContext http) => http.Request.Path.StartsWithSegments("/hubs", StringComparison.Ordinal);

    private static void Bearer(JwtBearerOptions bearer, IOptions<IdentityOptions> identity, SigningKeys keys)
    {
        var options = identity.Value;
        bearer.MapInboundClaims = false;
        bearer.TokenHandlers.Clear();
        bearer.TokenHandlers.Add(new CachedTokenHandler { MapInboundClaims = false });
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.Audience,

            // Neither none nor an HMAC under a public key.
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKeys = keys.All,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateIssuerSigningKey = true,
            ClockSkew = options.ClockSkew,
            NameClaimType = Caller.Subject,
            RoleClaimType = Caller.Role,
        };
        if (options.Jwks.Length > 0)
        {
            var isWeb = Uri.TryCreate(options.Jwks, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
            IDocumentRetriever reader = isWeb ? new HttpDocumentRetriever { RequireHttps = address!.Scheme == "https" && !address.IsLoopback } : new FileDocumentRetriever();
            bearer.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(options.Jwks, new JwksConfiguration(), reader);
        }

        bearer.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                // A browser's WebSocket cannot send a header.
                if (IsHub(context.HttpContext) && context.Request.Query["access_token"] is [{ Length: > 0 } token])
                {
                    context.Token = token;
                }

                // Nor do the pages of Orleans' dashboard.
                context.Token ??= OrleansDashboard.TokenOf(context.Request);
                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                if (!Guid.TryParse(context.Principal?.FindFirst(Caller.Subject)?.Value, out var id) || id == Guid.Empty)
                {
                    context.Fail("The claim sub does not name an id of this system: a GUID is expected.");
                }
                else if (IsHub(context.HttpContext) && context.SecurityToken.ValidTo <= TimeProvider.System.GetUtcNow().UtcDateTime)
                {
                    // However far clocks may differ: the connection would be cut at once, and its client come back with the same token.
                    context.Fail("The token has ended.");
                }

                return Task.CompletedTask;
            },
        };
    }
}
