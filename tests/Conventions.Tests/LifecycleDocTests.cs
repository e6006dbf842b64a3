using System.Text;
using System.Text.RegularExpressions;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>docs/reference/job.md is rendered from the tables and the sources it describes.</summary>
public sealed partial class LifecycleDocTests
{
    private const string Document = "docs/reference/job.md";

    [Fact]
    public void Job_Diagram_IsThatOfItsTable() => Diagram<JobStatus, JobTrigger>("job", JobStatus.Scheduled, JobTransitions.Next);

    [Fact]
    public void Payment_Diagram_IsThatOfItsTable() => Diagram<PaymentStatus, PaymentTrigger>("payment", PaymentStatus.Authorizing, PaymentTransitions.Next);

    [Fact]
    public void Offer_Diagram_IsThatOfItsTable() => Diagram<OfferStatus, OfferTrigger>("offer", OfferStatus.Sent, OfferTransitions.Next);

    [Fact]
    public void Provider_Diagram_IsThatOfItsTable() => Diagram<ProviderStatus, ProviderTrigger>("provider", ProviderStatus.Offline, ProviderTransitions.Next);

    [Fact]
    public void Standing_Diagram_IsThatOfItsTable() => Diagram<ProviderStanding, StandingTrigger>("standing", ProviderStanding.Applied, StandingTransitions.Next);

    [Fact]
    public void Job_States_AreThoseOfTheEnum() => Snapshot.Block(Document, "states", EnumTable("State", "src/Domain/Jobs/JobStatus.cs"));

    [Fact]
    public void Rejections_Listed_AreThoseOfTheWire() => Snapshot.Block(Document, "rejections", EnumTable("Rejection", "src/Contracts/Rejection.cs"));

    [Fact]
    public void Job_Fields_AreThoseOfTheView()
    {
        var source = Repository.Read("src/Contracts/Jobs/JobView.cs");
        var meanings = Parameter().Matches(source).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["text"].Value);
        var table = new StringBuilder("| Field | Type | Meaning |\n|---|---|---|\n");
        foreach (Match field in Member().Matches(source))
        {
            var name = field.Groups["name"].Value;
            table.Append("| `").Append(SnakeCase(name)).Append("` | `").Append(field.Groups["type"].Value).Append("` | ").Append(Plain(meanings[name])).Append(" |\n");
        }

        Assert.Contains("| `job` |", table.ToString(), StringComparison.Ordinal);
        Snapshot.Block(Document, "fields", table.ToString());
    }

    private static void Diagram<TState, TTrigger>(string name, TState first, Func<TState, TTrigger, TState?> next)
        where TState : struct, Enum
        where TTrigger : struct, Enum
    {
        var diagram = new StringBuilder("```mermaid\nstateDiagram-v2\n  [*] --> ").Append(first).Append('\n');
        foreach (var from in Enum.GetValues<TState>())
        {
            var moves = Enum.GetValues<TTrigger>().Select(on => (on, to: next(from, on))).Where(move => move.to is not null).ToList();
            foreach (var to in moves.Select(move => move.to).Distinct())
            {
                diagram.Append("  ").Append(from).Append(" --> ").Append(to).Append(": ")
                    .AppendJoin(", ", moves.Where(move => move.to.Equals(to)).Select(move => move.on)).Append('\n');
            }

            if (moves.Count == 0)
            {
                diagram.Append("  ").Append(from).Append(" --> [*]\n");
            }
        }

        Snapshot.Block(Document, name, diagram.Append("```").ToString());
    }

    private static string EnumTable(string title, string file)
    {
        var table = new StringBuilder($"| {title} | Meaning |\n|---|---|\n");
        var values = EnumValue().Matches(Repository.Read(file));
        Assert.NotEmpty(values);
        foreach (Match value in values)
        {
            table.Append("| `").Append(SnakeCase(value.Groups["name"].Value)).Append("` | ").Append(Plain(value.Groups["text"].Value)).Append(" |\n");
        }

        return table.ToString();
    }

    /// <summary>The public form of a name: <c>NoShow</c> is <c>no_show</c>.</summary>
    private static string SnakeCase(string name) => Inner().Replace(name, "_$0").ToLowerInvariant();

    /// <summary>Documentation text without its tags.</summary>
    private static string Plain(string text) => Tag().Replace(text, match => match.Groups["code"].Success ? $"`{match.Groups["code"].Value}`" : string.Empty).Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"///\s*<param name=""(?<name>\w+)"">(?<text>.*?)</param>")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"^\s*\[property: Id\(\d+\)\]\s+(?<type>\S+)\s+(?<name>\w+)[,)]", RegexOptions.Multiline)]
    private static partial Regex Member();

    [GeneratedRegex(@"///\s*<summary>(?<text>.*?)</summary>\s*\n\s+(?<name>[A-Z]\w*)(?:\s*=\s*\d+)?,")]
    private static partial Regex EnumValue();

    [GeneratedRegex(@"(?<=[a-z0-9])[A-Z]")]
    private static partial Regex Inner();

    [GeneratedRegex(@"<c>(?<code>.*?)</c>|<see cref=""(?<code>[^""]+)""\s*/>|<[^>]+>")]
    private static partial Regex Tag();
}
