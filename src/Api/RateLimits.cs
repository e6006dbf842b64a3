using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Connections;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Api.Identity;

namespace O2O.Dispatch.Api;

/// <summary>A bucket of tokens for every caller: by id where there is one, by address otherwise.</summary>
internal static class RateLimits
{
    public static IServiceCollection AddDispatchRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ApiOptions>>((limiter, api) =>
        {
            var options = api.Value;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => Partition(http, options));
            limiter.OnRejected = async (rejected, cancellationToken) =>
            {
                var seconds = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
                await Problem.Of(429, "rate_limited", $"Too many requests. Try again after {seconds} s.", seconds).ExecuteAsync(rejected.HttpContext);
            };
        });
        return services;
    }

    private static RateLimitPartition<string> Partition(HttpContext http, ApiOptions options)
    {
        // Health checks have to come through when all else is too much.
        if (http.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
        {
            return RateLimitPartition.GetNoLimiter("health");
        }

        // The gateway comes from few addresses and tells all it has to; a signature is looked at before anything else.
        if (http.Request.Path.StartsWithSegments("/webhooks", StringComparison.Ordinal))
        {
            return RateLimitPartition.GetNoLimiter("webhooks");
        }

        return http.User.FindFirst(Caller.Subject)?.Value is { } caller
            ? RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(options.RequestsPerSecond, options.RequestBurst))
            : RateLimitPartition.GetTokenBucketLimiter(
                http.Connection.RemoteIpAddress is { } address ? PrivateNetworks.Network(address).ToString() : "unknown", _ => Bucket(options.AnonymousRequestsPerSecond, options.AnonymousRequestBurst));
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond, int burst) => new()
    {
        TokenLimit = Math.Max(burst, perSecond),
        TokensPerPeriod = perSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    };
}
