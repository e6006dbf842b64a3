namespace O2O.Dispatch.Geo.Roads;

/// <summary>Roads that make no network: no nodes, no edges, an unknown node, a time that is no time. The message says which.</summary>
public sealed class RoadNetworkException(string message) : Exception(message);
