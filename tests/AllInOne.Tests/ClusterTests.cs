using System.Net;
using System.Text.Json.Nodes;
using O2O.Dispatch.AllInOne.City;
using O2O.Dispatch.Api.Nodes;
using O2O.Dispatch.Contracts.Markets;
using O2O.Dispatch.Geo.Files;
using O2O.Dispatch.Silo;
using O2O.Dispatch.Telemetry;

namespace O2O.Dispatch.AllInOne.Tests;

/// <summary>What the processes of a cluster are told, and what they tell. They themselves run on Microsoft Orleans alone.</summary>
public sealed class ClusterTests
{
    private static readonly string Definitions = Path.Combine(Root(), "ops", "cluster", "markets");

    [Fact]
    public void Settings_Nothing_NameEverythingThatIsMissing()
    {
        var faults = new ClusterSettings().Faults().ToList();
        Assert.Equal(3, faults.Count);
        Assert.Contains(faults, fault => fault.StartsWith("Cluster:Postgres ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Cluster:QuoteKey ", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.StartsWith("Cluster:Markets ", StringComparison.Ordinal));
        Assert.Empty(Good(new ClusterSettings()).Faults());
        Assert.Empty(Good(new NodeSettings()).Faults());
    }

    [Theory]
    [InlineData("Cluster:Markets: 'No Town'")]
    [InlineData("Cluster:OpsUrl: 'https://x/metrics'")]
    [InlineData("Cluster:Host: 'localhost'")]
    [InlineData("Cluster:SiloPort is 70000")]
    [InlineData("Cluster:ProbeTimeout is 00:00:00.1000000")]
    [InlineData("Cluster:Definitions: there is no folder")]
    public void Settings_Wrong_AreNamed(string wrong)
    {
        var settings = Good(new ClusterSettings
        {
            Markets = "town, No Town",
            OpsUrl = "https://x/metrics",
            Host = "localhost",
            SiloPort = 70_000,
            ProbeTimeout = TimeSpan.FromMilliseconds(100),
            Definitions = "/nowhere/at/all",
        });
        Assert.Single(settings.Faults(), fault => fault.StartsWith(wrong, StringComparison.Ordinal));
    }

    [Fact]
    public void Settings_OnePortForTwo_AreRefused() =>
        Assert.Contains("must differ", Assert.Single(Good(new ClusterSettings { SiloPort = 5_000, GatewayPort = 5_000 }).Faults()), StringComparison.Ordinal);

    [Fact]
    public void Settings_DrainOfAnHour_IsRefused() =>
        Assert.StartsWith("Cluster:DrainDelay is 01:00:00", Assert.Single(Good(new NodeSettings { DrainDelay = TimeSpan.FromHours(1) }).Faults()), StringComparison.Ordinal);

    /// <summary>The cluster's market is that of the live city; O2O_UPDATE_SNAPSHOTS=1 writes the file.</summary>
    [Fact]
    public void Definitions_OfTheCluster_AreTheLiveCitys()
    {
        var wanted = JsonNode.Parse(MarketCodec.Write(LiveMarket.Wanted("hohenmarkt", new AllInOneOptions()) with { Merchants = null }))!;
        var text = wanted.ToJsonString(new() { WriteIndented = true }).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(Definitions, "hohenmarkt.json");
        if (Environment.GetEnvironmentVariable("O2O_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(file, text);
        }

        Assert.Equal(text, File.ReadAllText(file));
        Assert.Equal("hohenmarkt", Assert.Single(MarketFiles.Read(Definitions, ["hohenmarkt", "elsewhere"])).Value.Market.Id.Value);
    }

    [Theory]
    [InlineData("{", "town.json: ")]
    [InlineData("{\"id\":\"city\"}", "town.json: ")]
    [InlineData(null, "town.json: it defines the market 'hohenmarkt', not 'town'.")]
    public void Definitions_ThatAreNone_SayWhichFileAndWhy(string? text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "town.json"), text ?? File.ReadAllText(Path.Combine(Definitions, "hohenmarkt.json")));
        Assert.Contains(expected, Assert.Throws<InputFileException>(() => MarketFiles.Read(folder.Path, ["town"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpsServer_AskedForHealth_TellsHowTheProcessStands()
    {
        using var book = new MetricBook();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{RunningService.FreePort()}") };
        var standing = ("starting", false);
        await using (await OpsServer.Start(http.BaseAddress.ToString(), book, () => standing))
        {
            await Expect(HttpStatusCode.ServiceUnavailable, "{\"status\":\"starting\"}");
            standing = ("joined", true);
            await Expect(HttpStatusCode.OK, "{\"status\":\"joined\"}");
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
            using var metrics = await http.GetAsync("/metrics");
            Assert.Equal(MetricBook.ContentType, metrics.Content.Headers.ContentType!.ToString());
            Prometheus.Check(await metrics.Content.ReadAsStringAsync());
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync("/health/live"));

        async Task Expect(HttpStatusCode status, string body)
        {
            using var answer = await http.GetAsync("/health/ready");
            Assert.Equal((status, body), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    private static T Good<T>(T settings)
        where T : Contracts.Runtime.ClusterSection
    {
        settings.Postgres = "Host=127.0.0.1";
        settings.QuoteKey = Convert.ToBase64String(new byte[32]);
        settings.Markets = settings.Markets.Length > 0 ? settings.Markets : "town";
        return settings;
    }

    private static string Root()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
        {
            at = at.Parent!;
        }

        return at.FullName;
    }
}
