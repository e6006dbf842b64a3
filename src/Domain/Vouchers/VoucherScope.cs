using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a campaign's vouchers may be used for. An empty list bounds nothing.</summary>
/// <param name="Markets">Where.</param>
/// <param name="ServiceClasses">Which kinds of service.</param>
/// <param name="Merchants">Whose goods or services.</param>
/// <param name="Zones">One of them is where the order begins or ends.</param>
/// <param name="Hours">When it is ordered, on the market's clock.</param>
/// <param name="MinimumSpend">The least price before discounts; null for none.</param>
/// <param name="FirstTimeOnly">Whether it is only for who has completed nothing in the market before, and has no other order under way that such a voucher was taken for.</param>
public sealed record VoucherScope(
    ImmutableArray<MarketId> Markets,
    ImmutableArray<ServiceClassId> ServiceClasses,
    ImmutableArray<MerchantId> Merchants,
    ImmutableArray<string> Zones,
    ImmutableArray<DailyHours> Hours,
    Money.Money? MinimumSpend,
    bool FirstTimeOnly)
{
    /// <summary>No bounds.</summary>
    public static VoucherScope Anything { get; } = new([], [], [], [], [], null, false);

    /// <summary>Whether a place lies within it.</summary>
    /// <param name="market">Where.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    public bool IsIn(MarketId market, string zone) => Has(Markets, market) && (Zones.IsEmpty || Zones.Contains(zone, StringComparer.Ordinal));

    /// <summary>Whether it is for a first order alone, and one of that market may be it.</summary>
    public bool IsForFirstIn(MarketId market) => FirstTimeOnly && Has(Markets, market);

    /// <summary>Why it may not be used for an order; null when it may.</summary>
    public VoucherRejection? Why(VoucherOrder order)
    {
        if (!Has(Markets, order.Market) || !Has(ServiceClasses, order.ServiceClass) || (!Merchants.IsEmpty && (order.Merchant is not { } merchant || !Merchants.Contains(merchant))))
        {
            return VoucherRejection.NotForThis;
        }

        if (!Zones.IsEmpty && !order.Zones.Any(zone => Zones.Contains(zone, StringComparer.Ordinal)))
        {
            return VoucherRejection.NotHere;
        }

        if (!Hours.IsEmpty && !Hours.Any(hours => hours.Contains(order.Local)))
        {
            return VoucherRejection.NotNow;
        }

        if (MinimumSpend is { } least && (least.Currency != order.Gross.Currency || order.Gross < least))
        {
            return VoucherRejection.BelowMinimumSpend;
        }

        return FirstTimeOnly && !order.IsFirst ? VoucherRejection.NotTheFirstTime : null;
    }

    private static bool Has<T>(ImmutableArray<T> any, T one) => any.IsEmpty || any.Contains(one);
}
