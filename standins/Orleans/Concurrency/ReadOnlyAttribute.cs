namespace Orleans.Concurrency;

/// <summary>This method changes nothing and may start while only such requests of the activation await.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute
{
}
