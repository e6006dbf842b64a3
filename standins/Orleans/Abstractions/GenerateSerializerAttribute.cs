namespace Orleans;

/// <summary>Marks a type that crosses grain calls. The engine refuses wire types without it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether Orleans numbers the members by itself; the engine wants every [Id] written out.</summary>
    public GenerateFieldIds GenerateFieldIds { get; init; }

    /// <summary>Whether Orleans serialises primary constructor parameters without an [Id].</summary>
    public bool IncludePrimaryConstructorParameters { get; init; } = true;
}
