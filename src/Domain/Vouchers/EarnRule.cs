using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>Which completed jobs earn a voucher. An empty list bounds nothing.</summary>
/// <param name="Markets">Where.</param>
/// <param name="ServiceClasses">Which kinds of service.</param>
/// <param name="Merchants">Whose.</param>
/// <param name="MinimumPaid">The least that the customer has paid; null for none.</param>
public sealed record EarnRule(ImmutableArray<MarketId> Markets, ImmutableArray<ServiceClassId> ServiceClasses, ImmutableArray<MerchantId> Merchants, Money.Money? MinimumPaid)
{
    /// <summary>Whether a job earns one.</summary>
    /// <param name="market">Where it was.</param>
    /// <param name="serviceClass">What it was.</param>
    /// <param name="merchant">Whose it was; null for a ride.</param>
    /// <param name="paid">What the customer paid.</param>
    public bool Earns(MarketId market, ServiceClassId serviceClass, MerchantId? merchant, Money.Money paid) =>
        (Markets.IsEmpty || Markets.Contains(market))
        && (ServiceClasses.IsEmpty || ServiceClasses.Contains(serviceClass))
        && (Merchants.IsEmpty || (merchant is { } whose && Merchants.Contains(whose)))
        && (MinimumPaid is not { } least || (least.Currency == paid.Currency && paid >= least));
}
