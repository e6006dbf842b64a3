namespace O2O.Dispatch.Matching;

/// <summary>A request as one round sees it: it waits for a vehicle, or a vehicle has accepted it and has not picked it up yet.</summary>
/// <param name="Key">The caller's number for it, any value, unique within the round; answers name it.</param>
/// <param name="Ordinal">Unique within the round and the same in every round: it decides ties, so that a plan does not depend on the order of the input.</param>
/// <param name="PickUpNode">Node index of the pick-up.</param>
/// <param name="BornMilliseconds">When it was made, on the round's clock.</param>
/// <param name="DeadlineMilliseconds">The last moment of pick-up, inclusive, on the round's clock. Its holder keeps it also when late; nobody else gets it late.</param>
/// <param name="RequiredFlags">Bits a vehicle must have, all of them: class, capacity, equipment; 0 asks for nothing.</param>
/// <param name="LongestDriveMilliseconds">The farthest a vehicle may come from, in milliseconds of driving, 0 or more; the radius that grows by attempt.</param>
/// <param name="ExcludedSlots">Slots of vehicles that must not get it: they declined, or the customer blocked them.</param>
/// <param name="HeldBySlot">The vehicle that has accepted it and has not picked it up, or <see cref="Nobody"/>. That vehicle is in the round too and holds no other.</param>
/// <param name="MaySwap">Whether a held request may go to another vehicle; the caller says no once it was swapped <see cref="Policies.MatchingNeeds.MostSwapsPerJob"/> times.</param>
/// <param name="UnmatchedPriceMilliseconds">
/// What leaving it without a vehicle in this round counts, milliseconds, or <see cref="PricedByAge"/>. When not all can be served it decides who waits, against
/// pick-up time; it never makes a round serve fewer.
/// </param>
/// <param name="Asks">What whoever gets it has to be able to do: its number in <see cref="MatchingProblem.Skills"/>, or <see cref="Nothing"/>. Without a book nobody can.</param>
/// <param name="NotBeforeMilliseconds">
/// Before this moment, on the round's clock, nobody should be at the pick-up, or <see cref="AnyTime"/>. Policies do not look at it: <see cref="MatchingProblem.WithoutEarly"/> does.
/// </param>
public readonly record struct MatchingRequest(
    int Key,
    long Ordinal,
    int PickUpNode,
    long BornMilliseconds,
    long DeadlineMilliseconds,
    uint RequiredFlags = 0,
    int LongestDriveMilliseconds = int.MaxValue,
    ReadOnlyMemory<int> ExcludedSlots = default,
    int HeldBySlot = MatchingRequest.Nobody,
    bool MaySwap = true,
    int UnmatchedPriceMilliseconds = MatchingRequest.PricedByAge,
    int Asks = MatchingRequest.Nothing,
    long NotBeforeMilliseconds = MatchingRequest.AnyTime)
{
    /// <summary>Held by no vehicle: it waits for one.</summary>
    public const int Nobody = -1;

    /// <summary>Asks for no skill.</summary>
    public const int Nothing = 0;

    /// <summary>Nobody comes too soon.</summary>
    public const long AnyTime = long.MinValue;

    /// <summary>The price of staying unmatched is the time it has waited, so that waiting ages into priority.</summary>
    public const int PricedByAge = -1;

    /// <summary>Whether a vehicle has accepted it.</summary>
    public bool IsHeld => HeldBySlot != Nobody;
}
