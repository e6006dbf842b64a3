namespace Orleans.Runtime;

/// <summary>A call was refused before it reached its grain: the engine stops, for one.</summary>
[GenerateSerializer]
public class OrleansMessageRejectionException : OrleansException
{
    internal OrleansMessageRejectionException(string message)
        : base(message)
    {
    }
}
