using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace O2O.Dispatch.Api.Connections;

/// <summary>Behind known proxies a request is of whom they say it is: limits by address and what is logged go by the caller. What others claim is not looked at.</summary>
internal static class Proxies
{
    /// <summary>Registers who they are.</summary>
    public static IServiceCollection AddDispatchProxies(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ProxyOptions>().Bind(configuration.GetSection(ProxyOptions.Section))
            .Validate(
                options => options.Read(out _) is null,
                "Proxy:Known has something in it that is neither a whole address nor a network: 10.0.0.5 and 172.30.0.0/24 are such, and no network is everybody, with commas between them.").ValidateOnStart();
        return services;
    }

    /// <summary>Before all that asks for a caller's address. Nothing where no proxy is known.</summary>
    public static IApplicationBuilder UseDispatchProxies(this IApplicationBuilder app)
    {
        app.ApplicationServices.GetRequiredService<IOptions<ProxyOptions>>().Value.Read(out var networks);
        if (networks.Count == 0)
        {
            return app;
        }

        // However many known ones a request has come through: the first address that is none of theirs is the caller's.
        var headers = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        headers.KnownProxies.Clear();
        headers.KnownIPNetworks.Clear();
        networks.ForEach(headers.KnownIPNetworks.Add);
        return app.UseForwardedHeaders(headers);
    }
}
