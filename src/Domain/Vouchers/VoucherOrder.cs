using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What is about to be ordered, as far as vouchers look at it.</summary>
/// <param name="Customer">Who orders.</param>
/// <param name="Market">Where.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="Merchant">Whose goods or service; null for a ride.</param>
/// <param name="Zones">The zones that it begins and ends in, by name.</param>
/// <param name="At">When it is ordered.</param>
/// <param name="Local">The same instant on the market's clock.</param>
/// <param name="Gross">The price before discounts.</param>
/// <param name="IsFirst">Whether the customer has completed nothing in this market before, and no other order holds a voucher for a first one.</param>
/// <param name="Items">The goods; empty for a ride.</param>
/// <param name="Distance">Of the route; nothing where there is none.</param>
/// <param name="Duration">Of the route; nothing where there is none.</param>
/// <param name="Plan">What a ride costs; null for what is not priced by distance.</param>
/// <param name="Multiplier">What the ride's price is multiplied by (surge).</param>
/// <param name="Least">What has to be paid by the customer whatever is taken off: the deposit of the place that it pays for; null for nothing.</param>
public sealed record VoucherOrder(
    CustomerId Customer,
    MarketId Market,
    ServiceClassId ServiceClass,
    MerchantId? Merchant,
    ImmutableArray<string> Zones,
    DateTimeOffset At,
    DateTime Local,
    Money.Money Gross,
    bool IsFirst,
    ImmutableArray<OrderedItem> Items,
    Metres Distance,
    TimeSpan Duration,
    FarePlan? Plan,
    BasisPoints Multiplier,
    Money.Money? Least = null)
{
    /// <summary>What may be taken off the price at the most.</summary>
    public Money.Money MostOff => Least is { } least ? Money.Money.Max(Money.Money.Zero(Gross.Currency), Gross - least) : Gross;
}
