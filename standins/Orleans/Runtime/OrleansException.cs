namespace Orleans.Runtime;

/// <summary>The base of what the engine throws.</summary>
[GenerateSerializer]
public class OrleansException : Exception
{
    /// <summary>Without words.</summary>
    public OrleansException()
        : base("The grain engine failed.")
    {
    }

    /// <summary>With words.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>With words and a cause.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
