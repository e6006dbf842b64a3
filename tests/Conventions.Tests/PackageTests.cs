using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>Package versions are exact and stand in one file.</summary>
public sealed partial class PackageTests
{
    private const string Central = "Directory.Packages.props";

    [Fact]
    public void Versions_Central_AreExact()
    {
        var central = XDocument.Parse(Repository.Read(Central));
        var versions = central.Descendants("PackageVersion").ToList();
        Assert.NotEmpty(versions);
        var properties = central.Descendants("PropertyGroup").Elements().ToDictionary(property => property.Name.LocalName, property => property.Value);
        Repository.None(
            from version in versions
            let said = Property().Replace(
                version.Attribute("Version")?.Value ?? "nothing", match => properties.GetValueOrDefault(match.Groups["name"].Value, match.Value))
            where !Exact().IsMatch(said)
            select $"{version.Attribute("Include")?.Value} is {said}; an exact version is [x.y.z].");
    }

    [Fact]
    public void Versions_Elsewhere_AreNone() => Repository.None(
        from file in Repository.Files("", ".csproj").Concat(Repository.Files("", ".props")).Concat(Repository.Files("", ".targets"))
        where file != Central
        from element in XDocument.Parse(Repository.Read(file)).Descendants()
        where element.Name.LocalName is "PackageReference" or "PackageVersion" or "GlobalPackageReference"
        where element.Name.LocalName == "PackageVersion" || element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null
        select $"{file} versions {element.Attribute("Include")?.Value ?? element.Attribute("Update")?.Value}; versions stand in {Central} alone.");

    [Fact]
    public void Versions_ReferencedPackages_AreAllCentral()
    {
        var known = XDocument.Parse(Repository.Read(Central)).Descendants("PackageVersion").Select(version => version.Attribute("Include")!.Value).ToHashSet();
        Repository.None(
            from file in Repository.Files("", ".csproj").Concat(Repository.Files("", ".targets"))
            from reference in XDocument.Parse(Repository.Read(file)).Descendants("PackageReference")
            let package = reference.Attribute("Include")?.Value
            where package is not null && !known.Contains(package)
            select $"{file} references {package}, which {Central} does not pin.");
    }

    [GeneratedRegex(@"\$\((?<name>\w+)\)")]
    private static partial Regex Property();

    [GeneratedRegex(@"^\[\d+\.\d+\.\d+(\.\d+)?(-[\w.]+)?\]$")]
    private static partial Regex Exact();
}
