using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>A provider.</summary>
/// <param name="ProviderId">Who.</param>
/// <param name="Name">As given at the application.</param>
/// <param name="Operator">The business it works for.</param>
/// <param name="Standing">Whether it may work.</param>
/// <param name="State">What it does now.</param>
/// <param name="Market">Where its shift is; null when it has none.</param>
/// <param name="ServiceClasses">What it does on its shift.</param>
/// <param name="VehicleId">With what; null when it has no shift.</param>
/// <param name="Capacity">Of the vehicle.</param>
/// <param name="ChainLimit">Jobs in its plan at the most.</param>
/// <param name="Jobs">Its jobs, in the order of its plan.</param>
/// <param name="OpenOffer">What is before it; null for nothing.</param>
/// <param name="Place">Where it was last; null when it has not reported.</param>
/// <param name="RatingCount">How many ratings of it are shown.</param>
/// <param name="RatingAverage">Their mean, 1 to 5; null when there is none.</param>
/// <param name="Advice">Where it is advised to wait for work; null for nowhere.</param>
/// <param name="RatingScore">How it is rated, the latest ratings first in weight, 1 to 5; null when there is none.</param>
/// <param name="Commitments">Booked jobs that it has accepted and does not drive for yet, the soonest first; null for none.</param>
/// <param name="Skills">What it can do or is licensed for, in order; null for nothing.</param>
public sealed record ProviderResource(
    Guid ProviderId,
    string Name,
    string Operator,
    StandingState Standing,
    ProviderState State,
    string? Market,
    ImmutableArray<string> ServiceClasses,
    Guid? VehicleId,
    int Capacity,
    int ChainLimit,
    ImmutableArray<JobResource> Jobs,
    OfferResource? OpenOffer,
    WirePoint? Place,
    long RatingCount,
    double? RatingAverage,
    AdviceResource? Advice = null,
    double? RatingScore = null,
    ImmutableArray<JobResource>? Commitments = null,
    ImmutableArray<string>? Skills = null);
