using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>A day on which other hours hold.</summary>
/// <param name="Day">Which.</param>
/// <param name="Hours">What begins on it; empty for closed.</param>
public sealed record OpeningException(DateOnly Day, ImmutableArray<HourRange> Hours)
{
    /// <summary>Two are equal when all of them is.</summary>
    public bool Equals(OpeningException? other) => other is not null && Day == other.Day && Hours.SequenceEqual(other.Hours);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Day, Hours.Length);
}
