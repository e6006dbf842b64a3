namespace O2O.Dispatch.Web.Tests;

/// <summary>What has to be installed here.</summary>
internal static class Tools
{
    /// <summary>The system's browser; none is downloaded.</summary>
    public static string? Chromium { get; } = Find("chromium") ?? Find("chromium-browser") ?? Find("google-chrome");

    /// <summary>Builds the pages.</summary>
    public static string? Node { get; } = Find("node");

    private static string? Find(string command) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .Where(folder => folder.Length > 0)
        .Select(folder => Path.Combine(folder, command))
        .FirstOrDefault(File.Exists);
}
