namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a voucher is good for.</summary>
/// <param name="Kind">percentage, amount, free_item or ride_credit.</param>
/// <param name="ShareBasisPoints">Of a percentage: ten-thousandths of the price before discounts, 1 to 10,000.</param>
/// <param name="AmountMinorUnits">Of an amount: how much.</param>
/// <param name="ProductId">Of a free item: one piece of this product, which has to be in the order.</param>
/// <param name="UpToMetres">Of a ride credit: the ride as far as that.</param>
/// <param name="MostMinorUnits">Of a percentage or a ride credit: what it comes to at the most; null for no bound.</param>
public sealed record VoucherBenefitResource(
    string Kind, int? ShareBasisPoints = null, long? AmountMinorUnits = null, Guid? ProductId = null, double? UpToMetres = null, long? MostMinorUnits = null);
