namespace Stripe;

/// <summary>A parameter that may be of one of two kinds.</summary>
public class AnyOf<T1, T2> : AnyOf
{
    private readonly T1 _first;
    private readonly T2 _second;
    private readonly bool _isFirst;

    public AnyOf(T1 value) => (_first, _isFirst) = (value, true);

    public AnyOf(T2 value) => _second = value;

    public override object Value => _isFirst ? _first : _second;

    public override Type Type => _isFirst ? typeof(T1) : typeof(T2);

    public static implicit operator AnyOf<T1, T2>(T1 value) => value is null ? null : new(value);

    public static implicit operator AnyOf<T1, T2>(T2 value) => value is null ? null : new(value);

    public static implicit operator T1(AnyOf<T1, T2> anyOf) => anyOf._first;

    public static implicit operator T2(AnyOf<T1, T2> anyOf) => anyOf._second;
}
