using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Replay.Checks;
using O2O.Dispatch.Replay.Reports;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Simulation.Measures;
using O2O.Dispatch.Simulation.Stores;

namespace O2O.Dispatch.Replay.Run;

/// <summary>Measures products by the jobs of the store, each of which says when what happened to it; the shelves are held against them.</summary>
/// <param name="Products">Each that was asked for.</param>
/// <param name="Sales">What the stores sold.</param>
internal sealed record ProductMeasures(IReadOnlyList<ProductReport> Products, SalesReport Sales)
{
    /// <summary>Reads and measures.</summary>
    /// <param name="services">Of the host.</param>
    /// <param name="merchants">Who sold.</param>
    public static async Task<ProductMeasures> Of(IServiceProvider services, IReadOnlyList<SimulatedMerchant> merchants)
    {
        var jobs = FoundStore.Read(services.GetRequiredService<IJobReader>()).Jobs;
        var balance = await services.GetRequiredService<ILedgerReader>().TrialBalance(CancellationToken.None);
        var stockFault = await StockCheck.Fault(services.GetRequiredService<IMerchantStore>(), merchants, jobs);
        var deliveries = jobs.Where(job => job.Order.IsDelivery).ToList();
        var codes = jobs.Where(job => job.Order.IsRedemption).ToList();
        var atStore = Waits.Of(deliveries.Where(job => job.StartedAt is not null).Select(job => job.StartedAt - job.ArrivedAt));
        var ready = Waits.Of(deliveries.Where(job => job.StartedAt is not null && job.Sale?.PreparedAt is not null).Select(job => job.StartedAt - job.Sale!.PreparedAt));
        var sales = new SalesReport
        {
            Stores = merchants.Sum(one => one.Stores.Length),
            GoodsSold = Pieces(jobs.Where(job => !job.GivesStockBack)) - jobs.Sum(job => job.RestBack),
            GoodsPutBack = Pieces(jobs.Where(job => job.GivesStockBack)) + jobs.Sum(job => job.RestBack),
            MerchantsPaidMinorUnits = balance.Where(total => total.Kind == AccountKind.MerchantPayable).Sum(total => total.CreditMinorUnits - total.DebitMinorUnits),
            ReturnedToStore = deliveries.Count(job => job.Sale?.Returning is not null && job.Status.IsEnd()),
            MeanCourierWaitSeconds = atStore?.MeanSeconds ?? 0,
            P95CourierWaitSeconds = atStore?.P95Seconds ?? 0,
            MeanGoodsWaitSeconds = ready?.MeanSeconds ?? 0,
            P95GoodsWaitSeconds = ready?.P95Seconds ?? 0,
            CodesRedeemed = codes.Count(job => job.Redeemable is { Left: 0 }),
            CodesRedeemedInPart = codes.Count(job => job.Status.IsEnd() && job.Redeemable is { Left: > 0, Parts.IsEmpty: false }),
            CodesExpired = codes.Count(job => job is { Status: JobStatus.Expired, Redeemable.Parts.IsEmpty: true }),
            StockFault = stockFault,
        };
        return new ProductMeasures([.. jobs.GroupBy(job => job.Order.Kind ?? ServiceKind.Ride).OrderBy(group => group.Key).Select(group => Report(group.Key, [.. group]))], sales);
    }

    private static ProductReport Report(ServiceKind kind, IReadOnlyList<Job> jobs)
    {
        var served = jobs.Where(job => job.Status == JobStatus.Completed).ToList();
        var waits = Waits.Of(served.Select(job => WaitOf(kind, job)));
        return new ProductReport
        {
            Product = Snake.Of(kind),
            Requests = jobs.Count,
            Served = served.Count,
            ServiceRate = (double)served.Count / jobs.Count,
            MeanWaitSeconds = waits?.MeanSeconds,
            P95WaitSeconds = waits?.P95Seconds,
            MaxWaitSeconds = waits?.MaxSeconds,
            CapturedMinorUnits = jobs.Sum(job => job.Payment.Captured.MinorUnits),
            EndedByStatus = jobs.GroupBy(job => job.Status).OrderBy(group => group.Key).ToDictionary(group => Snake.Of(group.Key), group => (long)group.Count()),
        };
    }

    private static TimeSpan? WaitOf(ServiceKind kind, Job job) => kind switch
    {
        ServiceKind.Ride => (job.ArrivedAt ?? job.StartedAt) - job.Order.RequestedAt,
        ServiceKind.Delivery => job.EndedAt - job.Order.RequestedAt,

        // Who is there before the time makes nobody wait.
        ServiceKind.HomeService => job.ArrivedAt - (job.Order.PickUpAt ?? job.Order.RequestedAt) is { } late && late > TimeSpan.Zero ? late : TimeSpan.Zero,
        ServiceKind.Redemption => null,
    };

    private static long Pieces(IEnumerable<Job> jobs) => jobs.SelectMany(job => job.Order.Sale?.Items ?? []).Sum(item => (long)item.Quantity);
}
