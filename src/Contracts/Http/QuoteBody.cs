using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Asks for a price.</summary>
/// <param name="Market">The market.</param>
/// <param name="ServiceClass">The service class in it.</param>
/// <param name="Stops">Of a ride pick-up first, drop-off last, at least two; of a delivery or a home service the one place; of a redemption none.</param>
/// <param name="Load">How much capacity it takes. Default: 1.</param>
/// <param name="PickUpAt">A booked time; null for now.</param>
/// <param name="MerchantId">Whose goods or service it is; null for none. The market has to know it.</param>
/// <param name="Voucher">The id of a voucher of the customer's to use, or none; null for the best there is.</param>
/// <param name="StoreId">Which store sells; null for none.</param>
/// <param name="Items">What is bought there; null for nothing.</param>
/// <param name="BookingId">The place that it pays for, held at that store; null for none.</param>
/// <param name="JourneyId">The journey that it goes on with; null for that of the voucher it takes, or a new one.</param>
public sealed record QuoteBody(string Market, string ServiceClass, ImmutableArray<WirePoint> Stops, int Load = 1, DateTimeOffset? PickUpAt = null, Guid? MerchantId = null, string? Voucher = null,
    Guid? StoreId = null, ImmutableArray<BasketItemBody>? Items = null, Guid? BookingId = null, Guid? JourneyId = null);
