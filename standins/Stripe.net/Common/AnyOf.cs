namespace Stripe;

/// <summary>A parameter that may be of one of several kinds.</summary>
public abstract class AnyOf : IAnyOf
{
    public abstract object Value { get; }

    public abstract Type Type { get; }

    public override string ToString() => Value?.ToString() ?? "AnyOf(null)";
}
