using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What a campaign's vouchers may be used for. What is left out bounds nothing.</summary>
/// <param name="Markets">Where.</param>
/// <param name="ServiceClasses">Which kinds of service.</param>
/// <param name="Merchants">Whose goods or services.</param>
/// <param name="Hours">When it is ordered.</param>
/// <param name="MinimumSpendMinorUnits">The least price before discounts.</param>
/// <param name="FirstTimeOnly">Whether it is only for who has completed nothing in the market before.</param>
/// <param name="Zones">One of these pricing zones is where the order begins or ends.</param>
public sealed record CampaignScopeResource(
    ImmutableArray<string>? Markets = null,
    ImmutableArray<string>? ServiceClasses = null,
    ImmutableArray<Guid>? Merchants = null,
    ImmutableArray<WeeklyHoursResource>? Hours = null,
    long? MinimumSpendMinorUnits = null,
    bool FirstTimeOnly = false,
    ImmutableArray<string>? Zones = null);
