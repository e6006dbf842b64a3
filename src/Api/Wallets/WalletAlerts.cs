using System.Collections.Immutable;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Wallets;

namespace O2O.Dispatch.Api.Wallets;

/// <summary>Wallets whose customers owe something: a bank took back what was spent already.</summary>
internal sealed class WalletAlerts(IWalletStore store) : IAlertSource
{
    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AlertResource>> Look(int limit, CancellationToken cancellationToken)
    {
        var alerts = ImmutableArray.CreateBuilder<AlertResource>();
        foreach (var wallet in await store.Owing(limit, cancellationToken))
        {
            var latest = await store.Entries(wallet.Account.Customer, null, 1, cancellationToken);
            alerts.Add(new AlertResource(
                $"wallet_owed:{wallet.Account.Owner}:{wallet.Account.Currency.Code}",
                "wallet_owed",
                latest is [var (_, entry), ..] ? entry.At : default,
                $"The wallet of customer {wallet.Account.Customer} with {wallet.Account.Operator} is {wallet.Owed} below zero: a bank took back what was put in by a card. It pays for nothing until that is made up for.",
                null,
                null,
                null));
        }

        return alerts.ToImmutable();
    }
}
