using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a job, or many, came to, by the ledger.</summary>
/// <param name="Currency">Of every amount here.</param>
/// <param name="GrossMinorUnits">The price before discounts, tax included.</param>
/// <param name="Discounts">What funders paid of it.</param>
/// <param name="CommissionMinorUnits">What the platform kept of it, less what it gave back in refunds.</param>
/// <param name="TaxMinorUnits">The tax in it, less what was given back.</param>
/// <param name="ProviderNetMinorUnits">What the provider earned, tips included, less what was taken back.</param>
/// <param name="MerchantNetMinorUnits">What the merchant earned, likewise.</param>
/// <param name="TipsMinorUnits">The part of the provider's net that is tips.</param>
/// <param name="GatewayFeesMinorUnits">What the gateway kept; 0 until it is known.</param>
/// <param name="CapturedMinorUnits">What customers were charged.</param>
/// <param name="RefundedMinorUnits">What they were given back.</param>
/// <param name="DisputedMinorUnits">What is held in disputes, or was lost in them.</param>
/// <param name="PlatformMarginMinorUnits">Commission less the discounts that the platform funds, gateway fees and disputes; may be negative.</param>
/// <param name="Accounts">Every kind of account that moved, credits less debits; they sum to zero.</param>
/// <param name="CashMinorUnits">What providers took at the door in cash.</param>
/// <param name="CardAtDoorMinorUnits">What they took there by card, at terminals of their own.</param>
/// <param name="TipsRefundedMinorUnits">What of tips was given back: off the tips, and a part of what was refunded.</param>
public sealed record EconomicsResource(
    string Currency,
    long GrossMinorUnits,
    ImmutableArray<FundedAmountResource> Discounts,
    long CommissionMinorUnits,
    long TaxMinorUnits,
    long ProviderNetMinorUnits,
    long MerchantNetMinorUnits,
    long TipsMinorUnits,
    long GatewayFeesMinorUnits,
    long CapturedMinorUnits,
    long RefundedMinorUnits,
    long DisputedMinorUnits,
    long PlatformMarginMinorUnits,
    ImmutableArray<AccountAmountResource> Accounts,
    long CashMinorUnits = 0,
    long CardAtDoorMinorUnits = 0,
    long TipsRefundedMinorUnits = 0);
