namespace Stripe;

/// <summary>A value of one of several kinds.</summary>
public interface IAnyOf
{
    object Value { get; }

    Type Type { get; }
}
