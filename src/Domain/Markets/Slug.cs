namespace O2O.Dispatch.Domain.Markets;

/// <summary>The form of names that people choose: short, lower case, fit for a URL, a grain key and a metric's tag.</summary>
public static class Slug
{
    /// <summary>The rule in words, for error messages.</summary>
    public const string Rule = "1 to 40 of a-z, 0-9 and '-', beginning with a letter, not ending with '-'.";

    /// <summary>Whether the text is a slug.</summary>
    public static bool IsSlug(string? text)
    {
        if (text is not { Length: >= 1 and <= 40 } || text[0] is < 'a' or > 'z' || text[^1] == '-')
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
