namespace O2O.Dispatch.Matching.Commitments;

/// <summary>A booked job that a vehicle has promised and does not drive for yet.</summary>
/// <param name="Slot">The vehicle.</param>
/// <param name="Node">Where it begins; a road node.</param>
/// <param name="DueMilliseconds">When the vehicle promised to be there, on the round's clock.</param>
/// <param name="EndNode">Where it ends; a road node.</param>
/// <param name="EndMilliseconds">When it is expected to be over, on the round's clock, at <paramref name="DueMilliseconds"/> at the earliest.</param>
public readonly record struct VehicleCommitment(int Slot, int Node, long DueMilliseconds, int EndNode, long EndMilliseconds);
