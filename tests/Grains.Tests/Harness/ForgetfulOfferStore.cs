using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>A store that fails so many times to say that it has recorded an offer: whoever makes it cannot know whether it has.</summary>
public sealed class ForgetfulOfferStore(IOfferStore store) : IOfferStore
{
    private int _fails;
    private bool _after;

    /// <summary>Fails from now on.</summary>
    /// <param name="times">So often.</param>
    /// <param name="after">Whether the offer is recorded all the same.</param>
    public void Fail(int times, bool after) => (_fails, _after) = (times, after);

    public async ValueTask<StreamEvent> Record(Offer offer, string shard, StreamAppend push, CancellationToken cancellationToken)
    {
        var fails = _fails > 0;
        _fails -= fails ? 1 : 0;
        if (fails && !_after)
        {
            throw new TimeoutException("The silo is gone.");
        }

        var made = await store.Record(offer, shard, push, cancellationToken);
        return fails ? throw new TimeoutException("The silo is gone.") : made;
    }

    public ValueTask<StreamEvent> End(OfferChange change, StreamAppend push, DateTimeOffset at, CancellationToken cancellationToken) => store.End(change, push, at, cancellationToken);

    public ValueTask<ImmutableArray<Offer>> OpenInShard(string shard, CancellationToken cancellationToken) => store.OpenInShard(shard, cancellationToken);

    public ValueTask<ImmutableArray<Offer>> OpenOfProvider(string shard, ProviderId provider, CancellationToken cancellationToken) => store.OpenOfProvider(shard, provider, cancellationToken);

    public ValueTask<ImmutableArray<Offer>> OfJob(JobId job, CancellationToken cancellationToken) => store.OfJob(job, cancellationToken);

    public ValueTask<Offer?> Find(OfferId offer, CancellationToken cancellationToken) => store.Find(offer, cancellationToken);
}
