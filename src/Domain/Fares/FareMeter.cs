using System.Collections.Immutable;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>Prices a distance and a time by a plan. Pure.</summary>
public static class FareMeter
{
    private static readonly BasisPoints DefaultTimes = new(30_000);
    private static readonly Metres DefaultDistance = new(50_000);
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromHours(2);

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
        var lines = ImmutableArray.CreateBuilder<FareLine>();
        Add(lines, FareLineKind.Base, plan.Base);
        Add(lines, FareLineKind.Distance, ByTheKilometre(plan.PerKilometre, distance));
        Add(lines, FareLineKind.Time, ByTheMinute(plan.PerMinute, duration));
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

        AddTax(lines, plan);
        ApplyDiscounts(lines, plan.Currency, discounts);
        return new Fare(lines.ToImmutable(), plan.Currency);
    }

    /// <summary>The price of what a store sells.</summary>
    /// <param name="plan">Says how tax is charged.</param>
    /// <param name="parts">In the order they are shown; those of nothing are left out.</param>
    /// <param name="discounts">Applied in order while the price can bear them.</param>
    public static Fare OfSale(FarePlan plan, ReadOnlySpan<(FareLineKind Kind, Money.Money Amount)> parts, ImmutableArray<Discount> discounts)
    {
        var lines = ImmutableArray.CreateBuilder<FareLine>();
        foreach (var (kind, amount) in parts)
        {
            Add(lines, kind, amount);
        }

        if (lines.Count == 0)
        {
            lines.Add(new FareLine(FareLineKind.Goods, Money.Money.Zero(plan.Currency)));
        }

        AddTax(lines, plan);
        ApplyDiscounts(lines, plan.Currency, discounts);
        return new Fare(lines.ToImmutable(), plan.Currency);
    }

    /// <summary>What a metered price may come to at the most for what was quoted, before tax that is added and before discounts.</summary>
    public static Money.Money MostFor(FarePlan plan, Fare quoted)
    {
        var before = Before(quoted);
        if (plan.Limit is { } limit)
        {
            return Money.Money.Max(limit.Times.Of(before), limit.Least);
        }

        // A short ride may become a long one: the customer changes where it goes. A guess; a market that knows better says so.
        return Money.Money.Max(DefaultTimes.Of(before), plan.Base + ByTheKilometre(plan.PerKilometre, DefaultDistance) + ByTheMinute(plan.PerMinute, DefaultDuration));
    }

    /// <summary>The fare cut off at a limit, the last lines first; the fare itself when it lies within.</summary>
    /// <param name="fare">The fare.</param>
    /// <param name="plan">The prices.</param>
    /// <param name="most">At the most, before tax that is added and before discounts.</param>
    /// <param name="discounts">Those of the fare, as they were given.</param>
    public static Fare Limited(Fare fare, FarePlan plan, Money.Money most, ImmutableArray<Discount> discounts)
    {
        if (Before(fare) <= most)
        {
            return fare;
        }

        var lines = ImmutableArray.CreateBuilder<FareLine>();
        foreach (var line in fare.Lines)
        {
            if (line.Kind is not (FareLineKind.Tax or FareLineKind.Discount))
            {
                var used = Money.Money.Min(line.Amount, most);
                Add(lines, line.Kind, used);
                most -= used;
            }
        }

        if (lines.Count == 0)
        {
            lines.Add(new FareLine(FareLineKind.Base, most));
        }

        AddTax(lines, plan);
        ApplyDiscounts(lines, plan.Currency, discounts);
        return new Fare(lines.ToImmutable(), plan.Currency);
    }

    /// <summary>The fare with lines for extra work, and the tax on them where tax is added.</summary>
    /// <param name="fare">The fare without them.</param>
    /// <param name="plan">The prices.</param>
    /// <param name="extras">Before tax that is added; none leaves the fare as it is.</param>
    public static Fare WithExtras(Fare fare, FarePlan plan, IEnumerable<Money.Money> extras)
    {
        foreach (var extra in extras)
        {
            fare = WithLine(fare, plan, FareLineKind.Extra, extra);
        }

        return fare;
    }

    /// <summary>The fare with a line for waiting, and the tax on it where tax is added.</summary>
    /// <param name="fare">The fare without it.</param>
    /// <param name="plan">The prices.</param>
    /// <param name="waiting">Before tax that is added; nothing leaves the fare as it is.</param>
    public static Fare WithWaiting(Fare fare, FarePlan plan, Money.Money waiting) => waiting.IsZero ? fare : WithLine(fare, plan, FareLineKind.Waiting, waiting);

    private static Fare WithLine(Fare fare, FarePlan plan, FareLineKind kind, Money.Money amount)
    {
        var lines = ImmutableArray.CreateBuilder<FareLine>();
        lines.AddRange(fare.Lines.Where(line => line.Kind is not (FareLineKind.Tax or FareLineKind.Discount)));
        lines.Add(new FareLine(kind, amount));
        AddTax(lines, plan);
        lines.AddRange(fare.Lines.Where(line => line.Kind == FareLineKind.Discount));
        return new Fare(lines.ToImmutable(), fare.Currency);
    }

    /// <summary>A fee of several lines, with the tax on it where tax is added. What lies above the bounds is taken off the last lines first.</summary>
    /// <param name="plan">The prices.</param>
    /// <param name="parts">In the order they are shown; those of nothing are left out.</param>
    /// <param name="most">What it comes to at the most before tax that is added; null for no such bound.</param>
    /// <param name="held">What it comes to at the most with it.</param>
    /// <returns>Null when it costs nothing.</returns>
    public static Fare? Fee(FarePlan plan, ReadOnlySpan<(FareLineKind Kind, Money.Money Amount)> parts, Money.Money? most, Money.Money held)
    {
        var zero = Money.Money.Zero(plan.Currency);
        var sum = zero;
        foreach (var (_, amount) in parts)
        {
            sum += amount;
        }

        sum = most is { } bound ? Money.Money.Min(sum, bound) : sum;
        var tax = plan.AddsTax ? plan.Tax.Of(sum) : zero;
        if (sum + tax > held)
        {
            tax = plan.AddsTax ? plan.Tax.ContainedIn(held) : zero;
            sum = held - tax;
        }

        var lines = ImmutableArray.CreateBuilder<FareLine>();
        foreach (var (kind, amount) in parts)
        {
            var used = Money.Money.Min(amount, sum);
            Add(lines, kind, used);
            sum -= used;
        }

        if (lines.Count == 0)
        {
            return null;
        }

        Add(lines, FareLineKind.Tax, tax);
        return new Fare(lines.ToImmutable(), plan.Currency);
    }

    /// <summary>A price for a time, rounded to the whole second first.</summary>
    public static Money.Money ByTheMinute(Money.Money perMinute, TimeSpan time) =>
        new(Rounding.HalfEven((Int128)perMinute.MinorUnits * (long)Math.Round(time.TotalSeconds, MidpointRounding.ToEven), 60), perMinute.Currency);

    /// <summary>A price for a distance, rounded to the whole metre first.</summary>
    public static Money.Money ByTheKilometre(Money.Money perKilometre, Metres distance) =>
        new(Rounding.HalfEven((Int128)perKilometre.MinorUnits * (long)Math.Round(distance.Value, MidpointRounding.ToEven), 1_000), perKilometre.Currency);

    /// <summary>A fare before tax that is added and before discounts.</summary>
    private static Money.Money Before(Fare fare) => fare.Gross - fare.AddedTax;

    private static void AddTax(ImmutableArray<FareLine>.Builder lines, FarePlan plan)
    {
        if (plan.AddsTax)
        {
            Add(lines, FareLineKind.Tax, plan.Tax.Of(Total(lines, plan.Currency)));
        }
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
