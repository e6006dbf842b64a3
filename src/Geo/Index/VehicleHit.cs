namespace O2O.Dispatch.Geo.Index;

/// <summary>A vehicle found near a point.</summary>
/// <param name="Slot">Its slot in the index.</param>
/// <param name="DistanceMetres">Straight distance from the point, metres.</param>
public readonly record struct VehicleHit(int Slot, double DistanceMetres);
