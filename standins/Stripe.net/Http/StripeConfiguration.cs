namespace Stripe;

/// <summary>What holds where a client or a request says nothing else.</summary>
public static class StripeConfiguration
{
    private static IStripeClient _client;

    /// <summary>The API's version that the classes here are of; every request names it.</summary>
    public static string ApiVersion => "2026-07-29.dahlia";

    /// <summary>The release train of <see cref="ApiVersion"/>: events of the same train can be read.</summary>
    public static string MajorApiVersion => "dahlia";

    public static string ApiKey { get; set; }

    public static string ClientId { get; set; }

    public static int MaxNetworkRetries { get; set; } = SystemNetHttpClient.DefaultMaxNumberRetries;

    public static bool EnableTelemetry { get; set; } = true;

    public static AppInfo AppInfo { internal get; set; }

    /// <summary>The version of Stripe.net that this stands in for.</summary>
    public static string StripeNetVersion => "52.2.0";

    public static IStripeClient StripeClient
    {
        get => _client ??= new StripeClient(ApiKey, ClientId, new SystemNetHttpClient(null, MaxNetworkRetries, AppInfo, EnableTelemetry));
        set => _client = value;
    }
}
