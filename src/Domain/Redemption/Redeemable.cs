using System.Collections.Immutable;

namespace O2O.Dispatch.Domain.Redemption;

/// <summary>What was paid online to be had at a counter, in whole or in part.</summary>
/// <param name="Units">How many were paid, at least 1.</param>
/// <param name="Paid">For all of them together.</param>
/// <param name="ExpiresAt">From here on nothing is had for it.</param>
/// <param name="Parts">What was had, in order.</param>
/// <param name="ExpiredAt">When its time was found over; null while it is not.</param>
public sealed record Redeemable(int Units, Money.Money Paid, DateTimeOffset ExpiresAt, ImmutableArray<RedeemedPart> Parts, DateTimeOffset? ExpiredAt = null)
{
    /// <summary>How many can still be had.</summary>
    public int Left => Units - Parts.Sum(part => part.Units);

    /// <summary>The worth of what was had. The parts add up to what was paid, to the minor unit, when all is had.</summary>
    public Money.Money Worth(int units) => new((long)((Int128)Paid.MinorUnits * units / Units), Paid.Currency);

    /// <summary>Two are equal when they have the same parts.</summary>
    public bool Equals(Redeemable? other) =>
        other is not null && Units == other.Units && Paid == other.Paid && ExpiresAt == other.ExpiresAt && ExpiredAt == other.ExpiredAt && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Units, Paid, ExpiresAt, Parts.Length);
}
