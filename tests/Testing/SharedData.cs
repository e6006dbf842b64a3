using Xunit;

namespace O2O.Dispatch.Testing;

/// <summary>The folder of real input data beside the checkout, or the one named by O2O_SHARED_DATA; it is never part of the project.</summary>
public static class SharedData
{
    /// <summary>The folder, or null when it is not there.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The full path of one file in the folder.</summary>
    public static string File(string name) => Path.Combine(Folder ?? throw new InvalidOperationException(Absent), name);

    internal const string Absent = "needs ../shared/data (or O2O_SHARED_DATA): the folder of real rides and roads is not there";

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("O2O_SHARED_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(at.FullName, "O2O.Dispatch.sln")))
            {
                var data = Path.Combine(at.FullName, "..", "shared", "data");
                return Directory.Exists(data) ? Path.GetFullPath(data) : null;
            }
        }

        return null;
    }
}

/// <summary>A fact that reads <see cref="SharedData"/> and is skipped, with a line that says so, where the folder is absent.</summary>
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = SharedData.Absent;
        }
    }
}

/// <summary>A theory that reads <see cref="SharedData"/> and is skipped, with a line that says so, where the folder is absent.</summary>
public sealed class SharedDataTheoryAttribute : TheoryAttribute
{
    public SharedDataTheoryAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = SharedData.Absent;
        }
    }
}
