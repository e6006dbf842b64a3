namespace O2O.Dispatch.Matching;

/// <summary>A request that waits for a vehicle, as one round sees it.</summary>
/// <param name="Key">The caller's number for it, any value, unique within the round; answers name it.</param>
/// <param name="Ordinal">Unique within the round and the same in every round: it decides ties, so that a plan does not depend on the order of the input.</param>
/// <param name="PickUpNode">Node index of the pick-up.</param>
/// <param name="BornMilliseconds">When it was made, on the round's clock.</param>
/// <param name="DeadlineMilliseconds">The last moment of pick-up, inclusive, on the round's clock.</param>
/// <param name="RequiredFlags">Bits a vehicle must have, all of them: class, capacity, equipment; 0 asks for nothing.</param>
/// <param name="LongestDriveMilliseconds">The farthest a vehicle may come from, in milliseconds of driving, 0 or more; the radius that grows by attempt.</param>
/// <param name="ExcludedSlots">Slots of vehicles that must not get it: they declined, or the customer blocked them.</param>
public readonly record struct MatchingRequest(
    int Key,
    long Ordinal,
    int PickUpNode,
    long BornMilliseconds,
    long DeadlineMilliseconds,
    uint RequiredFlags = 0,
    int LongestDriveMilliseconds = int.MaxValue,
    ReadOnlyMemory<int> ExcludedSlots = default);
