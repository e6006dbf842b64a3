using System.Text.RegularExpressions;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>What every source file keeps to.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void File_PublicTypes_AreOneAndNamedLikeTheFile() => Repository.None(
        from file in Repository.Sources("src", "standins")
        let types = PublicType().Matches(Repository.Code(file)).Select(match => match.Groups["name"].Value).Distinct().ToList()
        where types.Count > 1 || (types.Count == 1 && !IsNamedLike(file, types[0]))
        select $"{file} holds the public {(types.Count > 1 ? "types" : "type")} {string.Join(", ", types)}: one a file, named like it.");

    /// <summary>The file's name up to the first dot is the type's; <c>Hosting.standins.cs</c> holds its room's <c>XHosting</c>, and <c>FooOfBar.cs</c> the generic twin of <c>Foo</c>.</summary>
    private static bool IsNamedLike(string file, string type)
    {
        var name = Path.GetFileName(file).Split('.')[0];
        return name == type
            || (name == "Hosting" && type == file.Split('/')[1] + "Hosting")
            || (name.StartsWith(type + "Of", StringComparison.Ordinal) && Regex.IsMatch(Repository.Code(file), $@"\b{type}<"));
    }

    [Fact]
    public void File_Words_AreNoneOfUnfinishedWork() => Repository.None(
        from file in Repository.Sources("src", "standins").Concat(Repository.Files("src", ".csproj"))
        from word in Unfinished().Matches(Repository.Read(file)).Select(match => match.Value).Distinct()
        select $"{file} says {word}.");

    [Fact]
    public void File_Conditions_AreNone() => Repository.None(
        from file in Repository.Sources("src", "tests")
        where Repository.Code(file).Split('\n').Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal))
        select $"{file} has an #if; the two builds differ by whole files (*.standins.cs, *.nuget.cs).");

    [Fact]
    public void File_Namespace_IsItsFolder() => Repository.None(
        from file in Repository.Sources("src")
        let said = Namespace().Match(Repository.Code(file))
        where said.Success
        let expected = "O2O.Dispatch." + Path.GetDirectoryName(file)!.Replace('\\', '/')["src/".Length..].Replace('/', '.')
        where said.Groups["name"].Value != expected
        select $"{file} is of namespace {said.Groups["name"].Value}, its folder says {expected}.");

    /// <summary>These tests would pass over a tree they cannot see; this one shows that they see it.</summary>
    [Fact]
    public void Sources_OfDomain_AreSeenWithTheirTypes()
    {
        Assert.Contains("src/Domain/Jobs/Job.cs", Repository.Sources("src"));
        Assert.Equal("Job", Assert.Single(PublicType().Matches(Repository.Code("src/Domain/Jobs/Job.cs"))).Groups["name"].Value);
        Assert.Equal("JobId", Assert.Single(PublicType().Matches(Repository.Code("src/Domain/Jobs/JobId.cs"))).Groups["name"].Value);
        Assert.Matches(Unfinished(), "// TO" + "DO: later");
    }

    [GeneratedRegex(
        @"^public\s+(?:(?:static|sealed|abstract|readonly|partial|ref|unsafe)\s+)*(?:record\s+struct|record\s+class|record|class|struct|interface|enum|delegate\s+[\w<>\[\],.? ]+?)\s+(?<name>\w+)",
        RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^namespace\s+(?<name>[\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
