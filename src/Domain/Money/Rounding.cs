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

    /// <summary>Divides an amount by weights so that the parts sum to it exactly: each gets the whole part of its share, and what is left goes a unit each to the largest remainders, of equal ones to the first.</summary>
    /// <param name="amount">Not negative.</param>
    /// <param name="weights">Not negative, at least one of them above zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount or a weight is negative, or no weight is above zero.</exception>
    public static long[] Split(long amount, ReadOnlySpan<int> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var whole = 0L;
        foreach (var weight in weights)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(weight, nameof(weights));
            whole += weight;
        }

        ArgumentOutOfRangeException.ThrowIfZero(whole, nameof(weights));
        var parts = new long[weights.Length];
        var remainders = new Int128[weights.Length];
        var left = amount;
        for (var i = 0; i < parts.Length; i++)
        {
            var (share, remainder) = Int128.DivRem((Int128)amount * weights[i], whole);
            parts[i] = (long)share;
            remainders[i] = remainder;
            left -= parts[i];
        }

        for (; left > 0; left--)
        {
            var largest = 0;
            for (var i = 1; i < parts.Length; i++)
            {
                largest = remainders[i] > remainders[largest] ? i : largest;
            }

            parts[largest]++;
            remainders[largest] = -1;
        }

        return parts;
    }
}
