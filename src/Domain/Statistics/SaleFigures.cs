using System.Collections.Immutable;
using O2O.Dispatch.Domain.Books;
using O2O.Dispatch.Domain.Merchants;

namespace O2O.Dispatch.Domain.Statistics;

/// <summary>What a merchant's orders of a period came to. Counts are of the jobs' events, money is the ledger's; docs/reference/statistics.md says what each is equal to. Money is whole minor units.</summary>
/// <param name="Ordered">Orders whose money was held for the first time.</param>
/// <param name="Asked">Orders that the store was asked about.</param>
/// <param name="Accepted">Orders that it took.</param>
/// <param name="Rejected">Orders that it could not serve.</param>
/// <param name="Silent">Orders that it did not answer in time.</param>
/// <param name="Completed">Jobs that were done.</param>
/// <param name="Redemptions">How often something was had at a counter.</param>
/// <param name="Units">How many units were.</param>
/// <param name="Answer">How long it thought about orders.</param>
/// <param name="Preparation">From the acceptance until the goods were ready.</param>
/// <param name="CourierWaiting">How long couriers were at the store.</param>
/// <param name="Waiting">How long customers waited for what is brought as soon as possible.</param>
/// <param name="Gross">The prices before discounts, tax included.</param>
/// <param name="Net">What the merchant was given of them, less what refunds took back.</param>
/// <param name="Refunded">What customers were given back of the price.</param>
/// <param name="Discounts">What each funder gave of the prices, in order of their names.</param>
/// <param name="RatingCount">How many ratings are shown of the jobs that were done.</param>
/// <param name="RatingAverage">Their mean; null for none.</param>
/// <param name="NewCustomers">Who ordered at the merchant for the first time.</param>
/// <param name="ReturningCustomers">Who had ordered before.</param>
public sealed record SaleFigures(
    long Ordered,
    long Asked,
    long Accepted,
    long Rejected,
    long Silent,
    long Completed,
    long Redemptions,
    long Units,
    DurationFigures Answer,
    DurationFigures Preparation,
    DurationFigures CourierWaiting,
    DurationFigures Waiting,
    long Gross,
    long Net,
    long Refunded,
    ImmutableArray<FundedAmount> Discounts,
    long RatingCount,
    double? RatingAverage,
    int NewCustomers,
    int ReturningCustomers)
{
    /// <summary>The figures of a tally.</summary>
    /// <param name="tally">What was counted.</param>
    /// <param name="merchant">Whose orders they are.</param>
    public static SaleFigures Of(SaleTally tally, MerchantId merchant)
    {
        var counts = new long[Enum.GetValues<SaleFactKind>().Length];
        var units = 0L;
        foreach (var count in tally.Counts)
        {
            counts[(int)count.Kind] += count.Count;
            units += count.Kind == SaleFactKind.Redeemed ? count.Sum : 0;
        }

        var money = JobEconomics.Of(tally.Moves.Select(one => one.Move));
        var isNew = tally.Customers.GroupBy(one => one.Customer).Select(orders => orders.Any(one => one.IsNew)).ToList();
        var ratings = tally.Stars.Sum(one => one.Count);
        return new SaleFigures(
            counts[(int)SaleFactKind.Ordered],
            counts[(int)SaleFactKind.Asked],
            counts[(int)SaleFactKind.Accepted],
            counts[(int)SaleFactKind.Rejected],
            counts[(int)SaleFactKind.Silent],
            counts[(int)SaleFactKind.Completed],
            counts[(int)SaleFactKind.Redeemed],
            units,
            Times(SaleFactKind.Accepted),
            Times(SaleFactKind.Prepared),
            Times(SaleFactKind.Collected),
            Times(SaleFactKind.Completed),
            money.Gross,
            tally.Moves.Sum(one => Gained(one.Move, merchant.ToString())),
            money.Refunded - money.TipsRefunded,
            money.Discounts,
            ratings,
            ratings == 0 ? null : (double)tally.Stars.Sum(one => one.Stars * one.Count) / ratings,
            isNew.Count(one => one),
            isNew.Count(one => !one));

        DurationFigures Times(SaleFactKind kind) => DurationFigures.Of(tally.Times.Where(one => one.Kind == kind).Select(one => one.Milliseconds));
    }

    /// <summary>What a move gives the merchant; paying out what it was given takes nothing from it.</summary>
    private static long Gained(BookMove move, string merchant) => Causes.IsPayout(move.Cause) ? 0
        : (move.CreditKind == AccountNames.MerchantPayable && move.CreditOwner == merchant ? move.MinorUnits : 0)
        - (move.DebitKind == AccountNames.MerchantPayable && move.DebitOwner == merchant ? move.MinorUnits : 0);
}
