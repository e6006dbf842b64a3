using System.Globalization;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Books;

/// <summary>Amounts as text for tables and files: with the digits of their currency and without its code.</summary>
public static class AmountText
{
    /// <summary>An amount, for instance 1250 of USD as <c>12.50</c>, of JPY as <c>1250</c>, of KWD as <c>1.250</c>. Exact, with a point whatever the machine's language.</summary>
    /// <param name="minorUnits">Whole minor units.</param>
    /// <param name="currency">The currency's code.</param>
    /// <exception cref="ArgumentException">The currency is not known.</exception>
    public static string Of(long minorUnits, string currency)
    {
        var scale = Currency.Of(currency).Scale;
        var divisor = 1m;
        for (var digit = 0; digit < scale; digit++)
        {
            divisor *= 10;
        }

        return (minorUnits / divisor).ToString("F" + scale.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
