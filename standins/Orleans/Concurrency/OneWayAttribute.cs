namespace Orleans.Concurrency;

/// <summary>The caller gets no answer and no exception; its task ends when the call is sent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute
{
}
