using System.Collections.Immutable;
using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>A price with all its lines.</summary>
/// <param name="Lines">In the order they are shown; at least one.</param>
/// <param name="Currency">The currency of every line.</param>
public sealed record Fare(ImmutableArray<FareLine> Lines, Currency Currency)
{
    /// <summary>Before discounts.</summary>
    public Money.Money Gross => Sum(line => line.Kind != FareLineKind.Discount);

    /// <summary>All discounts together, not positive.</summary>
    public Money.Money Discounts => Sum(line => line.Kind == FareLineKind.Discount);

    /// <summary>Its discounts one by one, with who funds each.</summary>
    public ImmutableArray<Discount> FundedDiscounts =>
        [.. Lines.Where(line => line is { Kind: FareLineKind.Discount, Funder: not null }).Select(line => new Discount(-line.Amount, line.Funder!))];

    /// <summary>Tax that was added as a line; nothing where prices contain it.</summary>
    public Money.Money AddedTax => Sum(line => line.Kind == FareLineKind.Tax);

    /// <summary>What of it is goods of a store, before discounts.</summary>
    public Money.Money Goods => Sum(line => line.Kind is FareLineKind.Goods or FareLineKind.Unredeemed);

    /// <summary>What the customer pays: gross and discounts, never below zero.</summary>
    public Money.Money Total => Sum(_ => true);

    /// <summary>Two fares are equal when they have the same lines.</summary>
    public bool Equals(Fare? other) => other is not null && Currency == other.Currency && Lines.SequenceEqual(other.Lines);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Currency, Lines.Length);

    /// <summary>A fare of one line, for instance a fee.</summary>
    public static Fare Of(FareLineKind kind, Money.Money amount) => new([new FareLine(kind, amount)], amount.Currency);

    private Money.Money Sum(Func<FareLine, bool> which)
    {
        var sum = Money.Money.Zero(Currency);
        foreach (var line in Lines)
        {
            if (which(line))
            {
                sum += line.Amount;
            }
        }

        return sum;
    }
}
