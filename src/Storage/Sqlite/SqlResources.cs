namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The SQL scripts inside this assembly.</summary>
internal static class SqlResources
{
    /// <summary>All scripts of a folder, in order of name.</summary>
    public static IReadOnlyList<(string Name, string Sql)> In(string folder)
    {
        var assembly = typeof(SqlResources).Assembly;
        var names = Array.FindAll(assembly.GetManifestResourceNames(), name => name.StartsWith(folder, StringComparison.Ordinal));
        Array.Sort(names, StringComparer.Ordinal);
        return Array.ConvertAll(names, name =>
        {
            using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is missing from {assembly.GetName().Name}.");
            using var reader = new StreamReader(stream);
            return (name, reader.ReadToEnd());
        });
    }
}
