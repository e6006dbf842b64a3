namespace O2O.Dispatch.Storage.Tests;

/// <summary>A folder of its own, gone at the end.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Name { get; } = Directory.CreateTempSubdirectory("o2o-storage-").FullName;

    public string File(string name) => Path.Combine(Name, name);

    public void Dispose() => Directory.Delete(Name, recursive: true);
}
