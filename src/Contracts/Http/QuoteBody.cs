using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>Asks for a price.</summary>
/// <param name="Market">The market.</param>
/// <param name="ServiceClass">The service class in it.</param>
/// <param name="Stops">Pick-up first, drop-off last; at least two.</param>
/// <param name="Load">How much capacity it takes. Default: 1.</param>
/// <param name="PickUpAt">A booked time; null for now.</param>
/// <param name="MerchantId">Whose goods or service it is; null for none. The market has to know it.</param>
public sealed record QuoteBody(string Market, string ServiceClass, ImmutableArray<WirePoint> Stops, int Load = 1, DateTimeOffset? PickUpAt = null, Guid? MerchantId = null);
