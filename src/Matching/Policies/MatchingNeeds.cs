namespace O2O.Dispatch.Matching.Policies;

/// <summary>What a policy wants to see in a round and how often it wants to be asked. The caller's snapshot follows it.</summary>
/// <param name="WindowMilliseconds">The time between rounds to begin with; 0 is a round as soon as something has changed that may make a pair.</param>
/// <param name="SoonFreeWithinMilliseconds">
/// Busy vehicles free within so long are in the round, with their drop-off as the node and the time until then; 0: only those free now. A request they get is a chained job, to be
/// begun after the one they are busy with.
/// </param>
/// <param name="Repools">Whether requests accepted and not picked up are in the round, with the vehicle that holds them, to be decided again.</param>
/// <param name="MostSwapsPerJob">How often a request may change vehicles before pick-up.</param>
/// <param name="Repositions">Whether the round carries a demand forecast, and idle vehicles are sent to where demand is expected.</param>
public sealed record MatchingNeeds(
    int WindowMilliseconds, int SoonFreeWithinMilliseconds = 0, bool Repools = false, int MostSwapsPerJob = 0, bool Repositions = false);
