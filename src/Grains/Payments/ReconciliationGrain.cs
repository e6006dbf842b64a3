using O2O.Dispatch.Contracts.Payments;
using Orleans.Runtime;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>The last comparison of payments, for every node.</summary>
public sealed class ReconciliationGrain(
    [PersistentState(StorageNames.ReconciliationState, StorageNames.Provider)] IPersistentState<ReconciliationDocument> stored) : Grain, IReconciliationGrain
{
    /// <inheritdoc/>
    public async Task Keep(KeptReconciliation comparison, CancellationToken cancellationToken)
    {
        if (stored.State.Last is { } last && last.At > comparison.At)
        {
            return;
        }

        stored.State.Last = comparison.Differences.Length <= KeptReconciliation.MaxDifferences
            ? comparison
            : comparison with { Differences = comparison.Differences[..KeptReconciliation.MaxDifferences] };
        await stored.WriteStateAsync();
    }

    /// <inheritdoc/>
    public Task<KeptReconciliation?> Get(CancellationToken cancellationToken) => Task.FromResult(stored.State.Last);
}
