namespace O2O.Dispatch.Contracts.Http;

/// <summary>What the orders of one hour of the day came to, in all days of the period.</summary>
/// <param name="Hour">0 to 23, as the clock at the store shows it.</param>
/// <param name="Repeated">Whether it is the second time that the clock shows it that day, because it was put back.</param>
/// <param name="Ordered">Orders.</param>
/// <param name="Redemptions">How often something was had at a counter.</param>
/// <param name="GrossMinorUnits">The prices before discounts.</param>
/// <param name="OrderedBefore">Orders of the weeks before.</param>
/// <param name="RedemptionsBefore">How often something was had then.</param>
/// <param name="GrossBeforeMinorUnits">The prices then.</param>
public sealed record HourFiguresResource(
    int Hour, bool Repeated, long Ordered, long Redemptions, long GrossMinorUnits, long OrderedBefore, long RedemptionsBefore, long GrossBeforeMinorUnits);
