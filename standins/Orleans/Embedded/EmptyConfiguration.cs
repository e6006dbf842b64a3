using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace O2O.Dispatch.Embedded;

/// <summary>The configuration of an engine that has no host.</summary>
internal sealed class EmptyConfiguration(string path) : IConfigurationSection
{
    public string Key => Path[(Path.LastIndexOf(':') + 1)..];

    public string Path { get; } = path;

    public string? Value { get; set; }

    public string? this[string key]
    {
        get => null;
        set => throw new NotSupportedException("This engine has no configuration to set.");
    }

    public IConfigurationSection GetSection(string key) => new EmptyConfiguration(Path.Length == 0 ? key : $"{Path}:{key}");

    public IEnumerable<IConfigurationSection> GetChildren() => [];

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);
}
