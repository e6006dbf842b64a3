using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>What became of location reports.</summary>
/// <param name="Accepted">How many were taken in; the others were refused.</param>
/// <param name="Refused">The first 100 that were refused, in the order in which they were sent; null when none was.</param>
public sealed record LocationsResource(int Accepted, ImmutableArray<LocationRefusalResource>? Refused = null);
