using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;

namespace O2O.Dispatch.Contracts.Http;

/// <summary>How a job was decided in one round.</summary>
/// <param name="At">When.</param>
/// <param name="Policy">By which policy.</param>
/// <param name="ChosenProviderId">Who was to get it; null for nobody.</param>
/// <param name="HeldByProviderId">Who had it before; null for nobody.</param>
/// <param name="RunnerUpProviderId">The cheapest that was not chosen.</param>
/// <param name="RegretSeconds">What the chosen one costs more than the cheapest.</param>
/// <param name="UnmatchedReason">Why nobody got it; null when somebody did.</param>
/// <param name="UnmatchedPriceSeconds">What staying without a provider counted.</param>
/// <param name="Filtered">How many providers could not have it, and why.</param>
/// <param name="Candidates">The cheapest, cheapest first.</param>
public sealed record MatchRoundResource(
    DateTimeOffset At,
    string Policy,
    Guid? ChosenProviderId,
    Guid? HeldByProviderId,
    Guid? RunnerUpProviderId,
    double? RegretSeconds,
    MatchReason? UnmatchedReason,
    double UnmatchedPriceSeconds,
    FilteredResource Filtered,
    ImmutableArray<MatchCandidateResource> Candidates);
