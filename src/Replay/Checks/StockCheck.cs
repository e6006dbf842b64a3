using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Simulation.Stores;

namespace O2O.Dispatch.Replay.Checks;

/// <summary>Holds the shelves of stores against the jobs: every shelf has what it was filled with, less what jobs took and did not give back.</summary>
public static class StockCheck
{
    /// <summary>Checks every shelf that is counted.</summary>
    /// <param name="store">Has the shelves.</param>
    /// <param name="merchants">As they were made.</param>
    /// <param name="jobs">All of them.</param>
    /// <returns>The first shelf that is wrong, in words; null when none is.</returns>
    public static async Task<string?> Fault(IMerchantStore store, IReadOnlyList<SimulatedMerchant> merchants, IReadOnlyList<Job> jobs)
    {
        var sold = jobs.Where(job => !job.GivesStockBack && job.Order.Sale is not null)
            .SelectMany(job => job.Order.Sale!.Items.Select(item => (Line: (job.Order.Sale.Store, job.Order.Kind!.Value.Channel()!.Value, item.Product), Quantity: item.Quantity - job.RestBack)))
            .GroupBy(taken => taken.Line)
            .ToDictionary(group => group.Key, group => group.Sum(taken => taken.Quantity));
        foreach (var place in merchants.SelectMany(one => one.Stores))
        {
            var left = (await store.Shelf(place.Store.Id, CancellationToken.None)).ToDictionary(line => (line.Channel, line.Product), line => line.Left);
            foreach (var full in place.Shelf.Where(line => line.Left is not null))
            {
                var gone = sold.GetValueOrDefault((place.Store.Id, full.Channel, full.Product));
                var there = left.GetValueOrDefault((full.Channel, full.Product));
                if (there != full.Left - gone)
                {
                    return $"{place.Store.Name} had {full.Left} of product {full.Product} ({Snake.Of(full.Channel)}), sold {gone}, and has {there}.";
                }
            }
        }

        return null;
    }
}
