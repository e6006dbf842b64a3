using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Where providers were.</summary>
/// <param name="Reports">At most 1,000.</param>
/// <param name="Market">Of a fleet gateway: the market of all of them. A provider leaves it out: that of its shift counts.</param>
public sealed record LocationsBody(ImmutableArray<LocationBody> Reports, string? Market = null);
