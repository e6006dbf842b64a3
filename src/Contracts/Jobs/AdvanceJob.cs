using O2O.Dispatch.Contracts.Runtime;

namespace O2O.Dispatch.Contracts.Jobs;

/// <summary>The bound provider makes a step.</summary>
/// <param name="Stamp">Makes a repetition recognisable.</param>
/// <param name="Job">Which job.</param>
/// <param name="Provider">Who.</param>
/// <param name="Step">What.</param>
/// <param name="Pin">For Start, where the terms ask for one; for Complete where goods are brought.</param>
/// <param name="MeasuredMetres">For Complete: the distance as measured; null to price the quoted one. For ReportNoShow what the provider has driven, as the dispatch shard counted; null when nobody knows.</param>
/// <param name="Note">For Complete who signed for goods, for ReturnGoods the reason, for OfferExtra what has to be done; null for nothing.</param>
/// <param name="AmountMinorUnits">For OfferExtra what it costs.</param>
[GenerateSerializer, Immutable, Alias("o2o.advance-job")]
public sealed record AdvanceJob(
    [property: Id(0)] CommandStamp Stamp,
    [property: Id(1)] Guid Job,
    [property: Id(2)] Guid Provider,
    [property: Id(3)] JobStep Step,
    [property: Id(4)] string? Pin,
    [property: Id(5)] double? MeasuredMetres,
    [property: Id(6)] string? Note = null,
    [property: Id(7)] long? AmountMinorUnits = null);
