namespace Orleans.Concurrency;

/// <summary>Every request to this class may start while others of the activation await.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute
{
}
