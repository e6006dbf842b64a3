namespace O2O.Dispatch.Matching;

/// <summary>A request that got no vehicle in a round.</summary>
/// <param name="RequestKey">The key of the request.</param>
/// <param name="Reason">Why.</param>
public readonly record struct UnmatchedRequest(int RequestKey, UnmatchedReason Reason);
