namespace O2O.Dispatch.Contracts.Providers;

/// <summary>A dispatch shard takes an offer back.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Job">Its job.</param>
/// <param name="Expired">Whether its time is over; otherwise it is withdrawn for another reason.</param>
[GenerateSerializer, Immutable, Alias("o2o.withdraw-offer")]
public sealed record WithdrawOffer([property: Id(0)] Guid Offer, [property: Id(1)] Guid Job, [property: Id(2)] bool Expired);
