using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Domain.Wallets;

/// <summary>Which transfers an entry of a wallet makes. What jobs take from wallets and give back is posted with the jobs' own events; here is what comes in from elsewhere. Pure.</summary>
public static class WalletPostings
{
    /// <summary>The cause of what an operator gave.</summary>
    public const string Credited = "wallet_credited";

    /// <summary>The cause of what the customer put in.</summary>
    public const string ToppedUp = "wallet_topped_up";

    /// <summary>The cause of what the gateway kept of that.</summary>
    public const string Fee = "wallet_fee";

    /// <summary>The cause of what a bank took of that.</summary>
    public const string Disputed = "wallet_disputed";

    /// <summary>The cause of what it gave back.</summary>
    public const string DisputeWon = "wallet_dispute_won";

    /// <summary>The transfers of one entry; none for most.</summary>
    /// <param name="entry">What happened.</param>
    /// <param name="fee">What the gateway kept of a top-up, or charges for a dispute of it; null for nothing that is known.</param>
    public static ImmutableArray<LedgerTransfer> Of(WalletEntry entry, Money.Money? fee = null)
    {
        var business = entry.Account.Operator.Value;
        var wallet = new LedgerAccount(AccountKind.CustomerWallet, entry.Account.Customer.ToString());
        var clearing = new LedgerAccount(AccountKind.GatewayClearing, business);
        switch (entry.Kind)
        {
            case WalletEntryKind.Credited:
                return [Transfer("credited", new LedgerAccount(AccountKind.PromotionFunder, $"platform/{business}"), wallet, entry.Amount, Credited)];
            case WalletEntryKind.ToppedUp:
                return WithFee("fee", Transfer("topped_up", clearing, wallet, entry.Amount, ToppedUp));
            case WalletEntryKind.Disputed:
                return WithFee($"{entry.Key}:fee", Transfer(entry.Key, wallet, clearing, entry.Amount, Disputed));
            case WalletEntryKind.DisputeWon:
                return [Transfer(entry.Key, clearing, wallet, entry.Amount, DisputeWon)];
            default:
                return [];
        }

        ImmutableArray<LedgerTransfer> WithFee(string key, LedgerTransfer moved) => fee is { MinorUnits: > 0 } kept && kept.Currency == entry.Amount.Currency
            ? [moved, Transfer(key, new LedgerAccount(AccountKind.GatewayFees, business), clearing, kept, Fee)]
            : [moved];

        LedgerTransfer Transfer(string key, LedgerAccount debit, LedgerAccount credit, Money.Money amount, string cause) =>
            new($"{entry.Subject:N}:{key}", debit, credit, amount, new JobId(entry.Subject), entry.Intent, cause, entry.Account.Operator, null, entry.At);
    }
}
