using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>The provider answers an offer.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Offer">The offer.</param>
/// <param name="Job">Its job.</param>
/// <param name="Accept">True to accept, false to decline.</param>
[GenerateSerializer, Immutable, Alias("o2o.answer-offer")]
public sealed record AnswerOffer(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Offer,
    [property: Id(2)] Guid Job,
    [property: Id(3)] bool Accept);
