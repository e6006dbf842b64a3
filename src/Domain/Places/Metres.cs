namespace O2O.Dispatch.Domain.Places;

/// <summary>A length in metres: finite and not negative.</summary>
public readonly record struct Metres : IComparable<Metres>
{
    /// <summary>No length at all.</summary>
    public static readonly Metres Zero;

    /// <summary>Makes a length of <paramref name="value"/> metres.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN, infinite or negative.</exception>
    public Metres(double value)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A length in metres is finite and not negative.");
        }

        Value = value;
    }

    /// <summary>The length in metres.</summary>
    public double Value { get; }

    /// <summary>The length in kilometres.</summary>
    public double Kilometres => Value / 1_000;

    /// <inheritdoc/>
    public int CompareTo(Metres other) => Value.CompareTo(other.Value);

    /// <summary>The sum of two lengths.</summary>
    public static Metres operator +(Metres left, Metres right) => new(left.Value + right.Value);

    /// <summary>Whether the left length is the shorter one.</summary>
    public static bool operator <(Metres left, Metres right) => left.Value < right.Value;

    /// <summary>Whether the left length is the longer one.</summary>
    public static bool operator >(Metres left, Metres right) => left.Value > right.Value;

    /// <summary>Whether the left length is not the longer one.</summary>
    public static bool operator <=(Metres left, Metres right) => left.Value <= right.Value;

    /// <summary>Whether the left length is not the shorter one.</summary>
    public static bool operator >=(Metres left, Metres right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:0.#} m");
}
