namespace Orleans.Metadata;

/// <summary>The grain class an interface means when several have it.</summary>
[AttributeUsage(AttributeTargets.Interface, AllowMultiple = false)]
public sealed class DefaultGrainTypeAttribute : Attribute
{
    /// <summary>Names the class by its grain type.</summary>
    public DefaultGrainTypeAttribute(string grainType) => Name = grainType;

    internal string Name { get; }
}
