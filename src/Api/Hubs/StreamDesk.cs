using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>
/// Subscribes connections to streams. The connection hears the stream before the sequence is read, and the sequence is read before the snapshot: so everything after the sequence arrives, and
/// what arrives up to it is known already. Durable streams have epoch 1.
/// </summary>
internal sealed class StreamDesk(
    Subscriptions subscriptions, Snapshots snapshots, IStreamReader streams, LiveBoard board, MerchantBoard merchants, IOptions<HubLimitsOptions> limits)
{
    private const long Durable = 1;

    /// <summary>Subscribes.</summary>
    /// <param name="connection">Who.</param>
    /// <param name="address">What; that it may is checked by the caller, but for jobs.</param>
    /// <param name="epoch">That the subscriber knows; 0 for none.</param>
    /// <param name="after">The last sequence that it knows; 0 for none.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="HubException">There is no such thing, or not for this caller.</exception>
    public async Task<SubscribeReply> Subscribe(PushConnection connection, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        if (epoch < 0 || after < 0)
        {
            throw new HubException(HubSlugs.InputInvalid);
        }

        var stream = address.Name;
        var heard = subscriptions.StreamsOf(connection).Contains(stream);
        var group = Join(connection, stream);
        try
        {
            return address.Kind switch
            {
                StreamKind.Job => await Job(connection, group, address, epoch, after, cancellationToken),
                StreamKind.Customer => await Customer(connection, group, address, epoch, after, cancellationToken),
                StreamKind.Provider => await Provider(group, address, epoch, after, cancellationToken),
                StreamKind.Market => Market(address, epoch, after),
                StreamKind.Merchant => await Merchant(address, connection.Audience, epoch, after, cancellationToken),
            };
        }
        catch when (!heard)
        {
            subscriptions.Leave(connection, stream);
            throw;
        }
    }

    /// <summary>Subscribes a share link to its job.</summary>
    /// <exception cref="HubException">There is no such job.</exception>
    public async Task<ShareSubscribeReply> Share(PushConnection connection, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        var group = Join(connection, address.Name);
        if (await snapshots.Job(address.Id, cancellationToken) is not { } job)
        {
            subscriptions.Leave(connection, address.Name);
            throw new HubException(HubSlugs.JobUnknown);
        }

        group.Begin(job.Version);
        var recovered = epoch == Durable && after == job.Version;
        var vehicle = job.Provider is { } provider ? board.PlaceOf(provider, job.Market)?.Place : null;
        return new ShareSubscribeReply(address.Name, recovered, Durable, job.Version, recovered ? [] : [EventEnvelopes.Share(job, vehicle)]);
    }

    /// <summary>Ends a subscription. Harmless when there is none.</summary>
    public void Unsubscribe(PushConnection connection, StreamAddress address)
    {
        subscriptions.Leave(connection, address.Name);
        if (address.Kind == StreamKind.Merchant)
        {
            // Whoever sees one store alone hears that one's under the merchant's name.
            foreach (var stream in subscriptions.StreamsOf(connection).Where(stream => stream.StartsWith(address.Name + "/", StringComparison.Ordinal)))
            {
                subscriptions.Leave(connection, stream);
            }
        }
    }

    private StreamGroup Join(PushConnection connection, string stream) =>
        subscriptions.Join(connection, stream, limits.Value.StreamsPerConnection) ?? throw new HubException(HubSlugs.RateLimited);

    private async Task<SubscribeReply> Job(
        PushConnection connection, StreamGroup group, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        var job = await snapshots.Job(address.Id, cancellationToken);
        if (job is null || (connection.Audience == Audience.Customer && job.Customer != connection.User))
        {
            throw new HubException(HubSlugs.JobUnknown);
        }

        group.Begin(job.Version);
        return Reply(address.Name, Durable, job.Version, epoch, after) ?? Snapshot(address.Name, Durable, job.Version, [JobResources.Of(job)]);
    }

    private async Task<SubscribeReply> Customer(
        PushConnection connection, StreamGroup group, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        var last = await streams.LastSequence(address.Name, cancellationToken);
        group.Begin(last);
        return Reply(address.Name, Durable, last, epoch, after)
            ?? Snapshot(address.Name, Durable, last, await snapshots.OfCustomer(address.Id, connection.Audience == Audience.Customer, cancellationToken));
    }

    private async Task<SubscribeReply> Provider(StreamGroup group, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        var last = await streams.LastSequence(address.Name, cancellationToken);
        group.Begin(last);
        if (Reply(address.Name, Durable, last, epoch, after) is { } nothingMissed)
        {
            return nothingMissed;
        }

        var provider = await snapshots.Provider(address.Id, cancellationToken) ?? throw new HubException(HubSlugs.ProviderUnknown);
        return Snapshot(address.Name, Durable, last, provider.Jobs.AddRange(provider.Commitments ?? [])) with { Provider = provider };
    }

    private SubscribeReply Market(StreamAddress address, long epoch, long after)
    {
        var live = board.Find(address.Market) ?? throw new HubException(HubSlugs.MarketUnknown);

        // Under the gate no event of the market is told, so jobs and sequence belong together.
        lock (live.Gate)
        {
            return Reply(address.Name, live.Epoch, live.Sequence, epoch, after) ?? Snapshot(address.Name, live.Epoch, live.Sequence, snapshots.OfMarket(address.Market));
        }
    }

    private async Task<SubscribeReply> Merchant(StreamAddress address, Audience audience, long epoch, long after, CancellationToken cancellationToken)
    {
        var name = StreamNames.Merchant(address.Id);
        var (known, last, missed) = merchants.Find(address.Name, epoch, after);
        return missed is not null
            ? new SubscribeReply(name, true, known, last, [.. missed.Select(told => (EventEnvelope)EventEnvelopes.Of(told, audience)!)], [])
            : Snapshot(name, known, last, await snapshots.OfMerchant(address.Id, address.Store, cancellationToken));
    }

    /// <summary>The answer to one who has missed nothing; null for others.</summary>
    private static SubscribeReply? Reply(string stream, long epoch, long last, long knownEpoch, long after) =>
        knownEpoch == epoch && after == last ? new SubscribeReply(stream, true, epoch, last, [], []) : null;

    private static SubscribeReply Snapshot(string stream, long epoch, long last, ImmutableArray<JobResource> jobs) => new(stream, false, epoch, last, [], jobs);
}
