using System.IO.Compression;
using System.Text;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.Tests.Roads;

public sealed class RoadCsvReaderTests : IDisposable
{
    private const string Nodes = "node_id,lat,lon\n7,52.1,13.1\n8,52.2,13.2\n9,52.3,13.3\n";
    private const string Edges = "from_node,to_node,freeflow_s,straight_m\n7,8,6,51.0\n8,9,0,11.2\n9,7,12.5,30\n";

    private readonly string folder = Directory.CreateTempSubdirectory("roads").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Read_PlainAndGzip_GiveTheSameNetwork()
    {
        var plain = RoadCsvReader.Read(Write("n.csv", Nodes), Write("e.csv", Edges));
        var packed = RoadCsvReader.Read(Pack("n.dat", Nodes), Pack("e.dat", Edges));
        foreach (var network in new[] { plain.Network, packed.Network })
        {
            Assert.Equal([6_000, 1_000, 12_500], network.FreeFlowMilliseconds.ToArray());
            Assert.Equal([51.0, 11.2, 30], network.LengthMetres.ToArray());
            Assert.Equal(13.1, network.Point(0).Longitude);
        }

        Assert.Equal(0, plain.SkippedRows);
    }

    [Fact]
    public void Read_OtherOrderCrLfQuotesAndBlankLines_AreRead()
    {
        var nodes = Write("n.csv", "\uFEFFlon,\"node_id\",lat\r\n13.1,7,52.1\r\n13.2,\"8\",52.2\r\n\r\n");
        var edges = Write("e.csv", "to_node,from_node,freeflow_s\r\n8,7,5\r\n7,8,5");
        var network = RoadCsvReader.Read(nodes, edges).Network;
        Assert.Equal(2, network.NodeCount);
        Assert.Equal(GreatCircle.Distance(network.Point(0), network.Point(1)).Value, network.LengthMetres[0]);
    }

    [Fact]
    public void Read_BrokenRows_AreNamedByRowAndReason()
    {
        var nodes = Write("n.csv", Nodes + "x,52,13\n10,95,13\n7,52,13\n11,NaN,13\n12,52\n");
        var error = Assert.Throws<InputFileException>(() => RoadCsvReader.Read(nodes, Write("e.csv", Edges)));
        Assert.Equal([5, 6, 7, 8, 9], error.Faults.Select(f => f.Row));
        Assert.Contains("n.csv: 5 broken rows", error.Message, StringComparison.Ordinal);
        Assert.Contains("row 5: node_id 'x' is not a whole number", error.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-bad-rows", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7,99,5,1", "node 99 is not in the nodes file")]
    [InlineData("7,8,-5,1", "freeflow_s -5 is no time")]
    [InlineData("7,8,NaN,1", "freeflow_s NaN is no time")]
    [InlineData("7,8,Infinity,1", "freeflow_s Infinity is no time")]
    [InlineData("7,8,,1", "is not a number")]
    [InlineData("7,8,5,-1", "straight_m -1 is no length")]
    public void Read_BrokenEdge_IsNamed(string row, string reason)
    {
        var error = Assert.Throws<InputFileException>(() => RoadCsvReader.Read(Write("n.csv", Nodes), Write("e.csv", Edges + row + "\n")));
        var fault = Assert.Single(error.Faults);
        Assert.Equal(5, fault.Row);
        Assert.Contains(reason, fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SkippingBadRows_CountsThem()
    {
        var reading = RoadCsvReader.Read(Write("n.csv", Nodes + "x,1,1\n"), Write("e.csv", Edges + "7,99,5,1\n7,8\n"), skipBadRows: true);
        Assert.Equal(3, reading.SkippedRows);
        Assert.Equal(3, reading.Skipped.Count);
        Assert.Equal(3, reading.Network.NodeCount);
    }

    [Theory]
    [InlineData("", Edges, "n.csv: the file is empty")]
    [InlineData("node_id,lat,lon\n", Edges, "no usable node")]
    [InlineData("node_id,lat\n1,2\n", Edges, "the column 'lon' is missing")]
    [InlineData(Nodes, "", "e.csv: the file is empty")]
    [InlineData(Nodes, "from_node,to_node,freeflow_s\n", "no usable edge")]
    [InlineData(Nodes, "from_node,to_node\n7,8\n", "the column 'freeflow_s' is missing")]
    [InlineData(Nodes, "from_node,to_node,freeflow_s\n7,7,1\n", "no edges between different nodes")]
    public void Read_UnusableFile_IsNamed(string nodes, string edges, string message)
    {
        var error = Assert.Throws<InputFileException>(() => RoadCsvReader.Read(Write("n.csv", nodes), Write("e.csv", edges)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingOrCutFile_IsNamed()
    {
        var nodes = Write("n.csv", Nodes);
        var missing = Assert.Throws<InputFileException>(() => RoadCsvReader.Read(nodes, Path.Combine(folder, "no.csv")));
        Assert.Contains("the file is not there", missing.Message, StringComparison.Ordinal);
        var cut = Path.Combine(folder, "cut.gz");
        File.WriteAllBytes(cut, [0x1f, 0x8b, 1, 2, 3]);
        Assert.Contains("gzip", Assert.Throws<InputFileException>(() => RoadCsvReader.Read(cut, nodes)).Message, StringComparison.Ordinal);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private string Pack(string name, string text)
    {
        var path = Path.Combine(folder, name);
        using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
