using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Placements;

/// <summary>A merchant pays to be shown in front of others near a customer: so much for each visit that comes of it, out of a budget.</summary>
/// <param name="Id">The placement.</param>
/// <param name="Merchant">Who pays.</param>
/// <param name="Market">Where it is shown.</param>
/// <param name="Stores">Which of the merchant's stores; empty for all in the market.</param>
/// <param name="Zones">The pricing zones of the places near which it is shown; empty for anywhere.</param>
/// <param name="Price">For a visit, also what it bids. In the merchant's currency.</param>
/// <param name="Budget">For all visits.</param>
/// <param name="PerDay">For the visits of the clicks of one day (UTC); null for no more than the budget.</param>
/// <param name="Begins">It is shown from here on.</param>
/// <param name="Ends">And until before this.</param>
/// <param name="Paused">Whether it is not shown for now.</param>
public sealed record Placement(
    PlacementId Id,
    MerchantId Merchant,
    MarketId Market,
    ImmutableArray<StoreId> Stores,
    ImmutableArray<string> Zones,
    Money.Money Price,
    Money.Money Budget,
    Money.Money? PerDay,
    DateTimeOffset Begins,
    DateTimeOffset Ends,
    bool Paused = false)
{
    /// <summary>Stores and zones of one placement at most.</summary>
    public const int MostListed = 100;

    /// <summary>Price and budgets at most, in minor units: sums of them stay far from what a number holds.</summary>
    public const long MostMinorUnits = 1_000_000_000_000;

    /// <summary>Whether it may be shown at an instant, as far as it says.</summary>
    public bool IsOn(DateTimeOffset now) => !Paused && now >= Begins && now < Ends;

    /// <summary>Whether it is of a store of the merchant's.</summary>
    public bool Has(StoreId store) => Stores.IsEmpty || Stores.Contains(store);

    /// <summary>Whether it is of a store.</summary>
    public bool Has(Store store) => store.Merchant == Merchant && store.Market == Market && Has(store.Id);

    /// <summary>Whether it is shown near a place.</summary>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    public bool IsIn(string zone) => Zones.IsEmpty || Zones.Contains(zone, StringComparer.Ordinal);

    /// <summary>Whether one more visit can be paid for.</summary>
    /// <param name="usage">What is spent and set aside already.</param>
    public bool HasRoom(PlacementUsage usage) =>
        Price.MinorUnits <= Budget.MinorUnits - usage.Spent - usage.Held && (PerDay is not { } day || Price.MinorUnits <= day.MinorUnits - usage.Today);

    /// <inheritdoc/>
    public bool Equals(Placement? other) =>
        other is not null && Id == other.Id && Merchant == other.Merchant && Market == other.Market && Stores.SequenceEqual(other.Stores) && Zones.SequenceEqual(other.Zones, StringComparer.Ordinal)
        && Price == other.Price && Budget == other.Budget && PerDay == other.PerDay && Begins == other.Begins && Ends == other.Ends && Paused == other.Paused;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Merchant, Market, Price, Budget, Begins, Ends, Paused);

    /// <summary>Whether it is shown at an instant: it is on, and its budgets have room for a visit.</summary>
    public bool Runs(PlacementUsage usage, DateTimeOffset at) => IsOn(at) && HasRoom(usage);

    /// <summary>Whether it takes a click on a store at an instant.</summary>
    public bool Takes(StoreId store, PlacementUsage usage, DateTimeOffset at) => Runs(usage, at) && Has(store);

    /// <summary>What is wrong with it, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults()
    {
        if (Price.MinorUnits <= 0)
        {
            yield return $"A visit costs {Price}; it is positive.";
        }

        if (Budget < Price)
        {
            yield return $"The budget of {Budget} pays for no visit.";
        }

        if (PerDay is { } day && day < Price)
        {
            yield return $"The budget of {day} a day pays for no visit.";
        }

        if (Math.Max(Price.MinorUnits, Math.Max(Budget.MinorUnits, PerDay?.MinorUnits ?? 0)) > MostMinorUnits)
        {
            yield return $"A price and a budget are at most {MostMinorUnits} minor units.";
        }

        if (Ends <= Begins)
        {
            yield return $"It ends at {Ends:O}, which is not after it begins, {Begins:O}.";
        }

        if (Stores.Length > MostListed || Zones.Length > MostListed)
        {
            yield return $"At most {MostListed} stores and zones are expected.";
        }

        if (Zones.Any(string.IsNullOrWhiteSpace))
        {
            yield return "A zone has a name.";
        }
    }
}
