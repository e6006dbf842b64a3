using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a merchant's orders came to, and what those of the same weekdays before did.</summary>
/// <param name="At">When it was counted.</param>
/// <param name="From">The first day, at the stores.</param>
/// <param name="To">The day after the last.</param>
/// <param name="Currency">Of all amounts.</param>
/// <param name="StoreId">The one store that it is of; left out for all.</param>
/// <param name="Figures">Of all stores together.</param>
/// <param name="Before">Of the same weekdays before.</param>
/// <param name="Hours">By hour of the day, as the day goes: a day on which the clock is put forward has 23, one on which it is put back 25.</param>
/// <param name="Stores">Store by store, in order of name.</param>
public sealed record MerchantStatisticsResource(
    DateTimeOffset At,
    DateOnly From,
    DateOnly To,
    string Currency,
    Guid? StoreId,
    SaleFiguresResource Figures,
    SaleFiguresResource Before,
    ImmutableArray<HourFiguresResource> Hours,
    ImmutableArray<StoreStatisticsResource> Stores);
