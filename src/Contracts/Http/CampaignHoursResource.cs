using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>When a campaign's vouchers are used, on its clock.</summary>
/// <param name="Days">The days that it begins on: sunday, monday and so on.</param>
/// <param name="From">HH:mm.</param>
/// <param name="To">HH:mm; not after <paramref name="From"/>: on the next day.</param>
public sealed record CampaignHoursResource(ImmutableArray<string> Days, TimeOnly From, TimeOnly To);
