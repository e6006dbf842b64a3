namespace O2O.Dispatch.Contracts.Http;

/// <summary>What the orders of one store came to.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="Name">For people.</param>
/// <param name="TimeZone">Of its clock, by which its days are.</param>
/// <param name="BeginsAt">When the first day begins there.</param>
/// <param name="EndsAt">When the last day ends there, or now where that is earlier.</param>
/// <param name="BeforeBeginsAt">When the days begin that it is held against.</param>
/// <param name="BeforeEndsAt">When they end: at the same time of the clock.</param>
/// <param name="Figures">Of the period.</param>
/// <param name="Before">Of the same weekdays before.</param>
public sealed record StoreStatisticsResource(
    Guid StoreId,
    string Name,
    string TimeZone,
    DateTimeOffset BeginsAt,
    DateTimeOffset EndsAt,
    DateTimeOffset BeforeBeginsAt,
    DateTimeOffset BeforeEndsAt,
    SaleFiguresResource Figures,
    SaleFiguresResource Before);
