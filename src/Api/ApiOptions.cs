using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Api;

/// <summary>What the API takes from its callers.</summary>
public sealed class ApiOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Api";

    /// <summary>Requests that a signed-in caller may send per second, on average. Default: 50.</summary>
    [Range(1, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 50;

    /// <summary>Requests that a signed-in caller may send at once after a pause. Default: 100.</summary>
    [Range(1, 1_000_000)]
    public int RequestBurst { get; set; } = 100;

    /// <summary>Requests per second, on average, that one address may send without signing in. Default: 50.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousRequestsPerSecond { get; set; } = 50;

    /// <summary>Requests that one address may send at once without signing in. Default: 200: a page loads many files.</summary>
    [Range(1, 1_000_000)]
    public int AnonymousRequestBurst { get; set; } = 200;

    /// <summary>The largest body that is read, in bytes. Default: 262,144; the largest batch of locations needs about half of it.</summary>
    [Range(1_024, 16_777_216)]
    public int BodyBytes { get; set; } = 262_144;
}
