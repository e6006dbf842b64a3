using O2O.Dispatch.Domain.Offers;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>An offer's new status.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Status">Its end.</param>
public sealed record OfferChange(OfferId Offer, OfferStatus Status);
