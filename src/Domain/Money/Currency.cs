using System.Collections.Frozen;

namespace O2O.Dispatch.Domain.Money;

/// <summary>An ISO 4217 currency and how many decimal digits its minor unit stands for (JPY 0, USD 2, KWD 3).</summary>
public readonly record struct Currency
{
    private static readonly FrozenDictionary<string, int> Scales = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["AED"] = 2, ["AUD"] = 2, ["BHD"] = 3, ["BRL"] = 2, ["CAD"] = 2, ["CHF"] = 2, ["CNY"] = 2, ["CZK"] = 2, ["DKK"] = 2, ["EUR"] = 2,
        ["GBP"] = 2, ["HKD"] = 2, ["INR"] = 2, ["JOD"] = 3, ["JPY"] = 0, ["KRW"] = 0, ["KWD"] = 3, ["MXN"] = 2, ["NOK"] = 2, ["NZD"] = 2,
        ["OMR"] = 3, ["PLN"] = 2, ["SEK"] = 2, ["SGD"] = 2, ["THB"] = 2, ["TND"] = 3, ["TRY"] = 2, ["USD"] = 2, ["VND"] = 0, ["ZAR"] = 2,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string? _code;

    private Currency(string code, int scale)
    {
        _code = code;
        Scale = scale;
    }

    /// <summary>United States dollar, two digits.</summary>
    public static Currency Usd { get; } = Of("USD");

    /// <summary>Euro, two digits.</summary>
    public static Currency Eur { get; } = Of("EUR");

    /// <summary>The three-letter code, upper case.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is no currency.</exception>
    public string Code => _code ?? throw new InvalidOperationException("default(Currency) is no currency.");

    /// <summary>How many decimal digits the minor unit stands for, 0 to 3.</summary>
    public int Scale { get; }

    /// <summary>The currency with this code.</summary>
    /// <exception cref="ArgumentException">The code is not one this system knows.</exception>
    public static Currency Of(string code) =>
        TryOf(code, out var currency) ? currency : throw new ArgumentException($"'{code}' is not a currency this system knows.", nameof(code));

    /// <summary>Finds the currency with this code (upper case).</summary>
    public static bool TryOf(string? code, out Currency currency)
    {
        if (code is not null && Scales.TryGetValue(code, out var scale))
        {
            currency = new Currency(code, scale);
            return true;
        }

        currency = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _code ?? "(none)";
}
