using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Payments;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>Compares the gateway's lists with our books now and then, and keeps what the last comparison left. Thread-safe to read.</summary>
/// <param name="reconciler">Compares; null where the gateway has no lists.</param>
/// <param name="work">Runs it.</param>
/// <param name="time">Now.</param>
/// <param name="options">How often, and how far back.</param>
/// <param name="log">The log.</param>
/// <param name="grains">Keep it for other nodes; null for nobody.</param>
public sealed partial class ReconcileKeeper(
    PaymentReconciler? reconciler, IBackgroundWork work, TimeProvider time, IOptions<PaymentsOptions> options, ILogger<ReconcileKeeper> log, IGrainFactory? grains = null) : IReconciliationBoard
{
    private volatile Reconciliation? _latest;

    /// <inheritdoc/>
    public Reconciliation? Latest => _latest;

    /// <summary>Starts the comparisons; they go on until the engine stops.</summary>
    public void Start()
    {
        if (reconciler is null)
        {
            return;
        }

        work.Every("reconcile", () => options.Value.ReconcilePeriod, time, Compare, fault => ComparisonFailed(log, fault));
    }

    /// <summary>Compares once.</summary>
    public async Task Compare(CancellationToken cancellationToken)
    {
        if (reconciler is null)
        {
            return;
        }

        var to = time.GetUtcNow() - options.Value.ReconcileGrace;
        _latest = await reconciler.Run(to - options.Value.ReconcileSpan, to, cancellationToken);
        if (_latest.Resolved > 0 || !_latest.Differences.IsEmpty)
        {
            Compared(log, _latest.Compared, _latest.Resolved, _latest.Differences.Length);
        }

        if (grains is not null)
        {
            await grains.GetGrain<IReconciliationGrain>(IReconciliationGrain.Only).Keep(Kept(_latest), cancellationToken);
        }
    }

    private static KeptReconciliation Kept(Reconciliation last) => new(
        last.From,
        last.To,
        last.At,
        last.Compared,
        last.Resolved,
        [.. last.Differences.Take(KeptReconciliation.MaxDifferences).Select(difference => new KeptDifference(
            difference.Kind, difference.Job?.Value, difference.Intent, difference.OursMinorUnits, difference.TheirsMinorUnits, difference.Currency, difference.Since))]);

    [LoggerMessage(1801, LogLevel.Warning, "The gateway's lists could not be compared; the next comparison goes on")]
    private static partial void ComparisonFailed(ILogger log, Exception fault);

    [LoggerMessage(1802, LogLevel.Information, "Of {Compared} payments {Resolved} were resolved from the gateway's lists, {Differences} differ")]
    private static partial void Compared(ILogger log, int compared, int resolved, int differences);
}
