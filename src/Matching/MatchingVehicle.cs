namespace O2O.Dispatch.Matching;

/// <summary>
/// A vehicle that can be matched in a round: an idle one; one on its way to a pick-up, which then holds a request of the round; or one that is busy and soon free.
/// </summary>
/// <param name="Slot">The caller's number for it, 0 or more, unique within the round; it decides ties, and answers name it.</param>
/// <param name="Node">Node index where it is, or from where it can set out: the next node on its way, or the drop-off.</param>
/// <param name="FreeInMilliseconds">How long until it can set out from there, 0 when idle, at most <see cref="LongestFreeIn"/>.</param>
/// <param name="Flags">Bits it has: class, capacity, equipment.</param>
/// <param name="MayMove">Whether it is idle and may be sent to where demand is expected; the caller says no for a while after it was.</param>
/// <param name="MovingTo">Where an idle vehicle is driving because it was sent, or <see cref="Nowhere"/>: it counts as supply there.</param>
public readonly record struct MatchingVehicle(
    int Slot, int Node, int FreeInMilliseconds = 0, uint Flags = 0, bool MayMove = false, int MovingTo = MatchingVehicle.Nowhere)
{
    /// <summary>A billion milliseconds, 11.6 days: beyond it a vehicle is not soon free but mistaken.</summary>
    public const int LongestFreeIn = 1_000_000_000;

    /// <summary>Not on the way to anywhere it was sent.</summary>
    public const int Nowhere = -1;
}
