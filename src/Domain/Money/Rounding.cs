namespace O2O.Dispatch.Domain.Money;

/// <summary>The one place where a fraction of a minor unit is decided.</summary>
public static class Rounding
{
    /// <summary>numerator / denominator to the nearest whole, a half to the even neighbour ("banker's rounding"), so that many small roundings do not drift one way.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
    /// <exception cref="OverflowException">The result does not fit 64 bits.</exception>
    public static long HalfEven(Int128 numerator, Int128 denominator)
    {
        if (denominator <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(denominator), denominator, "A denominator is positive.");
        }

        var (quotient, remainder) = Int128.DivRem(numerator, denominator);
        var twice = Int128.Abs(remainder) * 2;
        if (twice > denominator || (twice == denominator && !Int128.IsEvenInteger(quotient)))
        {
            quotient += Int128.Sign(numerator);
        }

        return checked((long)quotient);
    }
}
