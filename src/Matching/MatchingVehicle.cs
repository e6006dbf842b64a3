namespace O2O.Dispatch.Matching;

/// <summary>A vehicle that can be matched in a round.</summary>
/// <param name="Slot">The caller's number for it, 0 or more, unique within the round; it decides ties, and answers name it.</param>
/// <param name="Node">Node index where it is, or will be when it is free.</param>
/// <param name="FreeInMilliseconds">How long until it can set out from there, 0 when idle, at most <see cref="LongestFreeIn"/>.</param>
/// <param name="Flags">Bits it has: class, capacity, equipment.</param>
public readonly record struct MatchingVehicle(int Slot, int Node, int FreeInMilliseconds = 0, uint Flags = 0)
{
    /// <summary>A billion milliseconds, 11.6 days: beyond it a vehicle is not soon free but mistaken.</summary>
    public const int LongestFreeIn = 1_000_000_000;
}
