using System.Collections.Immutable;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Payments;
using O2O.Dispatch.Payments.Reconciling;

namespace O2O.Dispatch.Api.Gateway;

/// <summary>The last comparison of payments as this node knows it: of its own process where that compares, else as it was kept for all. Thread-safe.</summary>
/// <param name="grains">Where it was kept.</param>
/// <param name="board">This process' own; null where it compares nothing.</param>
internal sealed class ReconciliationView(IGrainFactory grains, IReconciliationBoard? board = null) : IAlertSource
{
    /// <summary>The last comparison of all nodes.</summary>
    public async Task<ReconciliationResource> Latest(CancellationToken cancellationToken)
    {
        var own = board?.Latest;
        var kept = await grains.GetGrain<IReconciliationGrain>(IReconciliationGrain.Only).Get(cancellationToken);
        if (kept is not null && (own is null || kept.At > own.At))
        {
            return new ReconciliationResource(
                kept.At,
                kept.From,
                kept.To,
                kept.Compared,
                kept.Resolved,
                [.. kept.Differences.Select(difference => new PaymentDifferenceResource(
                    difference.Kind, difference.Job, difference.Intent, difference.OursMinorUnits, difference.TheirsMinorUnits, difference.Currency, difference.Since))]);
        }

        return new ReconciliationResource(
            own?.At,
            own?.From,
            own?.To,
            own?.Compared ?? 0,
            own?.Resolved ?? 0,
            own is null ? [] : [.. own.Differences.Select(difference => new PaymentDifferenceResource(
                difference.Kind, difference.Job?.Value, difference.Intent, difference.OursMinorUnits, difference.TheirsMinorUnits, difference.Currency, difference.Since))]);
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AlertResource>> Look(int limit, CancellationToken cancellationToken) =>
    [
        .. (await Latest(cancellationToken)).Differences.Take(limit).Select(difference => new AlertResource(
            $"payment_difference:{difference.Kind}:{difference.Intent}",
            "payment_difference",
            difference.Since,
            $"The gateway and the books do not agree on {difference.Intent}: {difference.Kind}; ours {difference.OursMinorUnits}, theirs {difference.TheirsMinorUnits} minor units {difference.Currency}.",
            difference.JobId,
            null,
            null)),
    ];
}
