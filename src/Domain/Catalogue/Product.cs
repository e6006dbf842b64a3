using System.Collections.Immutable;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Domain.Catalogue;

/// <summary>Goods or a service of a merchant.</summary>
/// <param name="Id">The product.</param>
/// <param name="Name">For people: 1 to 100 characters.</param>
/// <param name="Price">Of one piece without options; not negative.</param>
/// <param name="Groups">What is chosen of it; empty for nothing.</param>
/// <param name="Preparation">How long a piece takes to prepare; several are prepared side by side.</param>
/// <param name="Skills">The skills that whoever comes for it has to have, where it is sold as a visit; null for none.</param>
/// <param name="Zones">The pricing zones that it is brought to, or done in, as far as its store serves them; null for all that its store serves. At a counter it is had by whoever comes.</param>
public sealed record Product(
    ProductId Id, string Name, Money.Money Price, ImmutableArray<OptionGroup> Groups, TimeSpan Preparation, ImmutableArray<string>? Skills = null, ImmutableArray<string>? Zones = null)
{
    /// <summary>The most zones of a product.</summary>
    public const int MostZones = 100;

    /// <summary>Whether it is sold to somebody at a place.</summary>
    /// <param name="channel">How.</param>
    /// <param name="zone">The pricing zone of the place; empty for none.</param>
    public bool IsSoldIn(StoreChannel channel, string zone) => IsSoldIn(Zones, channel, zone);

    /// <summary>Whether what is sold in some zones alone, or in all (null), is sold to somebody at a place.</summary>
    public static bool IsSoldIn(ImmutableArray<string>? zones, StoreChannel channel, string zone) => channel == StoreChannel.Counter || zones is not { } some || some.Contains(zone, StringComparer.Ordinal);

    /// <summary>What is wrong, a line each; empty when it is sound.</summary>
    /// <param name="currency">That of the merchant.</param>
    public IEnumerable<string> Faults(Currency currency)
    {
        if (string.IsNullOrWhiteSpace(Name) || Name.Length > 100)
        {
            yield return "A product has a name of 1 to 100 characters.";
        }

        foreach (var price in Groups.SelectMany(group => group.Options).Select(option => option.Price).Prepend(Price))
        {
            if (price.IsNegative || price.Currency != currency)
            {
                yield return $"A price of {price} is none: it is not negative and in {currency}.";
            }
        }

        if (Preparation < TimeSpan.Zero || Preparation > TimeSpan.FromHours(24))
        {
            yield return $"It takes {Preparation} to prepare; it lies between 0 and 24 h.";
        }

        if (Zones is { } zones && (zones.IsEmpty || zones.Length > MostZones || zones.Distinct(StringComparer.Ordinal).Count() != zones.Length || zones.Any(zone => string.IsNullOrWhiteSpace(zone) || zone.Length > 100)))
        {
            yield return $"The zones of a product are 1 to {MostZones} names of 1 to 100 characters, each once.";
        }

        foreach (var group in Groups)
        {
            if (group.Least < 0 || group.Most < Math.Max(1, group.Least) || group.Most > group.Options.Length)
            {
                yield return $"Of '{group.Name}' between {group.Least} and {group.Most} of {group.Options.Length} cannot be chosen.";
            }
        }

        foreach (var twice in Groups.SelectMany(group => group.Options).GroupBy(option => option.Id, StringComparer.Ordinal).Where(same => same.Count() > 1))
        {
            yield return $"Option '{twice.Key}' is there twice.";
        }

        foreach (var fault in Providers.Skills.Faults(Skills ?? [], Providers.Skills.MostOfProduct))
        {
            yield return fault;
        }

        foreach (var option in Groups.SelectMany(group => group.Options))
        {
            if (!Slug.IsSlug(option.Id))
            {
                yield return $"'{option.Id}' does not name an option: {Slug.Rule}";
            }
        }
    }
}
