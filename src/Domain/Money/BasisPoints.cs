namespace O2O.Dispatch.Domain.Money;

/// <summary>A share or a multiplier in ten-thousandths: 10,000 is the whole (100 %, or times one).</summary>
public readonly record struct BasisPoints
{
    /// <summary>The whole: 100 %, or times one.</summary>
    public static readonly BasisPoints One = new(10_000);

    /// <summary>Nothing.</summary>
    public static readonly BasisPoints Zero = new(0);

    /// <summary>Makes a share of <paramref name="value"/> ten-thousandths.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 1,000,000 (times one hundred).</exception>
    public BasisPoints(int value)
    {
        if (value is < 0 or > 1_000_000)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Basis points lie between 0 and 1,000,000 (10,000 is the whole).");
        }

        Value = value;
    }

    /// <summary>Ten-thousandths, 0 to 1,000,000.</summary>
    public int Value { get; }

    /// <summary>This part of an amount, by <see cref="Rounding.HalfEven(Int128, Int128)"/>.</summary>
    public Money Of(Money amount) => new(Rounding.HalfEven((Int128)amount.MinorUnits * Value, 10_000), amount.Currency);

    /// <summary>The tax contained in a tax-inclusive amount: amount x rate / (1 + rate).</summary>
    public Money ContainedIn(Money inclusive) => new(Rounding.HalfEven((Int128)inclusive.MinorUnits * Value, 10_000 + Value), inclusive.Currency);

    /// <inheritdoc/>
    public override string ToString() => $"{Value} bp";
}
