using System.IO.Compression;
using System.Security.Cryptography;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>What lies in the repository, and what does not.</summary>
public sealed class TreeTests
{
    [Fact]
    public void Root_Entries_AreAtMostTwentyFour()
    {
        var entries = Repository.RootEntries().Order(StringComparer.Ordinal).ToList();
        Assert.True(entries.Count <= 24, $"{entries.Count} entries: {string.Join(", ", entries)}");
    }

    [Fact]
    public void Root_Files_ThatEveryProjectNeeds_AreThere() => Repository.None(
        from file in new[] { "README.md", "LICENSE", "CHANGELOG.md", ".editorconfig", ".gitignore", "global.json", "build/BannedSymbols.txt" }
        where !Repository.Has(file)
        select $"{file} is missing.");

    /// <summary>The real rides and roads are read where they lie. A copy, packed or not, is found by its hash.</summary>
    [SharedDataFact]
    public void Files_OfTheSharedData_AreNotCopied()
    {
        var shared = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadAllLines(SharedData.File("SHA256SUMS")))
        {
            var (hash, name) = (line[..64], line[64..].Trim().TrimStart('*'));
            shared.TryAdd(hash, name);
            if (name.EndsWith(".gz", StringComparison.Ordinal))
            {
                using var packed = new GZipStream(File.OpenRead(SharedData.File(name)), CompressionMode.Decompress);
                shared.TryAdd(Convert.ToHexStringLower(SHA256.HashData(packed)), $"{name}, unpacked");
            }
        }

        Assert.NotEmpty(shared);
        Repository.None(
            from file in Repository.Files("", "")
            let hash = Hash(file)
            where shared.ContainsKey(hash)
            select $"{file} is a copy of {shared[hash]} of the shared data.");
    }

    private static string Hash(string file)
    {
        using var stream = File.OpenRead(Path.Combine(Repository.Root, file));
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
