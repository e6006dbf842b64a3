using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>The offers that were made: facts for timelines and for a shard that starts again. Thread-safe.</summary>
public interface IOfferStore
{
    /// <summary>Records an offer that was made, with the event for the provider's stream, in one commit.</summary>
    /// <returns>The stream event with its sequence.</returns>
    ValueTask<StreamEvent> Record(Offer offer, string shard, StreamAppend push, CancellationToken cancellationToken);

    /// <summary>Records that an offer ended without an acceptance, with the event for the provider's stream. An offer that has ended keeps its end.</summary>
    ValueTask<StreamEvent> End(OfferChange change, StreamAppend push, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>The offers of a shard that have no end yet, in order of id.</summary>
    ValueTask<ImmutableArray<Offer>> OpenInShard(string shard, CancellationToken cancellationToken);

    /// <summary>Those of them that a provider has before it.</summary>
    ValueTask<ImmutableArray<Offer>> OpenOfProvider(string shard, ProviderId provider, CancellationToken cancellationToken);

    /// <summary>The offers of a job, in the order they were made.</summary>
    ValueTask<ImmutableArray<Offer>> OfJob(JobId job, CancellationToken cancellationToken);

    /// <summary>An offer; null when it was never made.</summary>
    ValueTask<Offer?> Find(OfferId offer, CancellationToken cancellationToken);
}
