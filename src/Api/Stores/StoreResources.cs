using System.Collections.Immutable;
using O2O.Dispatch.Api.Errors;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Api.Stores;

/// <summary>Merchants, stores and products as they are told, and as they are read.</summary>
internal static class StoreResources
{
    private const int MostListed = 100;
    private const int MostExceptions = 366;
    private const int MostGroups = 20;

    public static MerchantResource Of(Merchant merchant) => new(merchant.Id.Value, merchant.Operator.Value, merchant.Name, merchant.Currency.Code, Snake.Of(merchant.Standing));

    public static StaffResource Of(StaffMember member) => new(member.Id.Value, member.Name, Snake.Of(member.Role), member.Store?.Value, member.RevokedAt);

    public static StoreResource Of(StoreEntry entry, DateTimeOffset now)
    {
        var store = entry.Store;
        return new StoreResource(store.Id.Value, store.Merchant.Value, store.IsOpenAt(now), new StoreBody(
            store.Name,
            store.Market.Value,
            store.Place.Longitude,
            store.Place.Latitude,
            store.TimeZone,
            Channels(store),
            WeeklyHours.Of(store.Hours.Weekly),
            store.Hours.Exceptions.IsEmpty ? null : [.. store.Hours.Exceptions.Select(day => new StoreExceptionResource(day.Day, [.. day.Hours.Select(hours => new StoreRangeResource(hours.From, hours.To))]))],
            store.Zones.IsEmpty ? null : [.. store.Zones.Select(Of)],
            store.Preparation.TotalSeconds,
            store.AnswerWithin?.TotalSeconds,
            store.Counter.Validity.TotalSeconds,
            store.Counter.Refunded.Value,
            store.Paused,
            entry.Version));
    }

    public static ProductResource Of(ProductEntry entry)
    {
        var product = entry.Product;
        return new ProductResource(product.Id.Value, product.Price.Currency.Code, new ProductBody(
            product.Name, product.Price.MinorUnits, product.Groups.IsEmpty ? null : Groups(product), product.Preparation.TotalSeconds, entry.Version, product.Skills, product.Zones));
    }

    public static ShelfResource Of(ShelfLine line) => new(line.Product.Value, Snake.Of(line.Channel), line.Left);

    /// <summary>A store near a place that is in a pricing zone.</summary>
    public static NearStoreResource Of(KnownStore known, Metres distance, string zone, DateTimeOffset now)
    {
        var (store, open) = (known.Store, known.IsOpen(now));
        return new NearStoreResource(
            store.Id.Value,
            store.Merchant.Value,
            known.Card.Merchant.Name,
            store.Name,
            known.Card.Merchant.Standing == MerchantStanding.Verified,
            store.Place.Longitude,
            store.Place.Latitude,
            Math.Round(distance.Value),
            open,
            open || store.Paused ? null : known.NextOpening(now),
            Channels(store),
            known.SellsBy(StoreChannel.Delivery) && DeliveryZone.Of(store.Zones, zone) is { } asks ? Of(asks) : null);
    }

    /// <summary>A store with what it sells.</summary>
    /// <param name="known">The store.</param>
    /// <param name="offers">By each of its channels.</param>
    /// <param name="now">The instant.</param>
    /// <param name="zone">The pricing zone of who asks; empty for none, null where nobody says a place.</param>
    public static StorefrontResource Front(KnownStore known, IReadOnlyCollection<(StoreChannel Channel, StoreOffer Offer)> offers, DateTimeOffset now, string? zone)
    {
        var (store, open) = (known.Store, known.IsOpen(now));
        var products = offers.SelectMany(one => one.Offer.Products).DistinctBy(product => product.Id).OrderBy(product => product.Id);
        return new StorefrontResource(
            store.Id.Value,
            store.Merchant.Value,
            known.Card.Merchant.Name,
            store.Name,
            known.Card.Merchant.Standing == MerchantStanding.Verified,
            store.Market.Value,
            store.Place.Longitude,
            store.Place.Latitude,
            store.TimeZone,
            open,
            open || store.Paused ? null : known.NextOpening(now),
            WeeklyHours.Of(store.Hours.Weekly),
            known.Card.Merchant.Currency.Code,
            Channels(store),
            [.. store.Zones.Select(Of)],
            [
                .. products.Select(product => new StorefrontProductResource(
                    product.Id.Value,
                    product.Name,
                    product.Price.MinorUnits,
                    Groups(product),
                    product.Preparation.TotalSeconds,
                    [.. offers.Where(one => one.Offer.Find(product.Id) is not null).Select(one => new StorefrontChannelResource(
                        Snake.Of(one.Channel),
                        one.Offer.StockOf(product.Id) == 0,
                        zone is null ? null : product.IsSoldIn(one.Channel, zone) && known.Reaches(one.Channel, zone)))],
                    product.Zones)),
            ]);
    }

