using System.Collections.Immutable;
using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Client.Providers;

/// <summary>What a provider does. Commands take an idempotency key; null makes a new one, under which the client itself repeats.</summary>
public sealed class ProviderClient
{
    private readonly ApiRequests _api;

    internal ProviderClient(ApiRequests api) => _api = api;

    /// <summary>Applies for work.</summary>
    public Task<ProviderResource> ApplyAsync(ApplyBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ApplyBody, ProviderResource>("v1/provider/apply", body, key, cancellationToken);

    /// <summary>Who the caller is, with shift, jobs and open offer.</summary>
    public Task<ProviderResource> MeAsync(CancellationToken cancellationToken = default) => _api.GetAsync<ProviderResource>("v1/provider", cancellationToken);

    /// <summary>Begins a shift.</summary>
    public Task<ProviderResource> StartShiftAsync(ShiftBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ShiftBody, ProviderResource>("v1/provider/shift/start", body, key, cancellationToken);

    /// <summary>Ends the shift.</summary>
    public Task<ProviderResource> StopShiftAsync(string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ProviderResource>("v1/provider/shift/stop", key, cancellationToken);

    /// <summary>Says where the provider was. Reports older than the last are ignored, so repeating does no harm.</summary>
    public Task<LocationsResource> ReportLocationsAsync(LocationsBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<LocationsBody, LocationsResource>("v1/locations", body, cancellationToken);

    /// <summary>Takes an offer.</summary>
    public Task<JobResource> AcceptAsync(Guid offerId, OfferAnswerBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<OfferAnswerBody, JobResource>($"v1/provider/offers/{offerId:N}/accept", body, key, cancellationToken);

    /// <summary>Leaves an offer to others.</summary>
    public Task<JobResource> DeclineAsync(Guid offerId, OfferAnswerBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<OfferAnswerBody, JobResource>($"v1/provider/offers/{offerId:N}/decline", body, key, cancellationToken);

    /// <summary>Sets off for the pick-up.</summary>
    public Task<JobResource> DepartAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) => StepAsync(jobId, "depart", key, cancellationToken);

    /// <summary>Is at the pick-up.</summary>
    public Task<JobResource> ArriveAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) => StepAsync(jobId, "arrive", key, cancellationToken);

    /// <summary>Begins the service, with the customer's PIN where the terms ask for one.</summary>
    public Task<JobResource> StartAsync(Guid jobId, StartBody? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<StartBody, JobResource>($"v1/provider/jobs/{jobId:N}/start", body ?? new StartBody(), key, cancellationToken);

    /// <summary>Is done with the next stop.</summary>
    public Task<JobResource> CompleteStopAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        StepAsync(jobId, "complete-stop", key, cancellationToken);

    /// <summary>Ends the service; the job is priced and the card charged.</summary>
    public Task<JobResource> CompleteAsync(Guid jobId, CompleteBody? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<CompleteBody, JobResource>($"v1/provider/jobs/{jobId:N}/complete", body ?? new CompleteBody(), key, cancellationToken);

    /// <summary>Brings the goods back to the store.</summary>
    public Task<JobResource> ReturnAsync(Guid jobId, ReturnBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ReturnBody, JobResource>($"v1/provider/jobs/{jobId:N}/return", body, key, cancellationToken);

    /// <summary>Offers extra work that turned out to be needed.</summary>
    public Task<JobResource> OfferExtraAsync(Guid jobId, ExtraBody body, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<ExtraBody, JobResource>($"v1/provider/jobs/{jobId:N}/extras", body, key, cancellationToken);

    /// <summary>The customer did not come.</summary>
    public Task<JobResource> NoShowAsync(Guid jobId, string? key = null, CancellationToken cancellationToken = default) => StepAsync(jobId, "no-show", key, cancellationToken);

    /// <summary>Gives the job up.</summary>
    public Task<JobResource> CancelAsync(Guid jobId, CancelBody? body = null, string? key = null, CancellationToken cancellationToken = default) =>
        _api.CommandAsync<CancelBody, JobResource>($"v1/provider/jobs/{jobId:N}/cancel", body ?? new CancelBody(), key, cancellationToken);

    /// <summary>The way to the next stop.</summary>
    public Task<DirectionsResource> DirectionsAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<DirectionsResource>($"v1/provider/jobs/{jobId:N}/directions", cancellationToken);

    /// <summary>What was earned in [from, to); the last 24 h by default.</summary>
    public Task<EarningsResource> EarningsAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<EarningsResource>(Route.Query("v1/provider/earnings", ("from", from), ("to", to)), cancellationToken);

    /// <summary>The provider's statement.</summary>
    /// <param name="from">Null for 30 days before <paramref name="to"/>.</param>
    /// <param name="to">Null for now.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<StatementResource> StatementAsync(DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<StatementResource>(Route.Query("v1/provider/statement", ("from", from), ("to", to)), cancellationToken);

    /// <summary>What the provider is owed, its account at the gateway, and a page of its payouts, the latest first.</summary>
    /// <param name="limit">1 to 200; null for the server's default.</param>
    /// <param name="cursor">From the page before; null for the first.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<PayeeResource> PayoutsAsync(int? limit = null, string? cursor = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<PayeeResource>(Route.Query("v1/provider/payouts", ("limit", limit), ("cursor", cursor)), cancellationToken);

    /// <summary>The jobs that passed by the caller and why, the latest first; only the named one, when one is named.</summary>
    public Task<ImmutableArray<PassedByResource>> PassedByAsync(Guid? jobId = null, CancellationToken cancellationToken = default) =>
        _api.GetAsync<ImmutableArray<PassedByResource>>(Route.Query("v1/provider/passed-by", ("job_id", jobId)), cancellationToken);

    /// <summary>Rates the customer of a completed job. The first rating stands and is answered to later ones.</summary>
    public Task<RatingResource> RateAsync(Guid jobId, RatingBody body, CancellationToken cancellationToken = default) =>
        _api.PostAsync<RatingBody, RatingResource>($"v1/provider/jobs/{jobId:N}/rating", body, cancellationToken);

    /// <summary>What both sides of a completed job say of each other, as far as the provider may see it.</summary>
    public Task<JobRatingsResource> RatingsAsync(Guid jobId, CancellationToken cancellationToken = default) =>
        _api.GetAsync<JobRatingsResource>($"v1/provider/jobs/{jobId:N}/rating", cancellationToken);

    private Task<JobResource> StepAsync(Guid jobId, string step, string? key, CancellationToken cancellationToken) =>
        _api.CommandAsync<JobResource>($"v1/provider/jobs/{jobId:N}/{step}", key, cancellationToken);
}
