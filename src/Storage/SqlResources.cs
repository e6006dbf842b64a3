namespace O2O.Dispatch.Storage;

/// <summary>The SQL scripts inside this assembly.</summary>
internal static class SqlResources
{
    /// <summary>All scripts of a folder, in order of name.</summary>
    public static IReadOnlyList<(string Name, string Sql)> In(string folder)
    {
        var names = Array.FindAll(typeof(SqlResources).Assembly.GetManifestResourceNames(), name => name.StartsWith(folder, StringComparison.Ordinal));
        Array.Sort(names, StringComparer.Ordinal);
        return Array.ConvertAll(names, name => (name, Text(name)));
    }

    /// <summary>One script.</summary>
    public static string Text(string name)
    {
        var assembly = typeof(SqlResources).Assembly;
        using var stream = assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is missing from {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
