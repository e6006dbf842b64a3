using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>The arrows between rooms, and what only one room may know.</summary>
public sealed class RoomTests
{
    /// <summary>Every room of src and which rooms its project names. A new room is drawn here and in docs/architecture.md.</summary>
    private static readonly SortedDictionary<string, string[]> Arrows = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Geo"] = ["Domain"],
        ["Matching"] = ["Geo"],
        ["Contracts"] = ["Domain"],
        ["Payments"] = ["Domain"],
        ["Payments.Sandbox"] = [],
        ["Grains"] = ["Contracts", "Matching", "Payments"],
        ["Storage"] = ["Contracts", "Payments"],
        ["Telemetry"] = [],
        ["Silo"] = ["Grains", "Storage", "Telemetry"],
        ["Api"] = ["Contracts", "Geo", "Payments", "Storage", "Telemetry"],
        ["Client"] = ["Contracts"],
        ["Simulation"] = ["Contracts", "Geo"],
        ["AllInOne"] = ["Api", "Payments.Sandbox", "Silo", "Simulation", "Telemetry"],
        ["Replay"] = ["Payments.Sandbox", "Silo", "Simulation"],
    };

    /// <summary>Packages, or namespaces, that one room alone may name.</summary>
    private static readonly (string Word, string Room)[] OnlyIn =
    [
        ("NetTopologySuite", "Geo"),
        ("Microsoft.Data.Sqlite", "Storage"),
        ("Npgsql", "Storage"),
        ("StackExchange.Redis", "Storage"),
        ("Stripe", "Payments"),
    ];

    public static TheoryData<string> Rooms() => [.. Projects().Select(project => project.Room)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Room_References_AreTheArrowsOfTheHouse(string room)
    {
        Assert.True(Arrows.ContainsKey(room), $"src/{room} is a new room: draw its arrows in this test and in docs/architecture.md.");
        var named = XDocument.Parse(Repository.Read($"src/{room}/{room}.csproj")).Descendants("ProjectReference")
            .Select(reference => reference.Attribute("Include")!.Value.Replace('\\', '/'))
            .ToList();
        Assert.All(named, path => Assert.Matches(@"^\.\./([\w.]+)/\1\.csproj$", path));
        Assert.Equal(Arrows[room].Order(StringComparer.Ordinal), named.Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Rooms_OfTheHouse_AreAllThere() => Assert.Empty(Arrows.Keys.Except(Projects().Select(project => project.Room)));

    [Fact]
    public void Arrows_Followed_NeverComeBack()
    {
        foreach (var room in Arrows.Keys)
        {
            Assert.DoesNotContain(room, Below(room));
        }
    }

    [Fact]
    public void Domain_Packages_AreNone()
    {
        var project = XDocument.Parse(Repository.Read("src/Domain/Domain.csproj"));
        Assert.Empty(project.Descendants("PackageReference"));
        Assert.DoesNotContain("Orleans", project.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Words_OfOneRoom_AreSaidInItAlone() => Repository.None(
        from file in Repository.Sources("src").Concat(Repository.Files("src", ".csproj"))
        let room = file.Split('/')[1]
        let text = file.EndsWith(".cs", StringComparison.Ordinal) ? Repository.Code(file) : Repository.Read(file)
        from only in OnlyIn
        where room != only.Room && Regex.IsMatch(text, $@"\b{Regex.Escape(only.Word)}\w*\b")
        select $"{file} says {only.Word}, which only src/{only.Room} may.");

    [Fact]
    public void StandIns_AreChosen_InOnePlace() => Repository.None(
        from file in new[] { "src", "tests", "load-tests" }.SelectMany(folder => Repository.Files(folder, ".csproj"))
        from word in new[] { "standins/", "Microsoft.Orleans", "Microsoft.AspNetCore.SignalR.Client", "\"Stripe.net\"", "\"NBomber\"" }
        where Repository.Read(file).Contains(word, StringComparison.Ordinal)
        select $"{file} says {word}; say <UsesOrleans>, <HostsOrleans>, <UsesSignalRClient>, <UsesStripe> or <UsesNBomber> and let Directory.Build.targets choose.");

    [Fact]
    public void Solution_Projects_AreAllOfThem()
    {
        var solution = Repository.Read("O2O.Dispatch.sln").Replace('\\', '/');
        Repository.None(
            from file in new[] { "src", "standins", "tests", "load-tests" }.SelectMany(folder => Repository.Files(folder, ".csproj"))
            where !solution.Contains($"\"{file}\"", StringComparison.Ordinal)
            select $"{file} is not in O2O.Dispatch.sln: dotnet sln O2O.Dispatch.sln add {file}");
    }

    [Fact]
    public void Architecture_Drawing_IsThatOfTheProjects() => Snapshot.Block(
        "docs/architecture.md",
        "rooms",
        "```mermaid\nflowchart BT\n" + string.Concat(
            from project in Projects()
            from arrow in project.References
            select $"  {project.Room} --> {arrow}\n") + "```");

    /// <summary>The example of the client's page is code that tests/Client.Tests runs.</summary>
    [Fact]
    public void Client_Example_IsTheCodeThatIsTested()
    {
        var code = Regex.Match(Repository.Read("tests/Client.Tests/ClientExample.cs"), @"(?<=// example\n).*?(?=\s*// end of example\n)", RegexOptions.Singleline).Value;
        Assert.NotEmpty(code);
        var lines = code.Split('\n').Select(line => line.StartsWith("        ", StringComparison.Ordinal) ? line[8..] : line.Trim());
        Snapshot.Block("docs/reference/client.md", "example", $"```csharp\n{string.Join('\n', lines)}\n```");
    }

    private static IEnumerable<(string Room, IReadOnlyList<string> References)> Projects() =>
        from file in Repository.Files("src", ".csproj")
        let references = XDocument.Parse(Repository.Read(file)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
            .Order(StringComparer.Ordinal)
            .ToList()
        select (Path.GetFileNameWithoutExtension(file), (IReadOnlyList<string>)references);

    private static HashSet<string> Below(string room)
    {
        var below = new HashSet<string>();
        var open = new Queue<string>(Arrows[room]);
        while (open.TryDequeue(out var next))
        {
            if (below.Add(next))
            {
                foreach (var further in Arrows[next])
                {
                    open.Enqueue(further);
                }
            }
        }

        return below;
    }
}
