namespace O2O.Dispatch.Contracts.Storage;

/// <summary>A box of WGS-84 degrees, west to east and south to north, bounds included.</summary>
/// <param name="West">Smallest longitude.</param>
/// <param name="South">Smallest latitude.</param>
/// <param name="East">Greatest longitude, not below <paramref name="West"/>.</param>
/// <param name="North">Greatest latitude, not below <paramref name="South"/>.</param>
public readonly record struct PlaceBounds(double West, double South, double East, double North);
