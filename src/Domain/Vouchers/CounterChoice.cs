using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Sales;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>The vouchers of a customer that can be used for what a counter sells. Pure.</summary>
public static class CounterChoice
{
    /// <summary>Those that can be used there and then, those that end first in front. A least price is for the order to meet.</summary>
    /// <param name="vouchers">The customer's.</param>
    /// <param name="market">Where the store is.</param>
    /// <param name="merchant">Whose store.</param>
    /// <param name="currency">The merchant's.</param>
    /// <param name="zone">The pricing zone of the store; empty for none.</param>
    /// <param name="products">What the counter sells.</param>
    /// <param name="now">The instant.</param>
    public static ImmutableArray<VoucherCandidate> Usable(
        IEnumerable<VoucherCandidate> vouchers, Market market, MerchantId merchant, Money.Currency currency, string zone, IReadOnlySet<Guid> products, DateTimeOffset now)
    {
        var classes = market.Classes.Where(one => one.Kind == ServiceKind.Redemption).Select(one => one.Id).ToList();
        return
        [
            .. vouchers
                .Where(one => one.IsGood(market.Operator, market.Id, zone, now) && one.Campaign.Currency == currency
                    && (one.Campaign.Scope.Merchants.IsEmpty || one.Campaign.Scope.Merchants.Contains(merchant))
                    && classes.Exists(id => one.Campaign.Scope.ServiceClasses.IsEmpty || one.Campaign.Scope.ServiceClasses.Contains(id))
                    && one.Campaign.Benefit switch
                    {
                        VoucherBenefit.RideCredit => false,
                        VoucherBenefit.FreeItem item => products.Contains(item.Product),
                        _ => true,
                    })
                .OrderBy(one => one.Voucher.ExpiresAt)
                .ThenBy(one => one.Voucher.Id),
        ];
    }
}
