namespace O2O.Dispatch.Domain.Ledger;

/// <summary>One account: a kind, and whose it is.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Owner">Whose; the operator for the accounts of the business itself.</param>
public readonly record struct LedgerAccount(AccountKind Kind, string Owner)
{
    /// <summary>The text form, for instance <c>provider_payable:0198…</c>.</summary>
    public override string ToString() => $"{Name(Kind)}:{Owner}";

    /// <summary>The public name of a kind.</summary>
    public static string Name(AccountKind kind) => kind switch
    {
        AccountKind.Customer => "customer",
        AccountKind.ProviderPayable => "provider_payable",
        AccountKind.PlatformRevenue => "platform_revenue",
        AccountKind.Tax => "tax",
        AccountKind.GatewayClearing => "gateway_clearing",
        AccountKind.PromotionFunder => "promotion_funder",
        AccountKind.GatewayFees => "gateway_fees",
        AccountKind.CashInHand => "cash_in_hand",
        AccountKind.Disputes => "disputes",
        AccountKind.MerchantPayable => "merchant_payable",
        AccountKind.PayoutsUnderWay => "payouts_under_way",
        AccountKind.CustomerWallet => "customer_wallet",
        AccountKind.Tips => "tips",
    };
}
