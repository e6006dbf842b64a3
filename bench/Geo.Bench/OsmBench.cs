using System.Diagnostics;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads.OpenStreetMap;

namespace O2O.Dispatch.Geo.Bench;

internal static class OsmBench
{
    public static void Run(string[] args)
    {
        if (args is not [var file])
        {
            Console.WriteLine("osm <file.osm.pbf or .osm>: name the extract to read");
            return;
        }

        try
        {
            var watch = Stopwatch.StartNew();
            var reading = OsmRoadReader.Read(file);
            var seconds = watch.Elapsed.TotalSeconds;
            Console.WriteLine($"{new FileInfo(file).Length / 1e6:0.0} MB in {seconds:0.0} s on the wall: {reading.Network.NodeCount:N0} nodes, {reading.Network.EdgeCount:N0} edges");
            Console.WriteLine(reading.Counts);
            Console.WriteLine(reading.Network.Dropped);
        }
        catch (InputFileException e)
        {
            Console.WriteLine(e.Message);
        }
    }
}
