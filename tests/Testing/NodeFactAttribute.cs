using Xunit;

namespace O2O.Dispatch.Testing;

/// <summary>A fact that needs Node.js and npm; without them it is skipped with a line that says so.</summary>
public sealed class NodeFactAttribute : FactAttribute
{
    /// <summary>Looks for both.</summary>
    public NodeFactAttribute()
    {
        if (Find("node") is null || Find("npm") is null)
        {
            Skip = "needs Node.js with npm: node or npm is not on PATH";
        }
    }

    /// <summary>Where a command is; null when it is not on PATH.</summary>
    public static string? Find(string command) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, command))
        .FirstOrDefault(File.Exists);
}
