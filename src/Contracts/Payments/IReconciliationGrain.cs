using Orleans.Concurrency;

namespace O2O.Dispatch.Contracts.Payments;

/// <summary>Keeps the last comparison of payments, so that every node of a cluster shows it, also one that compares nothing, and after a restart. There is one, of the key <see cref="Only"/>.</summary>
[Alias("o2o.reconciliation")]
public interface IReconciliationGrain : IGrainWithStringKey
{
    /// <summary>The key of the one there is.</summary>
    const string Only = "payments";

    /// <summary>Keeps a comparison, unless a later one is kept already.</summary>
    [Alias("keep")]
    Task Keep(KeptReconciliation comparison, CancellationToken cancellationToken);

    /// <summary>The last comparison; null before the first.</summary>
    [ReadOnly]
    [Alias("get")]
    Task<KeptReconciliation?> Get(CancellationToken cancellationToken);
}