    /// <summary>Reads a store; what is wrong with it joins the faults.</summary>
    /// <returns>Null when something is.</returns>
    public static Store? Read(StoreBody body, StoreId id, Merchant merchant, IMarketCatalog markets, List<(string Field, string Reason)> faults)
    {
        if (!MarketId.TryParse(body.Market, out var market) || markets.Find(market) is not { } known || known.Operator != merchant.Operator)
        {
            faults.Add(("market", $"'{body.Market}' is no market of the merchant's operator."));
        }

        if (!GeoPoint.TryCreate(body.Longitude, body.Latitude, out var place, out var fault))
        {
            faults.Add(("longitude, latitude", fault!));
        }

        var channels = ImmutableArray.CreateBuilder<StoreChannel>();
        foreach (var name in body.Channels.IsDefault ? [] : body.Channels)
        {
            if (Snake.TryRead<StoreChannel>(name, out var channel))
            {
                channels.Add(channel);
            }
            else
            {
                faults.Add(("channels", $"'{name}' is none: delivery, counter or visit is expected."));
            }
        }

        var hours = ReadHours(body, faults);
        var zones = ImmutableArray.CreateBuilder<DeliveryZone>();
        foreach (var zone in BodyLists.Read(body.Zones, MostListed, "zones", faults))
        {
            zones.Add(new DeliveryZone(
                zone.Zone.Trim(),
                new Money(zone.FeeMinorUnits, merchant.Currency),
                new Money(zone.MinimumBasketMinorUnits, merchant.Currency),
                zone.FreeFromMinorUnits is { } free ? new Money(free, merchant.Currency) : null));
        }

        var preparation = Seconds(body.PreparationSeconds, "preparation_seconds", faults);
        var answer = body.AnswerSeconds is { } within ? Seconds(within, "answer_seconds", faults) : (TimeSpan?)null;
        var code = body.CodeSeconds is { } good ? Seconds(good, "code_seconds", faults) : CounterTerms.Default.Validity;
        if (body.RefundedBasisPoints is < 0 or > 10_000)
        {
            faults.Add(("refunded_basis_points", "It lies between 0 and 10,000."));
        }

        if (faults.Count > 0)
        {
            return null;
        }

        var store = new Store(
            id,
            merchant.Id,
            market,
            body.Name,
            place,
            body.TimeZone,
            hours,
            channels.ToImmutable(),
            zones.ToImmutable(),
            preparation,
            answer,
            new CounterTerms(code, body.RefundedBasisPoints is { } share ? new BasisPoints(share) : BasisPoints.One),
            body.Paused);
        faults.AddRange(store.Faults(merchant.Currency).Select(each => ("store", each)));
        return faults.Count > 0 ? null : store;
    }

    /// <summary>Reads a product; what is wrong with it joins the faults.</summary>
    /// <returns>Null when something is.</returns>
    public static Product? Read(ProductBody body, ProductId id, Merchant merchant, List<(string Field, string Reason)> faults)
    {
        var groups = ImmutableArray.CreateBuilder<OptionGroup>();
        foreach (var group in BodyLists.Read(body.Groups, MostGroups, "groups", faults))
        {
            var options = BodyLists.Read<ProductOptionResource>(group.Options, MostListed, "groups.options", faults)
                .Select(option => new ProductOption(option.Id, option.Name, new Money(option.PriceMinorUnits, merchant.Currency)));
            groups.Add(new OptionGroup(group.Name, [.. options], group.Least, group.Most));
        }

        var preparation = Seconds(body.PreparationSeconds, "preparation_seconds", faults);
        var skills = BodyLists.Read(body.Skills, Skills.MostOfProduct, "skills", faults);
        faults.AddRange(Skills.Faults(skills, Skills.MostOfProduct).Select(each => ("skills", each)));
        var zones = BodyLists.Read(body.Zones, Product.MostZones, "zones", faults).Select(zone => zone.Trim()).ToImmutableArray();
        if (faults.Count > 0)
        {
            return null;
        }

        var product = new Product(
            id, body.Name, new Money(body.PriceMinorUnits, merchant.Currency), groups.ToImmutable(), preparation, Skills.Of(skills), zones.IsEmpty ? null : zones);
        faults.AddRange(product.Faults(merchant.Currency).Select(each => ("product", each)));
        return faults.Count > 0 ? null : product;
    }

    private static StoreZoneResource Of(DeliveryZone zone) => new(zone.Zone, zone.Fee.MinorUnits, zone.MinimumBasket.MinorUnits, zone.FreeFrom?.MinorUnits);

    private static ImmutableArray<string> Channels(Store store) => [.. store.Channels.Select(channel => Snake.Of(channel))];

    private static ImmutableArray<ProductGroupResource> Groups(Product product) =>
        [.. product.Groups.Select(group => new ProductGroupResource(
            group.Name, [.. group.Options.Select(option => new ProductOptionResource(option.Id, option.Name, option.Price.MinorUnits))], group.Least, group.Most))];

    private static OpeningHours ReadHours(StoreBody body, List<(string Field, string Reason)> faults)
    {
        var weekly = WeeklyHours.Read(body.Hours, MostListed, "hours", faults);
        var exceptions = BodyLists.Read(body.Exceptions, MostExceptions, "exceptions", faults).Select(
            day => new OpeningException(day.Day, [.. BodyLists.Read(day.Hours, MostListed, "exceptions.hours", faults).Select(hours => new HourRange(hours.From, hours.To))]));
        return new OpeningHours(body.Hours is null ? OpeningHours.Always.Weekly : weekly, [.. exceptions]);
    }

    private static TimeSpan Seconds(double seconds, string field, List<(string Field, string Reason)> faults)
    {
        if (double.IsFinite(seconds) && seconds >= 0 && seconds < TimeSpan.FromDays(366).TotalSeconds)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        faults.Add((field, "A number of seconds is expected, not negative."));
        return TimeSpan.Zero;
    }
}
