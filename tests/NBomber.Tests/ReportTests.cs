using NBomber.Contracts;
using NBomber.Contracts.Stats;
using NBomber.CSharp;

namespace O2O.Dispatch.NBomber.Tests;

/// <summary>The files that a run leaves.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reports").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void Reports_OfARun_SayWhatWasMeasured()
    {
        var stats = Run("calls");
        Assert.Equal([ReportFormat.Txt, ReportFormat.Html, ReportFormat.Csv, ReportFormat.Md], stats.ReportFiles.Select(file => file.ReportFormat));
        foreach (var file in stats.ReportFiles)
        {
            Assert.Equal(File.ReadAllText(file.FilePath), file.ReportContent);
            Assert.StartsWith(Path.Combine(_folder, "run"), file.FilePath, StringComparison.Ordinal);
            Assert.Contains("first", file.ReportContent, StringComparison.Ordinal);
        }

        foreach (var format in new[] { ReportFormat.Txt, ReportFormat.Html, ReportFormat.Md })
        {
            var said = Of(stats, format);
            Assert.Contains("503", said, StringComparison.Ordinal);
            Assert.Contains("too busy", said, StringComparison.Ordinal);
            Assert.Contains("FAILED", said, StringComparison.Ordinal);
            Assert.Contains("Latencies of open models count from the planned instants", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Csv_OfARun_HasARowForEachOutcome()
    {
        var stats = Run("calls, \"quoted\"");
        var rows = Of(stats, ReportFormat.Csv).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var columns = rows[0].Split(',').Length;
        Assert.Equal(5, rows.Length);
        Assert.All(rows[1..], row => Assert.Contains("\"calls, \"\"quoted\"\"\"", row, StringComparison.Ordinal));
        Assert.All(rows[1..], row => Assert.Equal(columns, row.Replace("\"calls, \"\"quoted\"\"\"", "name", StringComparison.Ordinal).Split(',').Length));
        Assert.Contains(rows, row => row.Contains(",first,failed,10,", StringComparison.Ordinal));
    }

    [Fact]
    public void Html_OfARun_NeedsNothingElseAndCannotBeTricked()
    {
        var stats = Run("<script>alert(1)</script>");
        var page = Of(stats, ReportFormat.Html);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(3, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.Equal(6, page.Split("<polyline").Length - 1);
    }

    [Fact]
    public void Reports_Unwanted_AreNotWritten()
    {
        var stats = NBomberRunner.RegisterScenarios(Calls("calls")).WithReportFolder(_folder).WithoutReports().DisplayConsoleMetrics(false).Run();
        Assert.Empty(stats.ReportFiles);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Reports_OfARunThatEndedEarly_SaySo()
    {
        var stats = NBomberRunner.RegisterScenarios(Calls("calls").WithMaxFailCount(2)).WithReportFolder(_folder).DisplayConsoleMetrics(false).Run();
        Assert.All(new[] { ReportFormat.Txt, ReportFormat.Html, ReportFormat.Md }, format => Assert.Contains("It ended early: calls failed 2 times", Of(stats, format), StringComparison.Ordinal));
    }

    private static string Of(NodeStats stats, ReportFormat format) => stats.ReportFiles.Single(file => file.ReportFormat == format).ReportContent;

    private static ScenarioProps Calls(string name) => Scenario.Create(name, async context =>
    {
        await Step.Run("first", context, () => Task.FromResult(context.ScenarioInfo.InstanceNumber % 2 == 0 ? Response.Ok("200", 10) : Response.Fail("503", "too busy")));
        return Response.Ok();
    }).WithoutWarmUp().WithLoadSimulations(Simulation.Inject(10, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)))
        .WithThresholds(Threshold.Create(scenario => scenario.Fail.Request.Count < 2));

    private NodeStats Run(string name) => NBomberRunner.RegisterScenarios(Calls(name)).WithTestSuite("suite").WithTestName("test")
        .WithReportFolder(_folder).WithReportFileName("run").WithReportFormats(ReportFormat.Txt, ReportFormat.Html, ReportFormat.Csv, ReportFormat.Md).DisplayConsoleMetrics(false).Run();
}
