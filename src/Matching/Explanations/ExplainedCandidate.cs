namespace O2O.Dispatch.Matching.Explanations;

/// <summary>A vehicle that could have had a request, and the parts of what that costs.</summary>
/// <param name="Slot">The slot of the vehicle.</param>
/// <param name="FreeInMilliseconds">How long until it could set out.</param>
/// <param name="DriveMilliseconds">How long it drives to the pick-up.</param>
/// <param name="SwapPenaltyMilliseconds">What taking the request from the vehicle that holds it counts; 0 for that vehicle and for a request nobody holds.</param>
/// <param name="GotRequestKey">The key of the request the vehicle got or kept instead, or null.</param>
public readonly record struct ExplainedCandidate(
    int Slot, int FreeInMilliseconds, int DriveMilliseconds, int SwapPenaltyMilliseconds, int? GotRequestKey)
{
    /// <summary>What the round compared: the sum of the parts, milliseconds.</summary>
    public long CostMilliseconds => (long)FreeInMilliseconds + DriveMilliseconds + SwapPenaltyMilliseconds;
}
