using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>A route, estimated.</summary>
/// <param name="Distance">Along the roads.</param>
/// <param name="Duration">By the market's travel times.</param>
/// <param name="NotServed">The index of the first place outside the service area; null when all are inside. Then distance and duration are zero.</param>
public sealed record RouteEstimate(Metres Distance, TimeSpan Duration, int? NotServed);
