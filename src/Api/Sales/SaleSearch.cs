using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Sales;

/// <summary>Searches for the orders of stores. The search knows merchants; which of their stores sells is in the order itself.</summary>
internal static class SaleSearch
{
    private const int Page = 200;

    /// <summary>The latest orders with which a store sells something: as many as are asked for, among so many of the merchant's jobs.</summary>
    /// <param name="reader">Where jobs are.</param>
    /// <param name="search">Which; a merchant's.</param>
    /// <param name="store">Of this store alone; null for all.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="pages">How many pages of the merchant's jobs are read at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The orders, and the last job that was looked at where there may be more behind it; null when all were looked at, or as many were found as were asked for.</returns>
    public static async ValueTask<(ImmutableArray<Job> Jobs, Job? LookedTo)> SaleJobs(
        this IJobReader reader, JobSearch search, Guid? store, int limit, int pages, CancellationToken cancellationToken)
    {
        var jobs = ImmutableArray.CreateBuilder<Job>();
        while (true)
        {
            var page = await reader.Search(search, Page, cancellationToken);
            jobs.AddRange(page.Where(job => job.Order.Sale is { } sale && (store is null || sale.Store.Value == store)).Take(limit - jobs.Count));
            if (page.Length < Page || jobs.Count >= limit)
            {
                return (jobs.ToImmutable(), null);
            }

            if (--pages == 0)
            {
                return (jobs.ToImmutable(), page[^1]);
            }

            search = search with { After = new JobSearchCursor(page[^1].Order.RequestedAt, page[^1].Id) };
        }
    }
}
