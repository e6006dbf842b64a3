using O2O.Dispatch.Domain.Money;

namespace O2O.Dispatch.Domain.Fares;

/// <summary>What a service class costs in a market. All amounts are of one currency and not negative.</summary>
/// <param name="Base">Charged on every job.</param>
/// <param name="PerKilometre">Per kilometre of the route.</param>
/// <param name="PerMinute">Per minute of the service.</param>
/// <param name="Minimum">The least that distance, time and base come to before the multiplier.</param>
/// <param name="Tax">The tax rate: contained in every price, unless it is added.</param>
/// <param name="Pricing">Whether the quoted price stands or the measured one counts.</param>
/// <param name="HoldMargin">How much more than the quote is held on the card when the price is metered; ignored when quoted.</param>
/// <param name="TaxMode">Whether tax is in the prices or added to them; null for in them.</param>
/// <param name="Waiting">What it costs to let the provider wait; null for nothing.</param>
/// <param name="Limit">Above what a metered price is cut off; null for three times the quoted price, and never below what 50 km and 2 hours cost. Ignored when quoted.</param>
public sealed record FarePlan(
    Money.Money Base,
    Money.Money PerKilometre,
    Money.Money PerMinute,
    Money.Money Minimum,
    BasisPoints Tax,
    PricingMode Pricing,
    BasisPoints HoldMargin,
    TaxMode? TaxMode = null,
    WaitingFee? Waiting = null,
    FareLimit? Limit = null)
{
    /// <summary>The currency of every amount here.</summary>
    public Currency Currency => Base.Currency;

    /// <summary>Whether tax comes on top of the prices.</summary>
    public bool AddsTax => TaxMode == Fares.TaxMode.Added;

    /// <summary>What is wrong with the plan, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        var zero = Money.Money.Zero(Base.Currency);
        foreach (var (name, amount) in new[]
        {
            (nameof(Base), Base), (nameof(PerKilometre), PerKilometre), (nameof(PerMinute), PerMinute), (nameof(Minimum), Minimum),
            ("Waiting.PerMinute", Waiting?.PerMinute ?? zero), ("Waiting.Most", Waiting?.Most ?? zero),
            ("Limit.Least", Limit?.Least ?? zero),
        })
        {
            if (amount.IsNegative)
            {
                yield return $"{name} is {amount}; a price is not negative.";
            }

            if (amount.Currency != Base.Currency)
            {
                yield return $"{name} is in {amount.Currency}, the base in {Base.Currency}; a plan has one currency.";
            }
        }

        if (Limit is { } limit && limit.Times.Value < BasisPoints.One.Value)
        {
            yield return $"Limit.Times is {limit.Times}; it is at least one (10,000 basis points).";
        }

        if (Waiting is { } waiting && (waiting.Free < TimeSpan.Zero || waiting.Free > TimeSpan.FromHours(24)))
        {
            yield return $"Waiting.Free is {waiting.Free}; it lies between 0 and 24 hours.";
        }
    }
}
