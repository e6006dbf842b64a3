using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Wallets;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Grains.Wallets;

/// <summary>
/// Takes disputes of top-ups to the wallets: the bank has the money, so the wallet has not, whatever was spent of it; a dispute that is won gives it back. Each step is a move under a key of the
/// dispute's id: told any number of times and in any order it comes to the same. Thread-safe.
/// </summary>
/// <param name="wallets">The wallets.</param>
/// <param name="time">Now.</param>
public sealed class WalletDisputeSink(IWalletStore wallets, TimeProvider time)
{
    /// <summary>Tells a dispute of a top-up.</summary>
    public async Task<EventVerdict> Tell(Guid id, PaymentEvent happened, CancellationToken cancellationToken)
    {
        var topUp = await wallets.TopUp(id, cancellationToken);
        if (topUp is { Status: WalletTopUpStatus.Begun } && !happened.IsLast)
        {
            return EventVerdict.Early;
        }

        if (topUp is not { Status: WalletTopUpStatus.Paid } || string.IsNullOrEmpty(happened.Reference))
        {
            return EventVerdict.Refused("dispute_of_nothing");
        }

        if (topUp.Intent != happened.Intent)
        {
            return EventVerdict.Refused("payment_foreign");
        }

        if (topUp.Amount.Currency.Code != happened.Currency)
        {
            return EventVerdict.Refused("currency_wrong");
        }

        var disputes = WalletDisputes.Of(await wallets.Disputes(id, cancellationToken));
        var known = disputes?.Find(happened.Reference);
        var amount = new Money(happened.AmountMinorUnits, topUp.Amount.Currency);
        var standing = Money.Zero(amount.Currency);
        foreach (var other in disputes?.Items ?? [])
        {
            standing += other.Status == DisputeStatus.Won || other.Id == happened.Reference ? Money.Zero(amount.Currency) : other.Amount;
        }

        if (amount.MinorUnits <= 0 || amount + standing > topUp.Amount || (known is not null && known.Amount != amount))
        {
            return EventVerdict.Refused("amount_wrong");
        }

        if (known is { Status: not DisputeStatus.Open } || (known is not null && happened.Kind == PaymentEventKind.DisputeOpened))
        {
            return EventVerdict.Known;
        }

        if (known is null)
        {
            Money? fee = happened.FeeMinorUnits is > 0 and var kept ? new Money(kept, amount.Currency) : null;
            await Move(topUp, happened, amount, WalletEntryKind.Disputed, fee, cancellationToken);
        }

        if (happened.Kind != PaymentEventKind.DisputeOpened)
        {
            await Move(topUp, happened, amount, happened.Kind == PaymentEventKind.DisputeWon ? WalletEntryKind.DisputeWon : WalletEntryKind.DisputeLost, null, cancellationToken);
        }

        return EventVerdict.Taken;
    }

    private async Task Move(WalletTopUp topUp, PaymentEvent happened, Money amount, WalletEntryKind kind, Money? fee, CancellationToken cancellationToken)
    {
        var change = await wallets.Move(
            new WalletMove(WalletDisputes.Key(happened.Reference!, kind), topUp.Account, kind, amount, topUp.Id, happened.Intent, happened.Code, time.GetUtcNow()), fee, cancellationToken);
        if (change.Refusal is { } why)
        {
            throw new InvalidOperationException($"The wallet of top-up {topUp.Id:N} does not take the dispute {happened.Reference} as {kind}: {why}.");
        }
    }
}
