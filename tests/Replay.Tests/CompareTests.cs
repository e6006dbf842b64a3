using System.Text.Json;
using System.Xml.Linq;
using O2O.Dispatch.Replay.CommandLine;

namespace O2O.Dispatch.Replay.Tests;

public sealed class CompareTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("compare").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_Compare_PlaysEachPolicyAndWritesOneTableOneListAndOnePage()
    {
        var (html, json) = (Path.Combine(_folder, "page.html"), Path.Combine(_folder, "report.json"));
        var (code, output, error) = Run(
            "--compare", "nearest,reassign", "--to", "2024-05-17T18:10", "--vehicles", "12", "--requests-per-hour", "600", "--html", html, "--report", json, "--quiet");
        Assert.True(code == ExitCodes.Success, error);

        using var reports = JsonDocument.Parse(File.ReadAllText(json));
        var figures = reports.RootElement.EnumerateArray().ToArray();
        Assert.Equal(["nearest", "reassign"], figures.Select(report => report.GetProperty("policy").GetString()));
        Assert.Equal(figures[0].GetProperty("requests").GetInt64(), figures[1].GetProperty("requests").GetInt64());
        Assert.NotEqual(figures[0].GetProperty("event_hash").GetString(), figures[1].GetProperty("event_hash").GetString());
        Assert.Contains("reassign", output, StringComparison.Ordinal);

        // The page is well-formed but for its doctype, names what it shows, and needs nothing from anywhere.
        var text = File.ReadAllText(html);
        var page = XDocument.Parse(text[text.IndexOf("<html", StringComparison.Ordinal)..].Replace("<meta charset=\"utf-8\">", "", StringComparison.Ordinal)
            .Replace("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">", "", StringComparison.Ordinal));
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        foreach (var report in figures)
        {
            var lost = report.GetProperty("requests").GetInt64() - report.GetProperty("served").GetInt64();
            var map = page.Descendants("svg").Single(svg => (string?)svg.Attribute("aria-label") == $"Requests that {report.GetProperty("policy").GetString()} lost");
            Assert.Equal(lost, map.Descendants("circle").Count());
        }

        Assert.True(figures[0].GetProperty("requests").GetInt64() > figures[0].GetProperty("served").GetInt64(), "Twelve vehicles cannot serve all; a map without losses would show nothing.");
    }

    [Fact]
    public void Run_OnePolicyWithHtml_WritesThePageToo()
    {
        var html = Path.Combine(_folder, "one.html");
        var (code, _, error) = Run("--to", "2024-05-17T18:02", "--vehicles", "10", "--html", html, "--quiet");
        Assert.True(code == ExitCodes.Success, error);
        Assert.Contains("Vehicles by what they do", File.ReadAllText(html), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--compare: 'greedy' is none of nearest, batched", "--compare", "nearest,greedy")]
    [InlineData("--compare names no policy.", "--compare", ",")]
    [InlineData("--policy does not go with it", "--compare", "nearest", "--policy", "batched")]
    [InlineData("do not go with it", "--compare", "nearest", "--store", "kept.db")]
    public void Run_BadComparison_IsNamedAndEndsWith2(string message, params string[] args)
    {
        var (code, _, error) = Run(args);
        Assert.Equal(ExitCodes.BadOption, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (ReplayCommand.Run(args, output, error), output.ToString(), error.ToString());
    }
}
