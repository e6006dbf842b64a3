namespace Orleans;

/// <summary>Whether Orleans numbers the members of a type by itself.</summary>
public enum GenerateFieldIds
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>It numbers public properties.</summary>
    PublicProperties,
}
