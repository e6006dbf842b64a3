using O2O.Dispatch.LoadTests.CommandLine;
using O2O.Dispatch.LoadTests.Results;

namespace O2O.Dispatch.LoadTests.Tests;

/// <summary>What is typed, and what comes of it.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("load-tests").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData("nonsense", "'nonsense' is no profile: one of smoke, evening-peak, hot-zone, reconnect-storm, overload")]
    [InlineData("--seed 1", "No profile is said")]
    [InlineData("smoke --server foo", "'foo' is not a URL")]
    [InlineData("smoke --accounts 5", "'5' is not a whole number from 10")]
    [InlineData("smoke --accounts 10 --drivers 10", "'10' is not a whole number from 1 to 9")]
    [InlineData("smoke --duration 1d", "'1d' is not a time like 90s or 5m")]
    [InlineData("smoke --duration 2", "'2' is not a time")]
    [InlineData("smoke --duration 12h", "'12h' is not a time like 90s or 5m, from 5 s to 11 h")]
    [InlineData("smoke --thresholds ", "'' cannot be read")]
    [InlineData("smoke --out ", "--out: '' cannot be made")]
    [InlineData("--compare  b", "'' cannot be read")]
    [InlineData("smoke --scale 0", "'0' is not a number from 0.01")]
    [InlineData("smoke --server http://127.0.0.1:1 --store memory", "--store is of a server that is started")]
    [InlineData("smoke --thresholds /nowhere/limits.json", "'/nowhere/limits.json' cannot be read")]
    [InlineData("--remove /nowhere/accounts.txt", "--remove goes with --server")]
    [InlineData("--remove /nowhere/accounts.txt --server http://127.0.0.1:1", "'/nowhere/accounts.txt' cannot be read")]
    [InlineData("--compare /nowhere/a /nowhere/b", "'/nowhere/a' cannot be read")]
    [InlineData("smoke --unknown", "--unknown")]
    public async Task Run_BadInput_EndsWithTwoAndSaysWhatIsWrong(string typed, string said)
    {
        var (exit, _, error) = await Run(typed.Split(' '));
        Assert.Equal(ExitCodes.BadInput, exit);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SeveralFaults_AreAllSaid()
    {
        var (_, _, error) = await Run("smoke", "--accounts", "5", "--pace", "0", "--server", "foo");
        Assert.Equal(3, error.Trim().Split('\n').Length);
    }

    [Fact]
    public async Task Run_ServerThatIsNotThere_EndsWithThree()
    {
        var (exit, _, error) = await Run("smoke", "--server", "http://127.0.0.1:1", "--out", _folder);
        Assert.Equal(ExitCodes.NoServer, exit);
        Assert.Contains("http://127.0.0.1:1/ does not answer", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_ListThatIsNone_IsRefusedByLine()
    {
        var list = Path.Combine(_folder, "accounts.txt");
        await File.WriteAllTextAsync(list, $"customer {Guid.NewGuid():N}\nnobody\n");
        var (exit, _, error) = await Run("--remove", list, "--server", "http://127.0.0.1:1");
        Assert.Equal(ExitCodes.BadInput, exit);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_TwoRuns_SetsThemSideBySide()
    {
        Write("a", Summary(new RunSummary.Row("rides", 10, 0, 1, 100, 200, 300, 400), 0));
        Write("b", Summary(new RunSummary.Row("rides", 12, 1, 2, 150, 200, 240, 400), 3));
        var (exit, said, _) = await Run("--compare", Path.Combine(_folder, "a"), Path.Combine(_folder, "b", "stats.json"));
        Assert.Equal(ExitCodes.Passed, exit);
        Assert.Matches(@"rides +ok/s +1 +2 +\+100\.0 %", said);
        Assert.Matches(@"p50 ms +100 +150 +\+50\.0 %", said);
        Assert.Matches(@"p99 ms +300 +240 +-20\.0 %", said);
        Assert.Matches(@"events_missed +0 +3", said);
        Assert.DoesNotContain("They are not alike", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compare_RunsUnderOtherConditions_SaysWhichDiffer()
    {
        var one = Summary(new RunSummary.Row("rides", 10, 0, 1, 100, 200, 300, 400), 0);
        Write("a", one);
        Write("b", one with { Drivers = 21, Server = "AllInOne started beside the load, sqlite", AskedSeconds = 60, Pace = 5, ServiceClass = "ride_xl", Seed = 2, Seconds = 61 });
        var (_, said, _) = await Run("--compare", Path.Combine(_folder, "a"), Path.Combine(_folder, "b"));
        Assert.Contains("They are not alike (server, drivers, duration, pace, service class, seed):", said, StringComparison.Ordinal);
    }

    private static async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await LoadTestCommand.Run(args, output, error), output.ToString(), error.ToString());
    }

    private static RunSummary Summary(RunSummary.Row row, double missed) => new(
        "smoke", new DateTime(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc), "machine", "server", 100, 20, 1, 10, "ride", 1, 30, 31, [row],
        new SortedDictionary<string, double>(StringComparer.Ordinal) { ["events_missed"] = missed }, true);

    private void Write(string name, RunSummary summary) => summary.Write(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName);
}
