using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>A price promised for a while. It is signed, so that what comes back with an order is what was promised.</summary>
/// <param name="Id">The quote.</param>
/// <param name="Operator">The business that runs the market.</param>
/// <param name="Market">Where.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="Merchant">Whose goods or service; null for a ride.</param>
/// <param name="Customer">For whom.</param>
/// <param name="Stops">Pick-up first, drop-off last.</param>
/// <param name="Load">How much capacity.</param>
/// <param name="PickUpAt">The booked time; null for as soon as possible.</param>
/// <param name="Fare">The price, line by line, each discount with its funder.</param>
/// <param name="Distance">Of the route.</param>
/// <param name="Duration">Of the route.</param>
/// <param name="Terms">The terms an order on it is under.</param>
/// <param name="ExpiresAt">From this instant on it is void.</param>
public sealed record Quote(
    QuoteId Id,
    OperatorId Operator,
    MarketId Market,
    ServiceClassId ServiceClass,
    MerchantId? Merchant,
    CustomerId Customer,
    ImmutableArray<JobStop> Stops,
    int Load,
    DateTimeOffset? PickUpAt,
    Fare Fare,
    Metres Distance,
    TimeSpan Duration,
    JobTerms Terms,
    DateTimeOffset ExpiresAt);
