using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a merchant's orders of a period came to. What each figure is equal to in the jobs and the ledger: docs/reference/statistics.md.</summary>
/// <param name="Ordered">Orders whose money was held.</param>
/// <param name="Asked">Orders that the store was asked about.</param>
/// <param name="Accepted">Orders that it took.</param>
/// <param name="Rejected">Orders that it could not serve.</param>
/// <param name="Silent">Orders that it did not answer in time.</param>
/// <param name="Completed">Jobs that were done.</param>
/// <param name="Redemptions">How often something was had at a counter.</param>
/// <param name="RedeemedUnits">How many units were.</param>
/// <param name="Answer">How long the store thought about orders.</param>
/// <param name="Preparation">From the acceptance until the goods were ready.</param>
/// <param name="CourierWaiting">How long couriers were at the store.</param>
/// <param name="Waiting">From the order until it was brought, of what is brought as soon as possible.</param>
/// <param name="GrossMinorUnits">The prices before discounts, tax included.</param>
/// <param name="NetMinorUnits">What the merchant was given of them, less what refunds took back.</param>
/// <param name="RefundedMinorUnits">What customers were given back.</param>
/// <param name="Discounts">What each funder gave of the prices: its kind and id, for instance <c>merchant/0198…</c>.</param>
/// <param name="RatingCount">How many ratings are shown of the jobs that were done.</param>
/// <param name="RatingAverage">Their mean; left out without any.</param>
/// <param name="NewCustomers">Who ordered at the merchant for the first time.</param>
/// <param name="ReturningCustomers">Who had ordered there before.</param>
public sealed record SaleFiguresResource(
    long Ordered,
    long Asked,
    long Accepted,
    long Rejected,
    long Silent,
    long Completed,
    long Redemptions,
    long RedeemedUnits,
    DurationResource Answer,
    DurationResource Preparation,
    DurationResource CourierWaiting,
    DurationResource Waiting,
    long GrossMinorUnits,
    long NetMinorUnits,
    long RefundedMinorUnits,
    ImmutableArray<FundedAmountResource> Discounts,
    long RatingCount,
    double? RatingAverage,
    int NewCustomers,
    int ReturningCustomers);
