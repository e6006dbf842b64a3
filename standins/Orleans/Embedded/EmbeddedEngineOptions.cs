using System.Reflection;

namespace O2O.Dispatch.Embedded;

/// <summary>Which grain classes the engine knows.</summary>
public sealed class EmbeddedEngineOptions
{
    /// <summary>Assemblies to search for grain classes. When this and <see cref="GrainClasses"/> are empty: every loaded assembly, and what the
    /// entry assembly references, that references the engine.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>Grain classes named one by one.</summary>
    public IList<Type> GrainClasses { get; } = [];

    /// <summary>The seed of deterministic mode; null means wall mode.</summary>
    public ulong? Seed { get; set; }
}
