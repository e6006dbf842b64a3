using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Ratings;

/// <summary>What one side says of the other.</summary>
/// <param name="Stars">1 to 5.</param>
/// <param name="Tags">Of the market's list, each once, at most <see cref="MostTags"/>.</param>
/// <param name="Comment">At most <see cref="LongestComment"/> characters; null for none.</param>
/// <param name="At">When.</param>
public sealed record Rating(int Stars, ImmutableArray<string> Tags, string? Comment, DateTimeOffset At)
{
    /// <summary>The most tags of one rating.</summary>
    public const int MostTags = 5;

    /// <summary>The longest comment, in characters.</summary>
    public const int LongestComment = 1_000;

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    /// <param name="known">The tags of the market.</param>
    public IEnumerable<string> Faults(IReadOnlyCollection<string> known)
    {
        if (Stars is < 1 or > 5)
        {
            yield return $"{Stars} stars are no rating: 1 to 5 are expected.";
        }

        if (Tags.Length > MostTags || Tags.Distinct(StringComparer.Ordinal).Count() != Tags.Length)
        {
            yield return $"At most {MostTags} tags are expected, each once.";
        }

        foreach (var tag in Tags)
        {
            if (!known.Contains(tag, StringComparer.Ordinal))
            {
                yield return $"'{tag}' is no tag of this market. There are {string.Join(", ", known)}.";
            }
        }

        if (Comment?.Length > LongestComment)
        {
            yield return $"A comment has at most {LongestComment} characters; this has {Comment.Length}.";
        }
    }
}
