namespace O2O.Dispatch.Matching.Commitments;

/// <summary>What a request takes after the vehicle is at the pick-up: from this follows when and where its vehicle is free again.</summary>
/// <param name="Key">The request.</param>
/// <param name="EndNode">Where it ends; a road node.</param>
/// <param name="WorkMilliseconds">From its beginning to its end, 0 or more.</param>
/// <param name="BookedMilliseconds">When it begins at the earliest, on the round's clock; null for as soon as the vehicle is there.</param>
public readonly record struct RequestWork(int Key, int EndNode, int WorkMilliseconds, long? BookedMilliseconds = null);
