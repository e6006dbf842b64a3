using System.Text;
using System.Text.RegularExpressions;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>docs/configuration.md lists every option there is, with its range and what its source says of it.</summary>
public sealed partial class OptionsDocTests
{
    [Fact]
    public void Options_Each_SaysItsDefaultAndItsRange() => Repository.None(
        from option in Options()
        where !option.Meaning.Contains("Default:", StringComparison.Ordinal) || (option.Range.Length == 0 && option.Type is not "string" and not "bool" && !option.Type.EndsWith("Durability", StringComparison.Ordinal))
        select $"{option.Class}.{option.Name} lacks {(option.Range.Length == 0 ? "a [Range]" : "'Default: ...' in its summary")}.");

    [Fact]
    public void Configuration_Table_ListsEveryOption()
    {
        var table = new StringBuilder("| Option | Type | Range | Meaning |\n|---|---|---|---|\n");
        foreach (var option in Options())
        {
            table.Append("| `").Append(option.Class).Append(':').Append(option.Name).Append("` | `").Append(option.Type).Append("` | ")
                .Append(option.Range).Append(" | ").Append(option.Meaning).Append(" |\n");
        }

        Snapshot.Block("docs/configuration.md", "options", table.ToString());
    }

    [Fact]
    public void Options_OfDispatch_AreSeen() => Assert.Contains(Options(), option => option is { Class: "Dispatch", Name: "SweepPeriod", Type: "TimeSpan" });

    private static IEnumerable<(string Class, string Name, string Type, string Range, string Meaning)> Options() =>
        from file in Repository.Files("src", "Options.cs")

        // What is given on a command line is no configuration: --help is its page.
        where !file.StartsWith("src/Replay/", StringComparison.Ordinal) && !file.StartsWith("src/AllInOne/", StringComparison.Ordinal) && !file.StartsWith("src/Simulation/", StringComparison.Ordinal)
        from option in Option().Matches(Repository.Read(file))
        select (
            Path.GetFileName(file)[..^"Options.cs".Length],
            option.Groups["name"].Value,
            option.Groups["type"].Value,
            RangeOf(option.Groups["attributes"].Value),
            Tag().Replace(option.Groups["text"].Value, string.Empty).Replace("|", "\\|", StringComparison.Ordinal));

    private static string RangeOf(string attributes) => Range().Match(attributes) is { Success: true } range
        ? $"{range.Groups["least"].Value.Trim('"')} to {range.Groups["most"].Value.Trim('"').Replace("_", ",", StringComparison.Ordinal)}"
        : string.Empty;

    [GeneratedRegex(@"///\s*<summary>(?<text>.*?)</summary>\s*\n(?<attributes>(?:\s*\[[^\n]*\]\s*\n)*)\s*public\s+(?:required\s+)?(?<type>[\w<>?.\[\]]+)\s+(?<name>\w+)\s*\{\s*get;\s*(?:set|init);")]
    private static partial Regex Option();

    [GeneratedRegex(@"\[Range\((?:typeof\(\w+\),\s*)?(?<least>[^,]+),\s*(?<most>""[^""]*""|[^,)]+)[,)]")]
    private static partial Regex Range();

    [GeneratedRegex(@"<[^>]+>")]
    private static partial Regex Tag();
}
