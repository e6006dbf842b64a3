namespace O2O.Dispatch.Storage.Documents;

/// <summary>An error's text as it is kept with an outbox row.</summary>
internal static class ErrorText
{
    /// <summary>At most <see cref="StorageTerms.ErrorLength"/> characters, without what no database keeps: NUL, and halves of a surrogate pair.</summary>
    public static string Of(string error)
    {
        var kept = error.Length <= StorageTerms.ErrorLength ? error : error[..StorageTerms.ErrorLength];
        return string.Create(kept.Length, kept, static (span, text) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                var half = char.IsSurrogate(text[i])
                    && !(char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    && !(char.IsLowSurrogate(text[i]) && i > 0 && char.IsHighSurrogate(text[i - 1]));
                span[i] = half || text[i] == '\0' ? '\uFFFD' : text[i];
            }
        });
    }
}
