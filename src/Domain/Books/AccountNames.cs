namespace O2O.Dispatch.Domain.Books;

/// <summary>
/// The public names of the kinds of accounts, as the books read them. They are text here and not an enum: books are read by name, so that a kind this reader has no rule for is shown as it is
/// and counted in every balance, and never refused.
/// </summary>
public static class AccountNames
{
    /// <summary>What a customer owes (debit) and has paid (credit).</summary>
    public const string Customer = "customer";

    /// <summary>What is owed to a provider.</summary>
    public const string ProviderPayable = "provider_payable";

    /// <summary>What is owed to a merchant.</summary>
    public const string MerchantPayable = "merchant_payable";

    /// <summary>What the platform has earned.</summary>
    public const string PlatformRevenue = "platform_revenue";

    /// <summary>Tax that was collected.</summary>
    public const string Tax = "tax";

    /// <summary>Money the gateway has taken and not yet paid out.</summary>
    public const string GatewayClearing = "gateway_clearing";

    /// <summary>What the gateway has kept for its work.</summary>
    public const string GatewayFees = "gateway_fees";

    /// <summary>What customers dispute at their banks.</summary>
    public const string Disputes = "disputes";

    /// <summary>What providers have taken from customers at the door, in hand or by card.</summary>
    public const string CashInHand = "cash_in_hand";

    /// <summary>What is set aside for transfers that the gateway has not answered yet.</summary>
    public const string PayoutsUnderWay = "payouts_under_way";

    /// <summary>What is owed to a customer: the balance of a wallet.</summary>
    public const string CustomerWallet = "customer_wallet";

    /// <summary>What customers tip a provider, on its way to it.</summary>
    public const string Tips = "tips";

    /// <summary>What a funder owes for the discounts it funds; its owner is <c>kind/id</c>, for instance <c>platform/acme</c>.</summary>
    public const string PromotionFunder = "promotion_funder";
}
