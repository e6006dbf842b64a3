using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>The answer to a request for a quote.</summary>
/// <param name="Quote">The quote; null on a rejection.</param>
/// <param name="Token">The quote, signed, to be sent with the order.</param>
/// <param name="Rejection">Why there is none.</param>
/// <param name="Detail">Every fault, for a person to read.</param>
/// <param name="Route">Of a quote: the way that was priced; null on a rejection.</param>
public sealed record QuoteReply(Quote? Quote, string? Token, Rejection? Rejection, string? Detail, RouteEstimate? Route = null);
