using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Identity;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>Maps the hubs of docs/reference/api.md.</summary>
public static class HubRegistration
{
    /// <summary>Maps them below /hubs. Who may enter is said by the authorization policies, which are named as the roles.</summary>
    public static IEndpointRouteBuilder MapDispatchHubs(this IEndpointRouteBuilder app)
    {
        var limits = app.ServiceProvider.GetRequiredService<IOptions<HubLimitsOptions>>().Value;
        var door = app.ServiceProvider.GetRequiredService<HubDoor>();
        door.Guard(app.MapHub<CustomerHub>("/hubs/customer", Configure).For(Roles.Customer));
        door.Guard(app.MapHub<ProviderHub>("/hubs/provider", Configure).For(Roles.Provider));
        door.Guard(app.MapHub<OpsHub>("/hubs/ops", Configure).For(Roles.Ops));
        door.Guard(app.MapHub<MerchantHub>("/hubs/merchant", Configure).For(Roles.Merchant, Roles.Counter));
        door.Guard(app.MapHub<ShareHub>("/hubs/share", Configure).AllowAnonymous());
        return app;

        void Configure(HttpConnectionDispatcherOptions options)
        {
            options.TransportMaxBufferSize = limits.TransportBytes;
            options.ApplicationMaxBufferSize = limits.MessageBytes * 2L;

            // Who is signed out is disconnected, not only refused anew.
            options.CloseOnAuthenticationExpiration = true;
        }
    }

    /// <summary>The desk that hub methods subscribe at.</summary>
    internal static StreamDesk GetStreamDesk(this IServiceProvider services) => services.GetRequiredService<StreamDesk>();
}
