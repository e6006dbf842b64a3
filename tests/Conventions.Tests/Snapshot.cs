using System.Text.RegularExpressions;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>Committed files, or blocks of them, that are rendered from code. A test fails when they differ.</summary>
public static class Snapshot
{
    /// <summary>Set to 1, the tests rewrite what they would complain about; look at the difference before you commit it.</summary>
    public const string Variable = "O2O_UPDATE_SNAPSHOTS";

    /// <summary>How to rewrite, for messages.</summary>
    public const string HowTo = $"{Variable}=1 dotnet test tests/Conventions.Tests rewrites it; look at the difference before you commit it.";

    /// <summary>Whether this run rewrites.</summary>
    public static bool Updating => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Compares the block between <c>&lt;!-- rendered: name --&gt;</c> and <c>&lt;!-- end --&gt;</c> of a document with what the code says.</summary>
    public static void Block(string document, string name, string rendered)
    {
        var text = Repository.Read(document);
        var block = Regex.Match(text, $@"(?<=<!-- rendered: {Regex.Escape(name)} -->\n).*?(?=<!-- end -->)", RegexOptions.Singleline);
        Assert.True(block.Success, $"{document} has no block '<!-- rendered: {name} -->' that ends with '<!-- end -->'.");
        var expected = $"\n{rendered.TrimEnd()}\n\n";
        if (block.Value == expected)
        {
            return;
        }

        if (Updating)
        {
            File.WriteAllText(Path.Combine(Repository.Root, document), text[..block.Index] + expected + text[(block.Index + block.Length)..]);
            return;
        }

        Assert.Fail($"The block '{name}' of {document} is not what the code says. {HowTo}\nThe code says:\n{expected}");
    }
}
