using System.Collections.Immutable;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Payouts;

namespace O2O.Dispatch.Api.Payouts;

/// <summary>Payouts that failed and that no later one has made good.</summary>
internal sealed class PayoutAlerts(IPayoutStore store) : IAlertSource
{
    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AlertResource>> Look(int limit, CancellationToken cancellationToken) =>
    [
        .. (await store.Failing(limit, cancellationToken)).Select(payout => new AlertResource(
            $"payout_failed:{payout.Id:N}",
            "payout_failed",
            payout.CheckedAt,
            $"The payout of {payout.Amount} to {payout.Payee} failed: {payout.Code}. The money is on its account at the gateway. Try it again once the cause is gone, or leave it to the next period.",
            null,
            null,
            null)),
    ];
}
