namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>What the tags of a way say about driving on it.</summary>
/// <param name="Refusal">Why no car drives there.</param>
/// <param name="ForwardKmh">Speed along the order of its nodes in km/h; null when that is not allowed.</param>
/// <param name="BackwardKmh">Speed against it; null when that is not allowed.</param>
/// <param name="SpeedNotUnderstood">Whether a speed limit was there that says nothing.</param>
internal readonly record struct OsmRoad(OsmRefusal Refusal, double? ForwardKmh, double? BackwardKmh, bool SpeedNotUnderstood);
