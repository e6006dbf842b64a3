using System.Collections.Immutable;
using System.Text.Json.Serialization;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A price that stands until it expires.</summary>
/// <param name="QuoteId">Names it.</param>
/// <param name="Quote">The signed quote: hand it in, unchanged, to order.</param>
/// <param name="ExpiresAt">From this instant on it is void.</param>
/// <param name="Currency">Of every amount here.</param>
/// <param name="TotalMinorUnits">What is to be paid.</param>
/// <param name="Lines">What it is made of.</param>
/// <param name="DistanceMetres">Of the route.</param>
/// <param name="DurationSeconds">Of the route, as expected now.</param>
/// <param name="Line">The route as [longitude, latitude] pairs, for a map.</param>
/// <param name="HoldMinorUnits">What is held on a card, where that is more than the price; null where it is the price.</param>
/// <param name="Waiting">What waiting costs; null for nothing.</param>
public sealed record QuoteResource(
    Guid QuoteId,
    string Quote,
    DateTimeOffset ExpiresAt,
    string Currency,
    long TotalMinorUnits,
    ImmutableArray<FareLineResource> Lines,
    double DistanceMetres,
    double DurationSeconds,
    [property: JsonConverter(typeof(LineConverter))] ImmutableArray<ImmutableArray<double>> Line,
    long? HoldMinorUnits = null,
    WaitingResource? Waiting = null);
