namespace O2O.Dispatch.Matching.Policies;

/// <summary>What is left after a round, from which a policy chooses the time to the next.</summary>
/// <param name="OpenRequests">Requests that wait for a vehicle.</param>
/// <param name="IdleVehicles">Vehicles that could set out now.</param>
/// <param name="WindowMilliseconds">The time since the round before.</param>
public readonly record struct RoundSupply(int OpenRequests, int IdleVehicles, int WindowMilliseconds);
