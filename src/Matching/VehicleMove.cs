namespace O2O.Dispatch.Matching;

/// <summary>An idle vehicle that is sent to where demand is expected. It stays free to be matched on its way.</summary>
/// <param name="VehicleSlot">The slot of the vehicle.</param>
/// <param name="Node">The node it is sent to.</param>
/// <param name="DriveMilliseconds">How long it drives there.</param>
public readonly record struct VehicleMove(int VehicleSlot, int Node, int DriveMilliseconds);
