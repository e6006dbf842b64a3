namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A voucher that an order uses.</summary>
/// <param name="Voucher">Which.</param>
/// <param name="Campaign">Whose.</param>
/// <param name="Amount">What of it is used, positive.</param>
/// <param name="Funder">Who pays for that.</param>
public sealed record ChosenVoucher(Voucher Voucher, CampaignId Campaign, Money.Money Amount, Fares.Funder Funder);
