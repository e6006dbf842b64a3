namespace O2O.Dispatch.Domain.Books;

/// <summary>What the causes of transfers mean to whoever reads the books.</summary>
public static class Causes
{
    /// <summary>Whether a transfer of this cause divides a price: at the completion of a job, or at an end that costs a fee.</summary>
    public static bool IsSale(string cause) => cause is "completed" or "canceled" or "no_show" or "expired";

    /// <summary>Whether it is what a provider owes for a job it was given.</summary>
    public static bool IsLeadFee(string cause) => cause == "lead_fee";

    /// <summary>Whether it is what a merchant pays for a visit that a placement brought.</summary>
    public static bool IsPlacedVisit(string cause) => cause == Placements.PlacementVisit.Cause;

    /// <summary>Whether it is a tip.</summary>
    public static bool IsTip(string cause) => cause.StartsWith("tip", StringComparison.Ordinal);

    /// <summary>Whether it gives money back to a customer.</summary>
    public static bool IsRefund(string cause) => cause.StartsWith("refund", StringComparison.Ordinal) || IsTipRefund(cause);

    /// <summary>Whether it gives a tip back, or takes that back.</summary>
    public static bool IsTipRefund(string cause) => cause is "tip_refunded" or "tip_refund_reversed";

    /// <summary>Whether it belongs to a dispute at the bank.</summary>
    public static bool IsDispute(string cause) => cause.StartsWith("dispute", StringComparison.Ordinal);

    /// <summary>Whether it pays out what is owed to a provider or a merchant: to an account at the gateway, or by netting what the payee owes.</summary>
    public static bool IsPayout(string cause) => cause.StartsWith("payout", StringComparison.Ordinal) || IsTransfer(cause) || IsNetting(cause);

    /// <summary>Whether it belongs to a transfer to an account at the gateway.</summary>
    public static bool IsTransfer(string cause) => cause is "transfer_begun" or "transfer_paid" or "transfer_failed";

    /// <summary>Whether it brings money into a wallet from elsewhere than a job, takes back what came so, or is what the gateway kept of that.</summary>
    public static bool IsPaidIn(string cause) => cause is "wallet_credited" or "wallet_topped_up" or "wallet_fee" or "wallet_disputed" or "wallet_dispute_won";

    /// <summary>Whether an account is one that customers' payments come from: the gateway's, or their own wallets.</summary>
    public static bool IsPayer(string account) => account is AccountNames.GatewayClearing or AccountNames.CustomerWallet;

    /// <summary>Whether it is what a provider took at the door: in cash.</summary>
    public static bool IsCash(string cause) => cause == "cash_collected";

    /// <summary>Whether it is what a provider took at the door: by card, at its own terminal.</summary>
    public static bool IsCardAtDoor(string cause) => cause == "card_collected";

    /// <summary>Whether it nets what is owed to a payee with what the payee owes: what it took at the door, or discounts that it funds.</summary>
    public static bool IsNetting(string cause) => cause is "cash_netted" or "discounts_netted";
}
