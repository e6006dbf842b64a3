using System.Collections.Immutable;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Vouchers;

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
/// <param name="Multiplier">What the plain price was multiplied by, above one; null for the plain price.</param>
/// <param name="Vouchers">The vouchers that it holds until then; null for none.</param>
/// <param name="Earns">The campaigns that the job's completion may earn a voucher of; null for none.</param>
/// <param name="Kind">Which product it is; null for a ride.</param>
/// <param name="Sale">What a store sells with it; null for nothing.</param>
/// <param name="Booking">The place in a slot that it pays for; null for none.</param>
/// <param name="ChangeOf">The job whose destination it changes: no other job is had for it; null for a new job.</param>
/// <param name="Journey">Which journey it is of; null for none.</param>
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
    DateTimeOffset ExpiresAt,
    BasisPoints? Multiplier = null,
    ImmutableArray<OrderedVoucher>? Vouchers = null,
    ImmutableArray<CampaignId>? Earns = null,
    ServiceKind? Kind = null,
    Sale? Sale = null,
    OrderedBooking? Booking = null,
    JobId? ChangeOf = null,
    JourneyId? Journey = null);
