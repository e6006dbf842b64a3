namespace O2O.Dispatch.Api.Hubs;

/// <summary>The slugs that hubs answer with; docs/reference/api.md lists them.</summary>
internal static class HubSlugs
{
    /// <summary>The arguments are malformed.</summary>
    public const string InputInvalid = "input_invalid";

    /// <summary>The stream is another's.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>Nobody is signed in, or the link is void.</summary>
    public const string Unauthenticated = "unauthenticated";

    /// <summary>There is no such job, or it is another's.</summary>
    public const string JobUnknown = "job_unknown";

    /// <summary>There is no such provider.</summary>
    public const string ProviderUnknown = "provider_unknown";

    /// <summary>There is no such market.</summary>
    public const string MarketUnknown = "market_unknown";

    /// <summary>Too many invocations or streams.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The store cannot be reached.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>Nobody answered in time.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>A fault of the server.</summary>
    public const string Fault = "fault";
}
