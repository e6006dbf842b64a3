using System.Collections.Immutable;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Providers;
using O2O.Dispatch.Api.Sales;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Api.Hubs;

/// <summary>Reads what a subscriber begins with.</summary>
internal sealed class Snapshots(IGrainFactory grains, IJobReader reader, ProviderViews providers, LiveBoard board)
{
    private const int JobsPerCustomer = 200;
    private const int JobsPerMerchant = 1_000;
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
            jobs.Add(withPin ? JobResources.ForCustomer(view, job.PinToTell, job.Payment.Action) : JobResources.Of(view));
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

        return await providers.Of(view, cancellationToken);
    }

    /// <summary>The open orders of a merchant, or of one of its stores, the latest first. What was told of them is in the store by then.</summary>
    public async ValueTask<ImmutableArray<JobResource>> OfMerchant(Guid merchant, Guid? store, CancellationToken cancellationToken)
    {
        var (found, _) = await reader.SaleJobs(new JobSearch { Merchant = new MerchantId(merchant), Statuses = Open }, store, JobsPerMerchant, int.MaxValue, cancellationToken);
        return [.. found.Select(job => JobResources.Of(LiveBoard.ViewOf(job)))];
    }

    /// <summary>The open jobs of a market, in order of id.</summary>
    public ImmutableArray<JobResource> OfMarket(string market) => [.. board.Jobs.OfMarket(market).Select(JobResources.Of)];
}
