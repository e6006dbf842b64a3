using System.Collections.Immutable;

namespace O2O.Dispatch.Contracts.Dispatch;

/// <summary>How one job was decided in one round.</summary>
/// <param name="At">When.</param>
/// <param name="Policy">By which policy.</param>
/// <param name="Chosen">Who was to get it; null for nobody.</param>
/// <param name="HeldBy">Who had it before; null for nobody.</param>
/// <param name="Candidates">The cheapest, cheapest first; the chosen one is among them.</param>
/// <param name="RunnerUp">The cheapest that was not chosen; null when there was none.</param>
/// <param name="RegretMilliseconds">What the chosen one costs more than the cheapest; null when nobody was chosen.</param>
/// <param name="TooLate">How many providers would have come after the deadline.</param>
/// <param name="TooFar">How many came from farther than the job's radius.</param>
/// <param name="Excluded">How many had declined it, or let its offer lapse.</param>
/// <param name="Lacking">How many lack what it requires: room for its load, a rating.</param>
/// <param name="Reason">Why nobody got it; null when somebody did.</param>
/// <param name="AgePriceMilliseconds">What staying without a provider counted: it rises with the wait.</param>
/// <param name="WouldMissCommitment">How many would miss a booked job that they have promised.</param>
/// <param name="OffRoad">How many stood farther off the roads than <c>Dispatch:FarthestFromRoadMetres</c>, and were in no pair of the round.</param>
/// <param name="LacksSkill">How many lack a skill that it asks for.</param>
[GenerateSerializer, Immutable, Alias("o2o.match-round")]
public sealed record MatchRound(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Policy,
    [property: Id(2)] Guid? Chosen,
    [property: Id(3)] Guid? HeldBy,
    [property: Id(4)] ImmutableArray<MatchCandidate> Candidates,
    [property: Id(5)] Guid? RunnerUp,
    [property: Id(6)] long? RegretMilliseconds,
    [property: Id(7)] int TooLate,
    [property: Id(8)] int TooFar,
    [property: Id(9)] int Excluded,
    [property: Id(10)] int Lacking,
    [property: Id(11)] MatchReason? Reason,
    [property: Id(12)] long AgePriceMilliseconds,
    [property: Id(13)] int WouldMissCommitment = 0,
    [property: Id(14)] int OffRoad = 0,
    [property: Id(15)] int LacksSkill = 0);
