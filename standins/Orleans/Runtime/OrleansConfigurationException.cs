namespace Orleans.Runtime;

/// <summary>The configuration cannot be run. Thrown at start-up.</summary>
[GenerateSerializer]
public sealed class OrleansConfigurationException : Exception
{
    /// <summary>With words.</summary>
    public OrleansConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>With words and a cause.</summary>
    public OrleansConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
