using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Domain.Wallets;

/// <summary>The rules of a wallet. Pure: whoever stores wallets reads, decides here and writes in one transaction that nobody else can come between.</summary>
public static class WalletDecisions
{
    /// <summary>Decides a move of whose key nothing is known yet.</summary>
    /// <param name="wallet">As it stands.</param>
    /// <param name="hold">The payment that the move names; null when there is none of that name.</param>
    /// <param name="move">What is wanted.</param>
    public static WalletChange Decide(Wallet wallet, WalletHold? hold, WalletMove move)
    {
        WalletChange Refuse(WalletRefusal why) => new(wallet, hold, null, why);
        var zero = Money.Money.Zero(wallet.Account.Currency);
        if (move.Account != wallet.Account || move.Amount.Currency != wallet.Account.Currency || (move.Kind != WalletEntryKind.Released && move.Amount.MinorUnits is <= 0 or > Wallet.MostMinorUnits))
        {
            return Refuse(WalletRefusal.AmountWrong);
        }

        if (hold is not null && (hold.Account != wallet.Account || hold.Job.Value != move.Subject))
        {
            return Refuse(WalletRefusal.IntentUnknown);
        }

        switch (move.Kind)
        {
            case WalletEntryKind.Credited when wallet.Balance.MinorUnits + move.Amount.MinorUnits > Wallet.MostMinorUnits:
                return Refuse(WalletRefusal.BalanceTooHigh);

            // What the card was charged is the customer's, however much there is.
            case WalletEntryKind.Credited or WalletEntryKind.ToppedUp:
                return Done(wallet with { Balance = wallet.Balance + move.Amount }, null, move.Amount);
            // The bank has taken it already, whatever is left.
            case WalletEntryKind.Disputed:
                return Done(wallet with { Balance = wallet.Balance - move.Amount, Disputed = wallet.Disputed + move.Amount }, null, move.Amount);
            case WalletEntryKind.DisputeWon or WalletEntryKind.DisputeLost when move.Amount > wallet.Disputed:
                return Refuse(WalletRefusal.StateWrong);
            case WalletEntryKind.DisputeWon:
                return Done(wallet with { Balance = wallet.Balance + move.Amount, Disputed = wallet.Disputed - move.Amount }, null, move.Amount);
            case WalletEntryKind.DisputeLost:
                return Done(wallet, null, move.Amount);
            case WalletEntryKind.Held or WalletEntryKind.Charged when string.IsNullOrEmpty(move.Intent):
                return Refuse(WalletRefusal.IntentUnknown);
            case WalletEntryKind.Held or WalletEntryKind.Charged when hold is not null:
                return Refuse(WalletRefusal.StateWrong);
            case WalletEntryKind.Held or WalletEntryKind.Charged when move.Amount > wallet.Available:
                return Refuse(WalletRefusal.BalanceTooLow);
            case WalletEntryKind.Held:
                return Done(
                    wallet with { Held = wallet.Held + move.Amount },
                    new WalletHold(move.Intent!, wallet.Account, new JobId(move.Subject), move.Amount, WalletHoldStatus.Held, zero, zero),
                    move.Amount);
            case WalletEntryKind.Charged:
                return Done(
                    wallet with { Balance = wallet.Balance - move.Amount },
                    new WalletHold(move.Intent!, wallet.Account, new JobId(move.Subject), move.Amount, WalletHoldStatus.Captured, move.Amount, zero),
                    move.Amount);
            case WalletEntryKind.Raised or WalletEntryKind.Captured or WalletEntryKind.Released or WalletEntryKind.Refunded when hold is null:
                return Refuse(WalletRefusal.IntentUnknown);
            case WalletEntryKind.Refunded when hold.Status != WalletHoldStatus.Captured:
                return Refuse(WalletRefusal.StateWrong);
            case WalletEntryKind.Refunded when move.Amount > hold.Captured - hold.Refunded:
                return Refuse(WalletRefusal.AmountWrong);
            case WalletEntryKind.Refunded:
                return Done(wallet with { Balance = wallet.Balance + move.Amount }, hold with { Refunded = hold.Refunded + move.Amount }, move.Amount);
            case WalletEntryKind.Raised or WalletEntryKind.Captured or WalletEntryKind.Released when hold.Status != WalletHoldStatus.Held:
                return Refuse(WalletRefusal.StateWrong);
            case WalletEntryKind.Raised when move.Amount <= hold.Amount:
                return Refuse(WalletRefusal.AmountWrong);
            case WalletEntryKind.Raised when move.Amount - hold.Amount > wallet.Available:
                return Refuse(WalletRefusal.BalanceTooLow);
            case WalletEntryKind.Raised:
                return Done(wallet with { Held = wallet.Held + move.Amount - hold.Amount }, hold with { Amount = move.Amount }, move.Amount - hold.Amount);
            case WalletEntryKind.Captured when move.Amount > hold.Amount:
                return Refuse(WalletRefusal.AmountWrong);
            case WalletEntryKind.Captured:
                return Done(
                    wallet with { Balance = wallet.Balance - move.Amount, Held = wallet.Held - hold.Amount },
                    hold with { Status = WalletHoldStatus.Captured, Captured = move.Amount },
                    move.Amount);
            case WalletEntryKind.Released:
                return Done(wallet with { Held = wallet.Held - hold.Amount }, hold with { Status = WalletHoldStatus.Released }, hold.Amount);
            default:
                throw new InvalidOperationException($"No rule for {move.Kind}.");
        }

        WalletChange Done(Wallet after, WalletHold? payment, Money.Money amount) => new(
            after, payment, new WalletEntry(move.Key, wallet.Account, move.Kind, amount, move.Subject, move.Intent, move.Reason, after.Balance, after.Held, move.At), null);
    }

    /// <summary>What a key that was used before says to a move: the entry again when it is the same, else that the key is another's.</summary>
    /// <param name="wallet">As it stands.</param>
    /// <param name="hold">The payment that the move names.</param>
    /// <param name="before">What was done under the key.</param>
    /// <param name="move">What is wanted.</param>
    public static WalletChange Again(Wallet wallet, WalletHold? hold, WalletEntry before, WalletMove move)
    {
        // The amount of a raise is what the hold came to, of a release what the hold was: neither is what was asked for.
        var same = before.Account == move.Account && before.Kind == move.Kind && before.Subject == move.Subject && before.Intent == move.Intent
            && (move.Kind is WalletEntryKind.Raised or WalletEntryKind.Released || before.Amount == move.Amount);
        return same ? new WalletChange(wallet, hold, before, null) : new WalletChange(wallet, hold, null, WalletRefusal.KeyReused);
    }
}
