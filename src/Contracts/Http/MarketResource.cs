using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A market.</summary>
/// <param name="Market">Its name.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="ServiceClasses">What can be ordered in it.</param>
/// <param name="Paused">Whether it takes no orders for now.</param>
/// <param name="Bounds">West, south, east, north of its map; null when it has none here.</param>
public sealed record MarketResource(string Market, string Operator, ImmutableArray<ServiceClassResource> ServiceClasses, bool Paused, ImmutableArray<double>? Bounds);
