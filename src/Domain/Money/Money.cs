using System.Globalization;

namespace O2O.Dispatch.Domain.Money;

/// <summary>An amount in whole minor units of one currency. Arithmetic is checked and never mixes currencies.</summary>
/// <param name="MinorUnits">Cents, yen or fils: whole, may be negative (a discount).</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(long MinorUnits, Currency Currency) : IComparable<Money>
{
    /// <summary>Nothing, in a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>Whether the amount is nothing.</summary>
    public bool IsZero => MinorUnits == 0;

    /// <summary>Whether the amount is below nothing.</summary>
    public bool IsNegative => MinorUnits < 0;

    /// <summary>The sum. <exception cref="InvalidOperationException">The currencies differ.</exception></summary>
    public static Money operator +(Money left, Money right) => new(checked(left.MinorUnits + Same(left, right).MinorUnits), left.Currency);

    /// <summary>The difference. <exception cref="InvalidOperationException">The currencies differ.</exception></summary>
    public static Money operator -(Money left, Money right) => new(checked(left.MinorUnits - Same(left, right).MinorUnits), left.Currency);

    /// <summary>The opposite amount.</summary>
    public static Money operator -(Money amount) => new(checked(-amount.MinorUnits), amount.Currency);

    /// <summary>Whether left is less.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether left is more.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether left is not more.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether left is not less.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The smaller of two amounts.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>The larger of two amounts.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <inheritdoc/>
    public int CompareTo(Money other) => MinorUnits.CompareTo(Same(this, other).MinorUnits);

    /// <summary>The amount with its decimal point and code, for instance <c>12.50 USD</c>.</summary>
    public override string ToString()
    {
        var scale = Currency.Scale;
        var divisor = (decimal)Math.Pow(10, scale);
        return (MinorUnits / divisor).ToString("F" + scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + " " + Currency;
    }

    private static Money Same(Money left, Money right) => left.Currency == right.Currency
        ? right
        : throw new InvalidOperationException($"{left.Currency} and {right.Currency} do not mix.");
}
