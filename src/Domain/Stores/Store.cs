using System.Collections.Immutable;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Stores;

/// <summary>A place of a merchant where things are sold, prepared or done. A chain is one merchant with many.</summary>
/// <param name="Id">The store.</param>
/// <param name="Merchant">Whose.</param>
/// <param name="Market">Where it sells; its merchant is one that this market knows.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Place">Where it is.</param>
/// <param name="TimeZone">Of the clock on its wall, an IANA name.</param>
/// <param name="Hours">When it is open.</param>
/// <param name="Channels">How it sells, each once.</param>
/// <param name="Zones">Where it brings things, and for what; empty for nowhere. The first zone that holds a place counts; the zone "" is anywhere in the market.</param>
/// <param name="Preparation">Added to every order's preparation, 0 to 4 h.</param>
/// <param name="AnswerWithin">How long it may think about an order before that is canceled, 10 s to 1 h; null when it takes every order by itself.</param>
/// <param name="Counter">What holds for codes.</param>
/// <param name="Paused">Whether it takes no orders for now.</param>
public sealed record Store(
    StoreId Id,
    MerchantId Merchant,
    MarketId Market,
    string Name,
    GeoPoint Place,
    string TimeZone,
    OpeningHours Hours,
    ImmutableArray<StoreChannel> Channels,
    ImmutableArray<DeliveryZone> Zones,
    TimeSpan Preparation,
    TimeSpan? AnswerWithin,
    CounterTerms Counter,
    bool Paused = false)
{
    /// <summary>Whether it is open at an instant and takes orders.</summary>
    public bool IsOpenAt(DateTimeOffset at) => !Paused && Hours.IsOpen(WallClock.At(TimeZoneInfo.FindSystemTimeZoneById(TimeZone), at));

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    /// <param name="currency">The merchant's.</param>
    public IEnumerable<string> Faults(Currency currency)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
        {
            yield return "A store has a name of 1 to 100 characters.";
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return $"'{TimeZone}' is no time zone: an IANA name is expected, as America/New_York.";
        }

        if (Channels.IsDefaultOrEmpty || Channels.Distinct().Count() != Channels.Length)
        {
            yield return "A store sells in one way at least, each named once.";
        }

        foreach (var fault in Hours.Faults())
        {
            yield return fault;
        }

        foreach (var zone in Zones)
        {
            foreach (var amount in new[] { zone.Fee, zone.MinimumBasket, zone.FreeFrom ?? zone.Fee })
            {
                if (amount.IsNegative || amount.Currency != currency)
                {
                    yield return $"Zone '{zone.Zone}' has an amount of {amount}: it is not negative and in {currency}.";
                }
            }
        }

        if (Zones.DistinctBy(zone => zone.Zone, StringComparer.Ordinal).Count() != Zones.Length)
        {
            yield return "A zone is named twice.";
        }

        if (Preparation < TimeSpan.Zero || Preparation > TimeSpan.FromHours(4))
        {
            yield return $"Every order takes {Preparation} more; it lies between 0 and 4 h.";
        }

        if (AnswerWithin is { } answer && (answer < TimeSpan.FromSeconds(10) || answer > TimeSpan.FromHours(1)))
        {
            yield return $"An order is answered within {answer}; it lies between 10 s and 1 h.";
        }

        foreach (var fault in Counter.Faults())
        {
            yield return fault;
        }
    }

    /// <summary>Two are equal when all of them is.</summary>
    public bool Equals(Store? other) =>
        other is not null && Id == other.Id && Merchant == other.Merchant && Market == other.Market && Name == other.Name && Place == other.Place && TimeZone == other.TimeZone
        && Hours.Equals(other.Hours) && Channels.SequenceEqual(other.Channels) && Zones.SequenceEqual(other.Zones) && Preparation == other.Preparation
        && AnswerWithin == other.AnswerWithin && Counter == other.Counter && Paused == other.Paused;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, Place, Paused);
}
