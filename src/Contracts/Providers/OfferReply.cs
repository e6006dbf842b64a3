namespace O2O.Dispatch.Contracts.Providers;

/// <summary>The answer to an offer being made or taken back.</summary>
/// <param name="Rejection">Null when the offer is before the provider, or was taken back; otherwise why not (OfferTaken: the provider has accepted it).</param>
/// <param name="View">The provider as it is, so that the shard can mend what it believed.</param>
[GenerateSerializer, Immutable, Alias("o2o.offer-reply")]
public sealed record OfferReply([property: Id(0)] Rejection? Rejection, [property: Id(1)] ProviderView? View);
