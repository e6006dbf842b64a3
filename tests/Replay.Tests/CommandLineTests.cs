using System.Text.Json;
using O2O.Dispatch.Replay.CommandLine;

namespace O2O.Dispatch.Replay.Tests;

public sealed class CommandLineTests : IDisposable
{
    private const string Rides = "pickup_time,pickup_lat,pickup_lon,dropoff_lat,dropoff_lon\n2013-01-01T00:30:07,52.0,13.4,52.001,13.4\n";
    private const string Nodes = "node_id,lat,lon\n1,52.0,13.4\n2,52.001,13.4\n";
    private const string Edges = "from_node,to_node,freeflow_s\n1,2,10\n2,1,10\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("replay-cli").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--vehicles: 'none' is not a whole number between 1 and 100000.", "--vehicles", "none")]
    [InlineData("--vehicles: '0' is not a whole number between 1 and 100000.", "--vehicles", "0")]
    [InlineData("--vehicles: '-5' is not", "--vehicles", "-5")]
    [InlineData("--policy: 'random' is none of nearest, batched, forward, reassign, reposition.", "--policy", "random")]
    [InlineData("--window-seconds: '0' is not a number between 0.1 and 300.", "--window-seconds", "0")]
    [InlineData("--window-seconds: 'NaN' is not", "--window-seconds", "NaN")]
    [InlineData("--patience-seconds: '1e9' is not", "--patience-seconds", "1e9")]
    [InlineData("--time-factor: '-1' is not", "--time-factor", "-1")]
    [InlineData("--seed: '-1' is not a whole number", "--seed", "-1")]
    [InlineData("--acceptance: '1.1' is not a number between 0 and 1.", "--acceptance", "1.1")]
    [InlineData("--requests-per-hour: 'many' is not", "--requests-per-hour", "many")]
    [InlineData("--mix: the shares come to 90, not to 100.", "--mix", "ride=70,delivery=20")]
    [InlineData("--mix: 'bike' is no product; there are ride, delivery, home, store.", "--mix", "bike=100")]
    [InlineData("--from: 'noon' is not a time", "--from", "noon")]
    [InlineData("--to: 2024-05-17T17:00:00 is not after --from", "--to", "2024-05-17T17:00")]
    [InlineData("--to: a replay covers at most 24 hours.", "--to", "2024-05-20T17:00")]
    [InlineData("--resume needs --store FILE", "--resume")]
    [InlineData("--rides needs roads", "--rides", "r.csv", "--from", "2013-01-01T00:30", "--to", "2013-01-01T01:30", "--vehicles", "1")]
    [InlineData("--vehicles is needed with --rides.", "--rides", "r.csv", "--roads", "d", "--from", "2013-01-01T00:30", "--to", "2013-01-01T01:30")]
    [InlineData("--from is needed with --rides.", "--rides", "r.csv", "--roads", "d", "--vehicles", "1")]
    [InlineData("go with --rides", "--roads", "d")]
    [InlineData("--speed", "--speed", "2")]
    public void Run_BadOption_IsNamedAndEndsWith2(string message, params string[] args)
    {
        var (code, _, error) = Run(args);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_RoadsOfOpenStreetMap_ServesTheRide()
    {
        var (rides, map) = (Path.Combine(_folder, "rides.csv"), Path.Combine(_folder, "town.osm"));
        File.WriteAllText(rides, Rides);
        File.WriteAllText(map, """
            <?xml version="1.0" encoding="UTF-8"?>
            <osm version="0.6">
              <node id="1" lat="52.0" lon="13.4"/>
              <node id="2" lat="52.001" lon="13.4"/>
              <node id="3" lat="52.0" lon="13.402"/>
              <way id="7"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
              <way id="8"><nd ref="1"/><nd ref="3"/><tag k="highway" v="residential"/></way>
            </osm>
            """);
        var (code, output, error) = Run("--rides", rides, "--osm", map, "--from", "2013-01-01T00:30", "--to", "2013-01-01T00:31", "--vehicles", "1");
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains("3 nodes and 4 directed edges were made of town.osm", output, StringComparison.Ordinal);
        Assert.Contains("1 (100.0 %)", output, StringComparison.Ordinal);

        var (bad, _, why) = Run("--rides", rides, "--osm", rides, "--from", "2013-01-01T00:30", "--to", "2013-01-01T00:31", "--vehicles", "1");
        Assert.Equal(ExitCodes.BadInput, bad);
        Assert.Contains("rides.csv", why, StringComparison.Ordinal);
        Assert.Contains("--osm names the roads", Run("--rides", rides, "--osm", map, "--roads", _folder, "--from", "2013-01-01T00:30", "--to", "2013-01-01T00:31", "--vehicles", "1").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SeveralBadOptions_NamesThemAll()
    {
        var (_, _, error) = Run("--vehicles", "0", "--policy", "x", "--seed", "y");
        Assert.Equal(3, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Run_Help_ShowsOptionsAndExamples()
    {
        var (code, output, _) = Run("--help");
        Assert.Equal(ExitCodes.Success, code);
        foreach (var expected in new[] { "--rides", "--window-seconds", "--resume", "--vehicles 5500", "check" })
        {
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("the file is not there", null, Nodes, Edges)]
    [InlineData("the file is empty", "", Nodes, Edges)]
    [InlineData("row 3: pickup_time 'x' is not a time", Rides + "x,52.0,13.4,52.001,13.4\n", Nodes, Edges)]
    [InlineData("the file is not there", Rides, null, Edges)]
    [InlineData("the column 'freeflow_s' is missing", Rides, Nodes, "from_node,to_node\n1,2\n")]
    [InlineData("none of its 1 rides lies between", "pickup_time,pickup_lat,pickup_lon,dropoff_lat,dropoff_lon\n2013-01-01T03:00:07,52.0,13.4,52.001,13.4\n", Nodes, Edges)]
    public void Run_BadInput_IsNamedAndEndsWith3(string message, string? rides, string? nodes, string? edges)
    {
        var (code, _, error) = Run(Files(rides, nodes, edges));
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_SmallFiles_ReportsWhatHappened()
    {
        var report = Path.Combine(_folder, "out.json");
        var broken = Rides + "x,52.0,13.4,52.001,13.4\n2013-01-01T00:30:10,52.9,13.4,52.001,13.4\n";
        var (code, output, error) = Run([.. Files(broken, Nodes, Edges), "--skip-bad-rows", "--report", report]);
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains("1 broken rows of the rides file were left out; the first:", output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(report));
        var root = json.RootElement;
        Assert.Equal(1, root.GetProperty("requests").GetInt64());
        Assert.Equal(1, root.GetProperty("served").GetInt64());
        Assert.Equal(1, root.GetProperty("ended_by_status").GetProperty("completed").GetInt64());
        foreach (var name in new[]
        {
            "service_rate", "mean_wait_seconds", "p50_wait_seconds", "p95_wait_seconds", "max_wait_seconds", "empty_to_occupied_ratio", "captured_minor_units",
            "ledger_imbalance_minor_units", "grain_calls", "commits", "event_hash", "simulated_seconds", "wall_seconds", "peak_memory_mb",
        })
        {
            Assert.True(root.TryGetProperty(name, out _), name);
        }
    }

    [Fact]
    public void Run_ZonesThatLeaveAnEndOut_RefusesIt()
    {
        var zones = Path.Combine(_folder, "zones.geojson");
        File.WriteAllText(zones, """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[13.3,51.9],[13.5,51.9],[13.5,52.0005],[13.3,52.0005],[13.3,51.9]]]}}]}""");
        var (_, output, _) = Run([.. Files(Rides, Nodes, Edges), "--zones", zones]);
        Assert.Contains("refused, not_served_here", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ZonesThatCrossThemselves_AreMendedAndNamed()
    {
        var zones = Path.Combine(_folder, "bow.geojson");
        File.WriteAllText(zones, """{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"zone":"Bow"},"geometry":{"type":"Polygon","coordinates":[[[13.3,51.9],[13.5,52.1],[13.5,51.9],[13.3,52.1],[13.3,51.9]]]}}]}""");
        var (code, output, _) = Run([.. Files(Rides, Nodes, Edges), "--zones", zones]);
        Assert.Equal(ExitCodes.Success, code);
        Assert.Contains("were mended: Bow.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_StoreThatIsThere_IsNotOverwritten()
    {
        var store = Path.Combine(_folder, "old.db");
        File.WriteAllText(store, "precious");
        var (code, _, error) = Run("--store", store, "--quiet");
        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains("is there already", error, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(store));
    }

    [Fact]
    public void Run_ResumeWithoutStore_SaysThatThereIsNone()
    {
        var (code, _, error) = Run("--store", Path.Combine(_folder, "none.db"), "--resume");
        Assert.Equal((ExitCodes.BadInput, true), (code, error.Contains("there is no store ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Check_WithoutStore_SaysSo()
    {
        var (code, _, error) = Run("check");
        Assert.Equal((ExitCodes.BadOption, true), (code, error.Contains("--store FILE is needed", StringComparison.Ordinal)));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = ReplayCommand.Run(args, output, error);
        return (code, output.ToString(), error.ToString());
    }

    private string[] Files(string? rides, string? nodes, string? edges) =>
    [
        "--rides", Write("rides.csv", rides), "--nodes", Write("nodes.csv", nodes), "--edges", Write("edges.csv", edges),
        "--from", "2013-01-01T00:30", "--to", "2013-01-01T00:31", "--vehicles", "2",
    ];

    private string Write(string name, string? content)
    {
        var path = Path.Combine(_folder, name);
        if (content is not null)
        {
            File.WriteAllText(path, content);
        }

        return path;
    }
}
