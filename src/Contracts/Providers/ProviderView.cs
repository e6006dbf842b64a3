using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Providers;

/// <summary>A provider as others see it.</summary>
/// <param name="Provider">Who.</param>
/// <param name="Name">As applied with.</param>
/// <param name="Operator">The business it works for.</param>
/// <param name="Standing">Whether it may work.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Market">Of the shift; null when off.</param>
/// <param name="ServiceClasses">Of the shift, in order; empty when off.</param>
/// <param name="Vehicle">Of the shift; null when off.</param>
/// <param name="Capacity">Of the vehicle; 0 when off.</param>
/// <param name="ChainLimit">How many active jobs its plan may hold; 0 when off.</param>
/// <param name="Jobs">The active jobs, in the order of its plan.</param>
/// <param name="OpenOffer">The offer it has before it; null when none.</param>
/// <param name="ShiftNumber">Counts its shifts; news of an earlier shift is old.</param>
/// <param name="Advice">Where it is advised to wait for work, as long as it is idle and the advice has not expired; null for nowhere.</param>
/// <param name="Rating">How it was rated when its shift began, the latest ratings first in weight, 1 to 5; null when it has no rating.</param>
/// <param name="Commitments">Booked jobs that it has accepted and does not drive for yet, the soonest first; null when there are none.</param>
/// <param name="Skills">What it can do or is licensed for, in order; null for nothing.</param>
[GenerateSerializer, Immutable, Alias("o2o.provider-view")]
public sealed record ProviderView(
    [property: Id(0)] Guid Provider,
    [property: Id(1)] string Name,
    [property: Id(2)] string Operator,
    [property: Id(3)] StandingState Standing,
    [property: Id(4)] ProviderState State,
    [property: Id(5)] string? Market,
    [property: Id(6)] ImmutableArray<string> ServiceClasses,
    [property: Id(7)] Guid? Vehicle,
    [property: Id(8)] int Capacity,
    [property: Id(9)] int ChainLimit,
    [property: Id(10)] ImmutableArray<Guid> Jobs,
    [property: Id(11)] Guid? OpenOffer,
    [property: Id(12)] long ShiftNumber,
    [property: Id(13)] MoveAdvice? Advice = null,
    [property: Id(14)] double? Rating = null,
    [property: Id(15)] ImmutableArray<ProviderCommitment>? Commitments = null,
    [property: Id(16)] ImmutableArray<string>? Skills = null);
