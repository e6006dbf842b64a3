using O2O.Dispatch.Domain.Fares;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A voucher that a quote or a job holds. Its amount is a discount line of the quoted price, the vouchers' last among the discounts and in the same order.</summary>
/// <param name="Voucher">Which.</param>
/// <param name="Campaign">Whose.</param>
/// <param name="Amount">What its funder pays at the most, positive.</param>
/// <param name="Funder">Who pays for it.</param>
/// <param name="Exposed">What it takes of the market's margin beyond what the order leaves; null where nobody asks.</param>
public sealed record OrderedVoucher(VoucherId Voucher, CampaignId Campaign, Money.Money Amount, Funder Funder, Money.Money? Exposed = null);
