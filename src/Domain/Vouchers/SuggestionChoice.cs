using System.Collections.Immutable;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Markets;

namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>What a customer is suggested at a place: the best voucher of their own, else a campaign that gives one. Pure.</summary>
public static class SuggestionChoice
{
    /// <summary>The voucher that takes most off at the most; of equals the one that ends first, then the lower id.</summary>
    /// <param name="vouchers">The customer's.</param>
    /// <param name="operator">Who runs the market.</param>
    /// <param name="market">Where.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    /// <param name="now">The instant: it can be used then.</param>
    /// <returns>Null when none can be used there and then. One for a first order alone is never suggested: whether it is the first is known with the order.</returns>
    public static Voucher? Voucher(IEnumerable<VoucherCandidate> vouchers, OperatorId @operator, MarketId market, string zone, DateTimeOffset now) => vouchers
        .Where(one => one.IsGood(@operator, market, zone, now))
        .OrderByDescending(one => Most(one.Campaign.Benefit))
        .ThenBy(one => one.Voucher.ExpiresAt)
        .ThenBy(one => one.Voucher.Id)
        .FirstOrDefault()?.Voucher;

    /// <summary>A campaign whose vouchers jobs of the market earn and that are good at the place: one of that very zone before one of all, then the one that ends first, then the lower id.</summary>
    /// <param name="campaigns">Those that run.</param>
    /// <param name="operator">Who runs the market.</param>
    /// <param name="market">Where.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    /// <param name="now">The instant.</param>
    /// <returns>In this order; whether a campaign has anything left is for the caller to look at.</returns>
    public static ImmutableArray<Campaign> Campaigns(IEnumerable<Campaign> campaigns, OperatorId @operator, MarketId market, string zone, DateTimeOffset now) =>
    [
        .. campaigns
            .Where(campaign => campaign.Operator == @operator && !campaign.Paused && campaign.Begins <= now && campaign.Ends > now && !campaign.Scope.FirstTimeOnly
                && campaign.EarnedBy is { } earned && (earned.Markets.IsEmpty || earned.Markets.Contains(market)) && campaign.Scope.IsIn(market, zone))
            .OrderBy(campaign => campaign.Scope.Zones.IsEmpty)
            .ThenBy(campaign => campaign.Ends)
            .ThenBy(campaign => campaign.Id),
    ];

    private static long Most(VoucherBenefit benefit) => benefit switch
    {
        VoucherBenefit.Amount amount => amount.Value.MinorUnits,
        VoucherBenefit.Percentage { Most: { } most } => most.MinorUnits,
        VoucherBenefit.RideCredit { Most: { } most } => most.MinorUnits,
        _ => 0,
    };
}
