using System.Collections.Immutable;
using O2O.Dispatch.Domain.Redemption;

namespace O2O.Dispatch.Domain.Sales;

/// <summary>How far the store is with what it sold.</summary>
/// <param name="AnswerBy">By when it accepts; null when it takes every order by itself, and for what is had by a code.</param>
/// <param name="ReadyAt">When the goods are ready; null until it has accepted.</param>
/// <param name="PreparedAt">When they were; null until they are.</param>
/// <param name="Parts">What was had at a counter, in order; null for nothing.</param>
/// <param name="Returning">Why the goods go back to the store; null while they do not.</param>
/// <param name="AcceptedAt">When it took the order; null until it has.</param>
/// <param name="SignedBy">Who signed for the goods at the door; null where nobody did.</param>
/// <param name="PreparedVersion">The version at which they were prepared, where a courier was looked for: an offer of the version before is as good as it was.</param>
public sealed record JobSale(
    DateTimeOffset? AnswerBy = null,
    DateTimeOffset? ReadyAt = null,
    DateTimeOffset? PreparedAt = null,
    ImmutableArray<RedeemedPart>? Parts = null,
    ReturnReason? Returning = null,
    DateTimeOffset? AcceptedAt = null,
    string? SignedBy = null,
    long? PreparedVersion = null)
{
    /// <summary>Two are equal when they have the same parts and times.</summary>
    public bool Equals(JobSale? other) =>
        other is not null && AnswerBy == other.AnswerBy && ReadyAt == other.ReadyAt && PreparedAt == other.PreparedAt && Returning == other.Returning && AcceptedAt == other.AcceptedAt
        && SignedBy == other.SignedBy && PreparedVersion == other.PreparedVersion && (Parts ?? []).SequenceEqual(other.Parts ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AnswerBy, ReadyAt, PreparedAt, Returning, AcceptedAt, Parts?.Length);
}
