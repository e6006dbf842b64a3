using System.Collections.Immutable;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>Reads what a subscriber begins with.</summary>
internal sealed class Snapshots(IGrainFactory grains, IJobReader reader, IOfferStore offers, IRatingStore ratings, LiveBoard board)
{
    private const int JobsPerCustomer = 200;
    private static readonly ImmutableArray<JobStatus> Open =
        [JobStatus.Scheduled, JobStatus.Matching, JobStatus.Accepted, JobStatus.EnRouteToPickup, JobStatus.ArrivedAtPickup, JobStatus.InProgress];

    /// <summary>A job; null when there is none.</summary>
    public async ValueTask<JobView?> Job(Guid job, CancellationToken cancellationToken) =>
        await grains.GetGrain<IJobGrain>(job.ToString("N")).Get(cancellationToken);

    /// <summary>The open jobs of a customer, the latest ordered first.</summary>
    /// <param name="customer">Who.</param>
    /// <param name="withPin">Whether the customer itself asks.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async ValueTask<ImmutableArray<JobResource>> OfCustomer(Guid customer, bool withPin, CancellationToken cancellationToken)
    {
        var found = await reader.Search(new JobSearch { Customer = new CustomerId(customer), Statuses = Open }, JobsPerCustomer, cancellationToken);
        var jobs = ImmutableArray.CreateBuilder<JobResource>(found.Length);
        foreach (var job in found)
        {
            // The grain knows the job at least as new as the store does.
            var view = await Job(job.Id.Value, cancellationToken) ?? LiveBoard.ViewOf(job);
            jobs.Add(withPin ? JobResources.ForCustomer(view, job.Order.Pin) : JobResources.Of(view));
        }

        return jobs.ToImmutable();
    }

    /// <summary>A provider with its jobs and its open offer; null when there is none.</summary>
    public async ValueTask<ProviderResource?> Provider(Guid provider, CancellationToken cancellationToken)
    {
        if (await grains.GetGrain<IProviderGrain>(provider.ToString("N")).Get(cancellationToken) is not { } view)
        {
            return null;
        }

        var jobs = ImmutableArray.CreateBuilder<JobResource>(view.Jobs.Length);
        foreach (var job in view.Jobs)
        {
            if (await Job(job, cancellationToken) is { } bound)
            {
                jobs.Add(JobResources.Of(bound));
            }
        }

        var (count, stars) = await ratings.OfProvider(new ProviderId(provider), cancellationToken);
        return new ProviderResource(
            provider,
            view.Name,
            view.Operator,
            view.Standing,
            view.State,
            view.Market,
            view.ServiceClasses,
            view.Vehicle,
            view.Capacity,
            view.ChainLimit,
            jobs.ToImmutable(),
            view.OpenOffer is { } offer ? await Offer(view, offer, cancellationToken) : null,
            view.Market is { } market ? board.PlaceOf(provider, market)?.Place : null,
            count,
            count == 0 ? null : (double)stars / count);
    }

    /// <summary>The open jobs of a market, in order of id.</summary>
    public ImmutableArray<JobResource> OfMarket(string market) => [.. board.Jobs.OfMarket(market).Select(JobResources.Of)];

    private async ValueTask<OfferResource?> Offer(ProviderView provider, Guid offer, CancellationToken cancellationToken)
    {
        foreach (var serviceClass in provider.ServiceClasses)
        {
            foreach (var open in await offers.OpenInShard(ShardKey.Of(provider.Market!, serviceClass), cancellationToken))
            {
                if (open.Id.Value == offer && await Job(open.Job.Value, cancellationToken) is { } job)
                {
                    return new OfferResource(offer, JobResources.Of(job), open.ExpiresAt, open.PickUpDue);
                }
            }
        }

        return null;
    }
}
