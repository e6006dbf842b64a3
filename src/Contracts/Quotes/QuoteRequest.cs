using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Domain.Journeys;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>What a customer wants to know the price of.</summary>
/// <param name="Market">Where.</param>
/// <param name="ServiceClass">What kind of service.</param>
/// <param name="Customer">For whom.</param>
/// <param name="Stops">Pick-up first, drop-off last.</param>
/// <param name="Load">How much capacity, at least 1.</param>
/// <param name="PickUpAt">The booked time; null for as soon as possible.</param>
/// <param name="Merchant">Whose goods or service; null for none. The market has to know it.</param>
/// <param name="Journey">Which journey it is of; null for none.</param>
/// <param name="Begins">Whether that journey begins with it: then it gives way to the one of a voucher that the quote takes.</param>
public sealed record QuoteRequest(string Market, string ServiceClass, Guid Customer, ImmutableArray<WirePoint> Stops, int Load, DateTimeOffset? PickUpAt, Guid? Merchant = null,
    JourneyId? Journey = null, bool Begins = false);
