namespace Orleans.Runtime;

/// <summary>A reminder could not be registered, updated or removed.</summary>
[GenerateSerializer]
public sealed class ReminderException : OrleansException
{
    /// <summary>With words.</summary>
    public ReminderException(string message)
        : base(message)
    {
    }
}
