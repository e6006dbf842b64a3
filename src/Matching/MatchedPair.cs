namespace O2O.Dispatch.Matching;

/// <summary>A request and the vehicle it gets.</summary>
/// <param name="RequestKey">The key of the request.</param>
/// <param name="VehicleSlot">The slot of the vehicle.</param>
/// <param name="PickUpMilliseconds">Milliseconds from now to the pick-up: until the vehicle is free, and its drive.</param>
public readonly record struct MatchedPair(int RequestKey, int VehicleSlot, int PickUpMilliseconds);
