namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>A way as published.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Nodes">The ids of its nodes in order.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record OsmWay(long Id, IReadOnlyList<long> Nodes, IReadOnlyDictionary<string, string> Tags);
