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
/// <param name="Surge">What the plain price was multiplied by because many wait here, above one; null for the plain price. What it comes to is the line <c>multiplier</c>.</param>
/// <param name="Vouchers">The vouchers that it holds, each a discount of the price; null for none.</param>
/// <param name="Earns">The names of campaigns that give a voucher when the job is done; null for none.</param>
/// <param name="JourneyId">Which journey it is of: the one that was named, the voucher's, or one that begins with it.</param>
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
    WaitingResource? Waiting = null,
    double? Surge = null,
    ImmutableArray<QuoteVoucherResource>? Vouchers = null,
    ImmutableArray<string>? Earns = null,
    Guid? JourneyId = null);
