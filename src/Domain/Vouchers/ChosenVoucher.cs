namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A voucher that an order uses.</summary>
/// <param name="Voucher">Which.</param>
/// <param name="Campaign">Whose.</param>
/// <param name="Amount">What of it is used, positive.</param>
/// <param name="Funder">Who pays for that.</param>
/// <param name="Exposed">What it takes of the market's margin beyond what the order leaves; null where nobody asks.</param>
public sealed record ChosenVoucher(Voucher Voucher, CampaignId Campaign, Money.Money Amount, Fares.Funder Funder, Money.Money? Exposed = null);
