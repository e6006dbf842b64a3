namespace Orleans;

/// <summary>The name of a grain class on the wire, instead of the one made from the class name.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute : Attribute
{
    /// <summary>Names the class.</summary>
    public GrainTypeAttribute(string grainType) => Name = grainType;

    internal string Name { get; }
}
