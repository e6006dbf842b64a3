namespace O2O.Dispatch.Matching.Explanations;

/// <summary>How many vehicles of a round could not have a request. They and those that could make up the round's vehicles; the vehicle that holds it can, however these count it.</summary>
/// <param name="TooLate">Would come after the deadline.</param>
/// <param name="TooFar">Would come in time, from farther than the request's radius.</param>
/// <param name="Excluded">Excluded by slot: they declined, or the customer blocked them.</param>
/// <param name="Lacking">Lack a flag the request requires.</param>
/// <param name="WouldMissCommitment">Would miss a booked job that they have promised.</param>
/// <param name="LacksSkill">Lack a skill that the request asks for.</param>
public readonly record struct FilteredCounts(int TooLate, int TooFar, int Excluded, int Lacking, int WouldMissCommitment = 0, int LacksSkill = 0);
