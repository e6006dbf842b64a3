namespace Orleans.Concurrency;

/// <summary>This method may start while any other request of the activation awaits.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute
{
}
