using System.Collections.Immutable;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>Prices a distance and a time by a plan. Pure.</summary>
public static class FareMeter
{
    /// <summary>The fare of a service.</summary>
    /// <param name="plan">The prices.</param>
    /// <param name="distance">Along the route.</param>
    /// <param name="duration">Of the service, not negative.</param>
    /// <param name="multiplier">At least one; what it adds is a line of its own.</param>
    /// <param name="discounts">Applied in order while the fare can bear them; each keeps its funder, who pays only the part used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative or the multiplier below one.</exception>
    public static Fare Price(FarePlan plan, Metres distance, TimeSpan duration, BasisPoints multiplier, ImmutableArray<Discount> discounts)
    {
        if (duration < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(duration), duration, "A duration is not negative.");
        }

        if (multiplier.Value < BasisPoints.One.Value)
        {
            throw new ArgumentOutOfRangeException(nameof(multiplier), multiplier, "A multiplier is at least one (10,000 basis points).");
        }

        // Distance is rounded to the whole metre and time to the whole second before pricing, so that equal inputs price equally everywhere.
        var metres = (long)Math.Round(distance.Value, MidpointRounding.ToEven);
        var seconds = (long)Math.Round(duration.TotalSeconds, MidpointRounding.ToEven);
        var lines = ImmutableArray.CreateBuilder<FareLine>();
        Add(lines, FareLineKind.Base, plan.Base);
        Add(lines, FareLineKind.Distance, new Money.Money(Rounding.HalfEven((Int128)plan.PerKilometre.MinorUnits * metres, 1_000), plan.Currency));
        Add(lines, FareLineKind.Time, new Money.Money(Rounding.HalfEven((Int128)plan.PerMinute.MinorUnits * seconds, 60), plan.Currency));
        var measured = Total(lines, plan.Currency);
        if (measured < plan.Minimum)
        {
            Add(lines, FareLineKind.MinimumTopUp, plan.Minimum - measured);
        }

        var before = Total(lines, plan.Currency);
        Add(lines, FareLineKind.Multiplier, multiplier.Of(before) - before);
        if (lines.Count == 0)
        {
            lines.Add(new FareLine(FareLineKind.Base, Money.Money.Zero(plan.Currency)));
        }

        ApplyDiscounts(lines, plan.Currency, discounts);
        return new Fare(lines.ToImmutable(), plan.Currency);
    }

    private static void ApplyDiscounts(ImmutableArray<FareLine>.Builder lines, Currency currency, ImmutableArray<Discount> discounts)
    {
        foreach (var discount in discounts)
        {
            if (discount.Amount.IsNegative || discount.Amount.IsZero)
            {
                throw new ArgumentOutOfRangeException(nameof(discounts), discount.Amount, "A discount is a positive amount.");
            }

            var used = Money.Money.Min(discount.Amount, Total(lines, currency));
            if (!used.IsZero)
            {
                lines.Add(new FareLine(FareLineKind.Discount, -used, discount.Funder));
            }
        }
    }

    private static void Add(ImmutableArray<FareLine>.Builder lines, FareLineKind kind, Money.Money amount)
    {
        if (!amount.IsZero)
        {
            lines.Add(new FareLine(kind, amount));
        }
    }

    private static Money.Money Total(ImmutableArray<FareLine>.Builder lines, Currency currency)
    {
        var sum = Money.Money.Zero(currency);
        foreach (var line in lines)
        {
            sum += line.Amount;
        }

        return sum;
    }
}
