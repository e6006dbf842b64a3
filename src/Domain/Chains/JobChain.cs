namespace O2O.Dispatch.Domain.Chains;

/// <summary>What a leg that follows another has heard of its chain.</summary>
/// <param name="IsMade">Whether the whole chain was ordered: the first leg, which is made last, is there.</param>
/// <param name="OpenedAt">When the leg before it was completed and it began to be an ordinary job; null while it waits.</param>
/// <param name="IsDelayed">Whether its booked time came while it waited, and moves.</param>
/// <param name="IsGivenUp">Whether it ended because the chain was not made in time.</param>
public sealed record JobChain(bool IsMade = false, DateTimeOffset? OpenedAt = null, bool IsDelayed = false, bool IsGivenUp = false);
