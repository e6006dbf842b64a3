using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The customer wants extra work, or does not.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Customer">Who.</param>
/// <param name="Number">Which offer.</param>
/// <param name="Approved">Whether.</param>
[GenerateSerializer, Immutable, Alias("o2o.answer-extra")]
public sealed record AnswerExtra(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Customer,
    [property: Id(2)] int Number,
    [property: Id(3)] bool Approved);
