using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>A voucher that a customer could use, with all that decides it.</summary>
/// <param name="Voucher">The voucher.</param>
/// <param name="Campaign">Its campaign.</param>
/// <param name="Usage">What of the campaign is used and held by others.</param>
public sealed record VoucherCandidate(Voucher Voucher, Campaign Campaign, CampaignUsage Usage)
{
    /// <summary>Whether it can be used for something at a place now, whatever that is. One for a first order alone counts as none: whether it is the first is known with the order.</summary>
    /// <param name="operator">Who runs the market.</param>
    /// <param name="market">Where.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    /// <param name="now">The instant.</param>
    public bool IsGood(OperatorId @operator, MarketId market, string zone, DateTimeOffset now) =>
        Campaign.Operator == @operator && !Campaign.Scope.FirstTimeOnly && Campaign.Scope.IsIn(market, zone) && Campaign.IsNow(now)
        && (Voucher.Status == VoucherStatus.Issued || Voucher.Hold?.Stands(now) == false)
        && Campaign.Why(Usage, Money.Money.Zero(Campaign.Currency), now) is null;
}
