namespace O2O.Dispatch.Domain.Ledger;

/// <summary>What an account of the ledger stands for.</summary>
public enum AccountKind
{
    /// <summary>What a customer owes (debit) and has paid (credit).</summary>
    Customer,

    /// <summary>What is owed to a provider.</summary>
    ProviderPayable,

    /// <summary>What the platform has earned.</summary>
    PlatformRevenue,

    /// <summary>Tax that was collected.</summary>
    Tax,

    /// <summary>Money the gateway has taken and not yet paid out.</summary>
    GatewayClearing,

    /// <summary>What a funder owes for the discounts it funds.</summary>
    PromotionFunder,

    /// <summary>What the gateway kept for itself.</summary>
    GatewayFees,

    /// <summary>What providers have taken from customers at the door, in hand or by card: a debt of theirs until it is netted.</summary>
    CashInHand,

    /// <summary>What banks have taken until disputes are decided.</summary>
    Disputes,

    /// <summary>What is owed to a merchant.</summary>
    MerchantPayable,

    /// <summary>What is set aside for transfers to payees that the gateway has not answered yet.</summary>
    PayoutsUnderWay,

    /// <summary>What is owed to a customer: the balance of a wallet.</summary>
    CustomerWallet,

    /// <summary>What customers tip a provider, on its way to what the provider is owed: whole, so that nothing stays here.</summary>
    Tips,
}
