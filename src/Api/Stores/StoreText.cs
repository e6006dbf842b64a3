namespace O2O.Dispatch.Api.Stores;

/// <summary>A text that is looked for in the names of many stores, whatever the case. Most stores that do not have it are told by a bit for each three letters of theirs, without a look at the names.</summary>
internal sealed class StoreText
{
    private readonly (ulong A, ulong B, ulong C, ulong D) _signs;

    public StoreText(string text)
    {
        Folded = Fold(text);
        _signs = SignsOf(Folded);
    }

    /// <summary>The text as it is compared.</summary>
    public string Folded { get; }

    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>The bits of a folded text.</summary>
    public static (ulong A, ulong B, ulong C, ulong D) SignsOf(string folded)
    {
        Span<ulong> signs = stackalloc ulong[4];
        for (var i = 0; i + 2 < folded.Length; i++)
        {
            var hash = unchecked(((((uint)folded[i] * 31) + folded[i + 1]) * 31 + folded[i + 2]) * 2_654_435_769u) >> 24;
            signs[(int)(hash >> 6)] |= 1UL << (int)(hash & 63);
        }

        return (signs[0], signs[1], signs[2], signs[3]);
    }

    /// <summary>Whether a text with these bits may have it; never wrong when it does.</summary>
    public bool MayBeIn((ulong A, ulong B, ulong C, ulong D) signs) =>
        (_signs.A & ~signs.A) == 0 && (_signs.B & ~signs.B) == 0 && (_signs.C & ~signs.C) == 0 && (_signs.D & ~signs.D) == 0;
}
