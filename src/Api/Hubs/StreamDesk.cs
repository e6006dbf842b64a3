using System.Collections.Immutable;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>
/// Subscribes connections to streams. The connection hears the stream, also from other nodes, before the sequence is read, and the sequence is read before the snapshot: so everything after the sequence arrives, and
/// what arrives up to it is known already. Durable streams have epoch 1. Who was away gets what it missed, or where that is too much, or not there, a snapshot.
/// </summary>
internal sealed class StreamDesk(
    Subscriptions subscriptions, Snapshots snapshots, MissedFacts missed, IStreamReader streams, INodeLink link, LiveBoard board, MerchantBoard merchants, TimeProvider time, IOptions<HubLimitsOptions> limits)
{
    private const long Durable = 1;
    private static readonly TimeSpan FilledWithin = TimeSpan.FromSeconds(10);

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
            await group.Followed;
            return address.Kind switch
            {
                StreamKind.Job => await Job(connection, group, address, epoch, after, cancellationToken),
                StreamKind.Customer => await Customer(connection, group, address, epoch, after, cancellationToken),
                StreamKind.Provider => await Provider(connection, group, address, epoch, after, cancellationToken),
                StreamKind.Market => await Market(address, connection.Audience, epoch, after, cancellationToken),
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
        if (await Job(address.Id, cancellationToken) is not { } job)
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
        var job = await Job(address.Id, cancellationToken);
        if (job is null || (connection.Audience == Audience.Customer && job.Customer != connection.User))
        {
            throw new HubException(HubSlugs.JobUnknown);
        }

        group.Begin(job.Version);
        return await Missed(connection, address, job.Version, epoch, after, cancellationToken) ?? Snapshot(address.Name, Durable, job.Version, [JobResources.Of(job)]);
    }

    private async Task<SubscribeReply> Customer(
        PushConnection connection, StreamGroup group, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        var last = await streams.LastSequence(address.Name, cancellationToken);
        group.Begin(last);
        return await Missed(connection, address, last, epoch, after, cancellationToken)
            ?? Snapshot(address.Name, Durable, last, await snapshots.OfCustomer(address.Id, connection.Audience == Audience.Customer, cancellationToken));
    }

    private async Task<SubscribeReply> Provider(
        PushConnection connection, StreamGroup group, StreamAddress address, long epoch, long after, CancellationToken cancellationToken)
    {
        var last = await streams.LastSequence(address.Name, cancellationToken);
        group.Begin(last);
        if (await Missed(connection, address, last, epoch, after, cancellationToken) is { } recovered)
        {
            return recovered;
        }

        var provider = await snapshots.Provider(address.Id, cancellationToken) ?? throw new HubException(HubSlugs.ProviderUnknown);
        return Snapshot(address.Name, Durable, last, provider.Jobs.AddRange(provider.Commitments ?? [])) with { Provider = provider };
    }

    private async Task<SubscribeReply> Market(StreamAddress address, Audience audience, long epoch, long after, CancellationToken cancellationToken)
    {
        var live = board.Find(address.Market) ?? throw new HubException(HubSlugs.MarketUnknown);

        // Of the jobs that stood before the process began, none is known until then. A store that is away for long is told as such.
        await live.Filling.WaitAsync(FilledWithin, time, cancellationToken);

        // Under the gate no event of the market is told, so jobs and sequence belong together.
        lock (live.Gate)
        {
            return live.After(epoch, after) is { } facts
                ? Recovered(address.Name, live.Epoch, live.Sequence, facts, audience)
                : Snapshot(address.Name, live.Epoch, live.Sequence, snapshots.OfMarket(address.Market));
        }
    }

    private async Task<SubscribeReply> Merchant(StreamAddress address, Audience audience, long epoch, long after, CancellationToken cancellationToken)
    {
        // Orders of a market that is not filled yet are not heard from other nodes for sure.
        await board.Filling.WaitAsync(FilledWithin, time, cancellationToken);
        var name = StreamNames.Merchant(address.Id);
        var (known, last, facts) = merchants.Find(address.Name, epoch, after);
        return facts is not null
            ? Recovered(name, known, last, facts, audience)
            : Snapshot(name, known, last, await snapshots.OfMerchant(address.Id, address.Store, cancellationToken));
    }

    /// <summary>A job; null when there is none. Its events come with those of its market, also where this node does not show that one.</summary>
    private async ValueTask<JobView?> Job(Guid id, CancellationToken cancellationToken)
    {
        if (await snapshots.Job(id, cancellationToken) is not { } job)
        {
            return null;
        }

        var following = link.Follow(StreamTopics.Market(job.Market));
        if (following.IsCompletedSuccessfully)
        {
            return job;
        }

        await following;
        return await snapshots.Job(id, cancellationToken);
    }

    /// <summary>The answer to who was away for no more than the store tells again; null for others.</summary>
    /// <param name="connection">Who.</param>
    /// <param name="address">A durable stream.</param>
    /// <param name="last">Where it is at least.</param>
    /// <param name="epoch">That the subscriber knows.</param>
    /// <param name="after">The last sequence that it knows.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    private async ValueTask<SubscribeReply?> Missed(
        PushConnection connection, StreamAddress address, long last, long epoch, long after, CancellationToken cancellationToken)
    {
        if (epoch != Durable || after > last || last - after > MissedFacts.Most)
        {
            return null;
        }

        if (after == last)
        {
            return Recovered(address.Name, Durable, last, [], connection.Audience);
        }

        return await missed.Of(address, after, cancellationToken) is { } facts && after + facts.Length >= last
            ? Recovered(address.Name, Durable, after + facts.Length, facts, connection.Audience)
            : null;
    }

    private static SubscribeReply Recovered(string stream, long epoch, long last, IEnumerable<StreamEvent> facts, Audience audience) =>
        new(stream, true, epoch, last, [.. facts.Select(told => (EventEnvelope)EventEnvelopes.Of(told, audience)!)], []);

    private static SubscribeReply Snapshot(string stream, long epoch, long last, ImmutableArray<JobResource> jobs) => new(stream, false, epoch, last, [], jobs);
}
