using System.Text.RegularExpressions;

namespace O2O.Dispatch.Conventions.Tests;

/// <summary>The checkout these tests read as text.</summary>
public static class Repository
{
    private static readonly string[] NotOurs = [".git", "artifacts", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    /// <summary>The folder that holds O2O.Dispatch.sln.</summary>
    public static string Root { get; } = Find();

    /// <summary>All files below a folder (of the root: "" ) whose name ends so, as paths from the root with '/', in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string folder, string ending)
    {
        var at = Path.Combine(Root, folder);
        if (!Directory.Exists(at))
        {
            return [];
        }

        var found = new List<string>();
        Walk(at, ending, found);
        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The C# sources of src and of the stand-ins.</summary>
    public static IReadOnlyList<string> Sources(params string[] folders) => [.. folders.SelectMany(folder => Files(folder, ".cs"))];

    /// <summary>The text of a file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    /// <summary>Whether a file is there.</summary>
    public static bool Has(string path) => File.Exists(Path.Combine(Root, path));

    /// <summary>A source without its comments and string literals, so that words in them do not count.</summary>
    public static string Code(string path) => Regex.Replace(
        Read(path), """"//[^\n]*|/\*.*?\*/|"""(?:.|\n)*?"""|@"(?:[^"]|"")*"|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\])'"""", " ", RegexOptions.Singleline);

    /// <summary>Fails with one line for each offence.</summary>
    public static void None(IEnumerable<string> offences)
    {
        var all = offences.ToList();
        Assert.True(all.Count == 0, string.Join("\n", all));
    }

    // What the service writes where it is started, as the README's first command does; .gitignore names it.
    private const string Served = "data";

    /// <summary>The top-level entries that belong to the project.</summary>
    public static IEnumerable<string> RootEntries() => Directory.EnumerateFileSystemEntries(Root)
        .Select(entry => Path.GetFileName(entry)!)
        .Where(name => !NotOurs.Contains(name) && name != Served && !name.StartsWith("out", StringComparison.Ordinal) && !Regex.IsMatch(name, @"\.(user|db|db-wal|db-shm)$"));

    private static void Walk(string folder, string ending, List<string> found)
    {
        found.AddRange(Directory.EnumerateFiles(folder)
            .Where(file => file.EndsWith(ending, StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')));
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner))))
        {
            Walk(inner, ending, found);
        }
    }

    private static string Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                return at.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds O2O.Dispatch.sln.");
    }
}
