using System.Text.Json;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>
/// What a provider's app follows and does. A refused command is an answer with a slug; a call that the hub does not take at all (too many, store away) is a
/// <see cref="HubRefusedException"/>. Commands are not repeated by themselves: after any exception repeat it with the same key, here or over HTTP, and it is carried out once.
/// </summary>
public sealed class ProviderHub : StreamHub
{
    internal ProviderHub(HubConnector connector)
        : base(connector)
    {
    }

    /// <summary>Follows everything of the provider: offers, and its jobs.</summary>
    public Task<StreamSubscription> FollowProviderAsync(Guid providerId, Func<StreamNews, ValueTask> onNews, CancellationToken cancellationToken = default) =>
        SubscribeAsync(StreamNames.Provider(providerId), onNews, cancellationToken);

    /// <summary>Says where the provider was; gives how many reports were taken in.</summary>
    public Task<int> ReportLocationsAsync(IReadOnlyList<LocationBody> reports, CancellationToken cancellationToken = default) =>
        CallAsync<int>("ReportLocations", [reports], cancellationToken);

    /// <summary>Takes an offer. A refusal is an answer with a slug.</summary>
    public Task<HubCommandReply> AcceptAsync(Guid offerId, Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        CallAsync<HubCommandReply>("Accept", [offerId, jobId, key ?? NewKey()], cancellationToken);

    /// <summary>Leaves an offer to others.</summary>
    public Task<HubCommandReply> DeclineAsync(Guid offerId, Guid jobId, string? key = null, CancellationToken cancellationToken = default) =>
        CallAsync<HubCommandReply>("Decline", [offerId, jobId, key ?? NewKey()], cancellationToken);

    /// <summary>Takes a job one step on.</summary>
    /// <param name="jobId">The provider's job.</param>
    /// <param name="step">Which step.</param>
    /// <param name="pin">Of <see cref="ProviderStep.Start"/>, where the terms ask for one.</param>
    /// <param name="key">The idempotency key; null makes one.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    public Task<HubCommandReply> AdvanceAsync(Guid jobId, ProviderStep step, string? pin = null, string? key = null, CancellationToken cancellationToken = default) =>
        CallAsync<HubCommandReply>("Advance", [jobId, JsonNamingPolicy.SnakeCaseLower.ConvertName(step.ToString()), pin, key ?? NewKey()], cancellationToken);
}
