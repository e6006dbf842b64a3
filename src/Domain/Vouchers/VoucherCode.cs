namespace O2O.Dispatch.Domain.Vouchers;

/// <summary>
/// What a customer types or shows to use a voucher: 12 symbols of Crockford's base 32, eleven of them random (55 bits) and the last a check. Written in three groups of four. Read without regard to
/// case, spaces and hyphens; I and L are read as 1, O as 0. One wrong symbol is always noticed, and so are two that stand in each other's place, wherever they are.
/// </summary>
public readonly record struct VoucherCode : IComparable<VoucherCode>
{
    /// <summary>How many random bytes a code is made of.</summary>
    public const int RandomBytes = 7;

    private const int Length = 12;
    private const string Symbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // The powers of a generator of the field of 32 elements, by x^5 + x^2 + 1. Each place has its own, so that every change of one place and every exchange of two changes the sum.
    private static readonly int[] Weights = MakeWeights();

    private readonly string? _text;

    private VoucherCode(string text) => _text = text;

    /// <summary>The 12 symbols without hyphens, as they are stored.</summary>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, which is no code.</exception>
    public string Value => _text ?? throw new InvalidOperationException("default(VoucherCode) is no code.");

    /// <summary>Makes a code.</summary>
    /// <param name="random"><see cref="RandomBytes"/> unguessable bytes; one bit of them is not used.</param>
    /// <exception cref="ArgumentException">There are more or fewer.</exception>
    public static VoucherCode Of(ReadOnlySpan<byte> random)
    {
        if (random.Length != RandomBytes)
        {
            throw new ArgumentException($"{random.Length} bytes were given; a code is made of {RandomBytes}.", nameof(random));
        }

        var bits = 0UL;
        foreach (var part in random)
        {
            bits = (bits << 8) | part;
        }

        Span<int> values = stackalloc int[Length];
        var sum = 0;
        for (var i = 0; i < Length - 1; i++)
        {
            values[i] = (int)(bits & 31);
            bits >>= 5;
            sum ^= Multiply(Weights[i], values[i]);
        }

        // The check is what makes the weighted sum nothing; weights are powers, so that a division is a multiplication too.
        values[^1] = Multiply(sum, Weights[31 - (Length - 1)]);
        Span<char> text = stackalloc char[Length];
        for (var i = 0; i < Length; i++)
        {
            text[i] = Symbols[values[i]];
        }

        return new VoucherCode(new string(text));
    }

    /// <summary>Reads what a person typed or a scanner gave.</summary>
    /// <param name="text">Null and empty are of the wrong length.</param>
    /// <param name="code">The code, where it is one.</param>
    /// <param name="fault">Why it is none; null where it is one.</param>
    public static bool TryRead(string? text, out VoucherCode code, out VoucherCodeFault? fault)
    {
        code = default;
        Span<char> symbols = stackalloc char[Length];
        var (count, sum) = (0, 0);
        foreach (var typed in text ?? string.Empty)
        {
            if (typed is '-' or ' ')
            {
                continue;
            }

            var symbol = char.ToUpperInvariant(typed) switch
            {
                'I' or 'L' => '1',
                'O' => '0',
                var other => other,
            };
            var value = Symbols.IndexOf(symbol, StringComparison.Ordinal);
            if (value < 0)
            {
                fault = VoucherCodeFault.SymbolUnknown;
                return false;
            }

            if (count == Length)
            {
                fault = VoucherCodeFault.LengthWrong;
                return false;
            }

            sum ^= Multiply(Weights[count], value);
            symbols[count++] = symbol;
        }

        fault = count != Length ? VoucherCodeFault.LengthWrong : sum != 0 ? VoucherCodeFault.Mistyped : null;
        if (fault is null)
        {
            code = new VoucherCode(new string(symbols));
        }

        return fault is null;
    }

    /// <inheritdoc/>
    public int CompareTo(VoucherCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>In three groups, for instance <c>7KQ2-M0XA-9TR4</c>.</summary>
    public override string ToString() => _text is null ? string.Empty : $"{_text[..4]}-{_text[4..8]}-{_text[8..]}";

    private static int[] MakeWeights()
    {
        var weights = new int[32];
        weights[0] = 1;
        for (var i = 1; i < weights.Length; i++)
        {
            weights[i] = Multiply(weights[i - 1], 2);
        }

        return weights;
    }

    /// <summary>Multiplies in the field of 32 elements.</summary>
    private static int Multiply(int left, int right)
    {
        var product = 0;
        for (; right != 0; right >>= 1)
        {
            if ((right & 1) != 0)
            {
                product ^= left;
            }

            left <<= 1;
            if ((left & 32) != 0)
            {
                left ^= 0b10_0101;
            }
        }

        return product;
    }
}
