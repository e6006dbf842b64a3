namespace O2O.Dispatch.Domain.Journeys;

/// <summary>What tells touches of one source apart, for instance the poster that a code was on. Its form leaves no room for an address or a number of a person.</summary>
public static class JourneyLabel
{
    /// <summary>The most characters.</summary>
    public const int Longest = 40;

    /// <summary>The most digits in a row: no phone number fits.</summary>
    public const int MostDigits = 4;

    /// <summary>What a label is, for people.</summary>
    public const string Words = "1 to 40 of a to z, 0 to 9, - and _ are expected, at most four digits in a row.";

    /// <summary>Whether a text is a label.</summary>
    public static bool IsSound(string text)
    {
        if (text.Length is 0 or > Longest)
        {
            return false;
        }

        var digits = 0;
        foreach (var symbol in text)
        {
            if (!char.IsAsciiLetterLower(symbol) && !char.IsAsciiDigit(symbol) && symbol is not ('-' or '_'))
            {
                return false;
            }

            // Hyphens part the digits of a phone number too.
            digits = char.IsAsciiDigit(symbol) ? digits + 1 : char.IsAsciiLetterLower(symbol) ? 0 : digits;
            if (digits > MostDigits)
            {
                return false;
            }
        }

        return true;
    }
}
