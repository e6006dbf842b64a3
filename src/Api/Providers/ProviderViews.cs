using System.Collections.Immutable;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Ratings;

namespace O2O.Dispatch.Api.Providers;

/// <summary>Gathers what the API tells of a provider: the grain's view, its jobs, its open offer, its ratings. Thread-safe.</summary>
/// <param name="grains">Where jobs are.</param>
/// <param name="offers">Where offers are.</param>
/// <param name="ratings">Where ratings are.</param>
/// <param name="places">Where vehicles are.</param>
/// <param name="directory">All providers by name and standing.</param>
/// <param name="time">Now.</param>
public sealed class ProviderViews(IGrainFactory grains, IOfferStore offers, IRatingStore ratings, IVehiclePlaces places, IProviderDirectory directory, TimeProvider time)
{
    /// <summary>The provider with all of it.</summary>
    public async Task<ProviderResource> Of(ProviderView provider, CancellationToken cancellationToken)
    {
        var jobs = await Jobs(provider.Jobs, cancellationToken);
        ImmutableArray<JobResource>? commitments = provider.Commitments is { } promised ? await Jobs(promised.Select(one => one.Job), cancellationToken) : null;
        var (count, average, score) = await RatingFigures.Of(ratings, RatingSide.Customer, provider.Provider, time.GetUtcNow(), cancellationToken);
        return new ProviderResource(
            provider.Provider,
            provider.Name,
            provider.Operator,
            provider.Standing,
            provider.State,
            provider.Market,
            provider.ServiceClasses,
            provider.Vehicle,
            provider.Capacity,
            provider.ChainLimit,
            jobs,
            provider.OpenOffer is { } open ? await Offer(open, cancellationToken) : null,
            provider.Market is { } market ? places.Find(provider.Provider, market) : null,
            count,
            average,
            provider.Advice is { } advice ? new AdviceResource(advice.To, advice.ExpiresAt) : null,
            score,
            commitments,
            provider.Skills);
    }

    /// <summary>What a customer is told of who does its job; null of one that is not there any more.</summary>
    public async Task<JobProviderResource?> ForCustomer(Guid provider, CancellationToken cancellationToken)
    {
        if (await directory.Find(new ProviderId(provider), cancellationToken) is not { } entry)
        {
            return null;
        }

        var (count, _, score) = await RatingFigures.Of(ratings, RatingSide.Customer, provider, time.GetUtcNow(), cancellationToken);
        return new JobProviderResource(entry.Name, entry.Standing == ProviderStanding.Approved, count, score);
    }

    private async Task<ImmutableArray<JobResource>> Jobs(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<JobResource>();
        foreach (var id in ids)
        {
            if (await grains.GetGrain<IJobGrain>(id.ToString("N")).Get(cancellationToken) is { } job)
            {
                jobs.Add(JobResources.Of(job));
            }
        }

        return jobs.ToImmutable();
    }

    private async Task<OfferResource?> Offer(Guid id, CancellationToken cancellationToken)
    {
        if (await offers.Find(new OfferId(id), cancellationToken) is not { } offer
            || await grains.GetGrain<IJobGrain>(offer.Job.ToString()).Get(cancellationToken) is not { } job)
        {
            return null;
        }

        var customer = await RatingFigures.Of(ratings, RatingSide.Provider, job.Customer, time.GetUtcNow(), cancellationToken);
        return new OfferResource(id, JobResources.Of(JobViews.Offered(job)), offer.ExpiresAt, offer.PickUpDue, customer.Score);
    }
}
