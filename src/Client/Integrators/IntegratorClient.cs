using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Integrators;

/// <summary>What an integrator with an API key does beside ordering, tracking and canceling, which is <see cref="DispatchClient.Customer"/>.</summary>
public sealed class IntegratorClient
{
    private readonly ApiRequests _api;

    internal IntegratorClient(ApiRequests api) => _api = api;

    /// <summary>A fleet gateway says where its providers were; each report names its provider, the body its market. Scope <c>locations</c>.</summary>
    public Task<LocationsResource> ReportLocationsAsync(LocationsBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<LocationsBody, LocationsResource>("v1/locations", body, cancellationToken);

    /// <summary>Drives a job of the key's account on, for tests of the integration. Scope <c>sandbox</c>.</summary>
    public Task<JobResource> SandboxAsync(Guid jobId, SandboxStep step, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/sandbox/jobs/{jobId:N}/{step.ToString().ToLowerInvariant()}", key, cancellationToken);
}
