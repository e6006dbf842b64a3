namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Goods in an order, as a voucher sees them.</summary>
/// <param name="Product">Which.</param>
/// <param name="Each">The price of one, options included.</param>
/// <param name="Quantity">How many, at least 1.</param>
public sealed record OrderedItem(Guid Product, Money.Money Each, int Quantity);
