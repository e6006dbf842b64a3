namespace O2O.Dispatch.Matching.Bench;

internal static class Data
{
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("O2O_SHARED_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                var data = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data"));
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}
