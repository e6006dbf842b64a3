namespace O2O.Dispatch.Geo.Roads.OpenStreetMap;

/// <summary>A file of OpenStreetMap data, read as often as needed: ways first, to know which nodes matter, then nodes.</summary>
internal interface IOsmSource
{
    /// <summary>Gives every way in file order.</summary>
    /// <exception cref="Files.InputFileException">The file is broken; the message names place and reason.</exception>
    void ReadWays(Action<OsmWay> way);

    /// <summary>Gives every node in file order: id, longitude, latitude, and where it is in the file, asked for only to name a fault.</summary>
    /// <exception cref="Files.InputFileException">The file is broken; the message names place and reason.</exception>
    void ReadNodes(OsmNodeReceiver node);
}

/// <summary>Takes a node.</summary>
internal delegate void OsmNodeReceiver(long id, double longitude, double latitude, Func<string> place);
