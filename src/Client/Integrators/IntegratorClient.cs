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

    /// <summary>Makes links for one voucher each, of a campaign that names the key's account as a partner. Scope <c>vouchers</c>.</summary>
    public Task<ClaimLinksResource> MakeLinksAsync(Guid campaignId, ClaimLinksBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ClaimLinksBody, ClaimLinksResource>($"v1/campaigns/{campaignId:N}/links", body, key, cancellationToken);

    /// <summary>Reports a job that gives its customer a voucher; the same reference again gives the same. Scope <c>vouchers</c>.</summary>
    public Task<PartnerJobResource> ReportJobAsync(Guid campaignId, PartnerJobBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<PartnerJobBody, PartnerJobResource>($"v1/campaigns/{campaignId:N}/partner-jobs", body, cancellationToken);

    /// <summary>Drives a job of the key's account on, for tests of the integration. Scope <c>sandbox</c>.</summary>
    public Task<JobResource> SandboxAsync(Guid jobId, SandboxStep step, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<JobResource>($"v1/sandbox/jobs/{jobId:N}/{step.ToString().ToLowerInvariant()}", key, cancellationToken);
}
