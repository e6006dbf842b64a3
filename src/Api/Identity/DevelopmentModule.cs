using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Api.Identity;

/// <summary>The public keys, and the development sign-in where a host allows it.</summary>
internal static class DevelopmentModule
{
    private const int MaxName = 100;

    public static void MapIdentity(this IEndpointRouteBuilder app)
    {
        app.MapGet("/.well-known/jwks.json", (SigningKeys keys) => TypedResults.Bytes(keys.PublicJwks(), "application/json")).WithTags("Identity").AllowAnonymous();
        if (app.ServiceProvider.GetRequiredService<IOptions<IdentityOptions>>().Value.DevelopmentSignIn)
        {
            app.MapPost("/v1/dev/sign-in", SignIn).WithTags("Identity").AllowAnonymous();
        }
    }

    private static async Task<Results<Ok<TokenResource>, Problem>> SignIn(SignInBody body, TokenMint mint, IIdSource ids, IGrainFactory grains, IMarketCatalog markets)
    {
        var faults = new List<(string, string)>();
        if (!Roles.All.Contains(body.Role))
        {
            faults.Add(("role", $"One of {string.Join(", ", Roles.All)} is expected."));
        }

        if (body.Id == Guid.Empty)
        {
            faults.Add(("id", "A GUID other than the empty one is expected."));
        }

        if (body.Name is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > MaxName))
        {
            faults.Add(("name", $"1 to {MaxName} characters are expected."));
        }

        if (faults.Count > 0)
        {
            return Problem.Invalid(faults);
        }

        var id = body.Id ?? ids.Next();
        var refused = body.Role switch
        {
            Roles.Customer => await Customer(id, body.Name, grains),
            Roles.Provider => await Provider(id, body.Name, grains, markets),
            _ => null,
        };
        return refused is null ? TypedResults.Ok(mint.Mint(body.Role, id)) : refused;
    }

    private static async Task<Problem?> Customer(Guid id, string? name, IGrainFactory grains)
    {
        var grain = grains.GetGrain<ICustomerGrain>(id.ToString("N"));
        if (await grain.Get(CancellationToken.None) is not null)
        {
            return null;
        }

        var reply = await grain.Change(new ChangeCustomer(name ?? "Customer", "pm_card_ok", false, null), CancellationToken.None);
        return reply.Rejection is { } why ? Problem.Of(why, reply.Detail) : null;
    }

    private static async Task<Problem?> Provider(Guid id, string? name, IGrainFactory grains, IMarketCatalog markets)
    {
        var grain = grains.GetGrain<IProviderGrain>(id.ToString("N"));
        if (await grain.Get(CancellationToken.None) is not null)
        {
            return null;
        }

        if (markets.All is not [var market, ..])
        {
            return Problem.Of(Rejection.MarketUnknown, "No market is defined yet, so there is nobody to work for.");
        }

        foreach (var step in new[] { OnboardingStep.Apply, OnboardingStep.Approve })
        {
            var stamp = CommandStamp.Of(CommandStamp.DeterministicId($"dev\n{id:N}\n{step}"));
            var reply = await grain.Onboard(new OnboardProvider(stamp, step, name ?? "Provider", market.Operator.Value), CancellationToken.None);
            if (reply.Rejection is { } why)
            {
                return Problem.Of(why, reply.Detail);
            }
        }

        return null;
    }
}
