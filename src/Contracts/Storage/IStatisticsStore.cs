using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a merchant counts. What happened to its orders is written with each job's commit (<see cref="SaleFacts"/>), money is read from the ledger: so the figures never disagree with either. Thread-safe.</summary>
public interface IStatisticsStore
{
    /// <summary>Counts a period of a merchant's orders, all of it at one instant.</summary>
    /// <param name="merchant">Whose.</param>
    /// <param name="only">One store of it; null for all.</param>
    /// <param name="from">From this instant on.</param>
    /// <param name="to">Before this instant.</param>
    /// <param name="now">The instant: it says which ratings are shown.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    ValueTask<SaleTally> Tally(MerchantId merchant, StoreId? only, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, CancellationToken cancellationToken);
}
