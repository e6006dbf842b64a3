using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Journeys;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Domain.Vouchers;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>Gives signed quotes. Pure pricing over what the host has in memory: no grain, no store. Thread-safe.</summary>
/// <param name="markets">The markets.</param>
/// <param name="routes">How far and how long.</param>
/// <param name="tokens">Signs.</param>
/// <param name="ids">Names quotes.</param>
/// <param name="time">Now.</param>
/// <param name="surge">What prices are multiplied by; null where they are always the plain ones.</param>
public sealed class QuoteDesk(IMarketCatalog markets, IRouteEstimator routes, QuoteTokens tokens, IIdSource ids, TimeProvider time, ISurgeBoard? surge = null)
{
    /// <summary>How long a quote stands: 5 minutes.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    // So many products are named that could be had instead.
    private const int MostNamed = 5;

    // How long a visit takes where nobody says it.
    private static readonly TimeSpan Visit = TimeSpan.FromHours(1);

    /// <summary>Prices a route and signs the price.</summary>
    /// <param name="request">Not trusted: every fault is named.</param>
    /// <param name="discounts">Already found eligible, each with its funder.</param>
    /// <param name="sale">What a store sells with it; null for nothing.</param>
    public QuoteReply Quote(QuoteRequest request, ImmutableArray<Discount> discounts, PricedSale? sale = null) => Signed(Price(request, discounts, sale));

    /// <summary>Prices a route, and signs nothing yet: for who adds to the quote.</summary>
    /// <param name="request">Not trusted: every fault is named.</param>
    /// <param name="discounts">Already found eligible, each with its funder.</param>
    /// <param name="sale">What a store sells with it; null for nothing.</param>
    /// <returns>Without a token.</returns>
    public QuoteReply Price(QuoteRequest request, ImmutableArray<Discount> discounts, PricedSale? sale = null)
    {
        var now = time.GetUtcNow();
        if (!MarketId.TryParse(request.Market, out var marketId) || !ServiceClassId.TryParse(request.ServiceClass, out var classId)
            || markets.Find(marketId) is not { } market || market.Find(classId) is not { } serviceClass)
        {
            return Reject(Rejection.MarketUnknown, $"No service '{request.ServiceClass}' in a market '{request.Market}'.");
        }

        if (market.Paused)
        {
            return Reject(Rejection.MarketPaused, $"Market '{market.Id}' takes no orders for now.");
        }

        var faults = new List<string>();
        var kind = serviceClass.Kind ?? ServiceKind.Ride;
        var places = PlacesOf(kind, request, sale, faults);
        if (request.Customer == Guid.Empty)
        {
            faults.Add("customer: a GUID other than the empty one is expected.");
        }

        if (request.Load is < 1 or > JobLimits.MaxLoad)
        {
            faults.Add($"load: lies between 1 and {JobLimits.MaxLoad}.");
        }

        if (request.PickUpAt is { } at && (at < now || at > now + JobLimits.MaxAhead))
        {
            faults.Add($"pick_up_at: lies ahead, by at most {JobLimits.MaxAhead.TotalDays:0} days.");
        }

        MerchantId? merchant = sale?.Merchant ?? (request.Merchant is { } named ? new MerchantId(named) : null);
        // A store that sells here was checked by the market's own operator; a plan of its own is for who has another commission.
        var terms = market.TermsOf(serviceClass, merchant) ?? (sale is null ? null : serviceClass.Terms);
        if (terms is null)
        {
            faults.Add($"merchant_id: market '{market.Id}' takes no jobs of merchant {merchant}.");
        }

        if (faults.Count > 0)
        {
            return Reject(Rejection.InputInvalid, string.Join(' ', faults));
        }

        // Who comes to a counter finds the way alone.
        var estimated = kind == ServiceKind.Redemption ? new RouteEstimate(new Metres(0), TimeSpan.Zero, null, places) : routes.Estimate(marketId, places);
        if (estimated is not { } estimate)
        {
            return Reject(Rejection.MarketUnknown, $"Market '{market.Id}' has no map.");
        }

        if (estimate.NotServed is { } outside)
        {
            return estimate.NoPickUpZone is { } zone
                ? Reject(Rejection.NotServedHere, $"stops[0] lies in '{zone}', where nobody is picked up: choose a place outside of it.")
                : Reject(Rejection.NotServedHere, $"stops[{outside}] lies outside the service area of '{market.Id}'. {estimate.WhyNotServed}");
        }

        if (kind == ServiceKind.HomeService)
        {
            estimate = estimate with { Duration = sale?.Sale.Preparation ?? Visit };
        }

        // Who books ahead pays the plain price: what is short now says nothing about then. A store's prices are its own.
        var multiplier = serviceClass.Surge is null || surge is null || request.PickUpAt is not null || sale is not null
            ? BasisPoints.One
            : surge.MultiplierOf(marketId, classId, routes.PricingZoneOf(marketId, places[0]));
        var (fare, refused, detail) = sale is null
            ? (FareMeter.Price(serviceClass.Terms.Fares, estimate.Distance, estimate.Duration, multiplier, discounts), null, null)
            : PriceOf(sale, kind, serviceClass.Terms.Fares, routes.PricingZoneOf(marketId, places[^1]), discounts);
        if (refused is { } why)
        {
            return Reject(why, detail!);
        }

        var quote = new Quote(
            new QuoteId(ids.Next()),
            market.Operator,
            market.Id,
            serviceClass.Id,
            merchant,
            new CustomerId(request.Customer),
            Stops(places),
            request.Load,
            request.PickUpAt,
            fare!,
            estimate.Distance,
            estimate.Duration,
            terms!,
            now + Validity,
            multiplier == BasisPoints.One ? null : multiplier,
            Kind: serviceClass.Kind,
            Sale: sale?.Sale,
            Booking: sale?.Booking,
            Journey: request.Journey);
        return new QuoteReply(quote, null, null, null, estimate);
    }

    /// <summary>Signs what was priced. A rejection stays one.</summary>
    public QuoteReply Signed(QuoteReply reply) => reply.Quote is { } quote ? reply with { Token = tokens.Sign(quote) } : reply;

    /// <summary>Prices another destination of a ride under its own terms, multiplier and discounts, and signs the price.</summary>
    /// <param name="job">The ride.</param>
    /// <param name="destination">Not trusted: every fault is named.</param>
    /// <param name="here">Where its vehicle is, once it carries the customer: what was driven is paid, and the way goes on from there; null where nobody knows, or it has not begun.</param>
    public QuoteReply Change(Job job, WirePoint destination, GeoPoint? here)
    {
        if (!GeoPoint.TryCreate(destination.Longitude, destination.Latitude, out var to, out var fault))
        {
            return Reject(Rejection.InputInvalid, $"destination.{fault}");
        }

        var order = job.Order;
        ImmutableArray<GeoPoint> places = [.. order.Stops[..^1].Select(stop => stop.Place), to];
        var done = job.Status == JobStatus.InProgress && here is not null ? job.NextStop : places.Length;
        var through = done < places.Length ? places.Insert(done, here!.Value) : places;
        if (routes.Line(order.Market, through) is not { } estimate)
        {
            return Reject(Rejection.MarketUnknown, $"Market '{order.Market}' has no map.");
        }

        // Where it begins was served; the question is where it ends.
        if (routes.Estimate(order.Market, [to]) is { NotServed: not null, NoPickUpZone: null } outside)
        {
            return Reject(Rejection.NotServedHere, $"destination lies outside the service area of '{order.Market}'. {outside.WhyNotServed}");
        }

        // As much as was held, not as much as the last price could use.
        ImmutableArray<Discount> discounts = [.. (order.Vouchers ?? []).Select(voucher => new Discount(voucher.Amount, voucher.Funder))];
        var fare = FareMeter.Price(order.Terms.Fares, estimate.Distance, estimate.Duration, order.Multiplier ?? BasisPoints.One, discounts);
        var quote = new Quote(
            new QuoteId(ids.Next()), order.Operator, order.Market, order.ServiceClass, order.Merchant, order.Customer, Stops(places), order.Load, order.PickUpAt, fare, estimate.Distance,
            estimate.Duration, order.Terms, time.GetUtcNow() + Validity, order.Multiplier, Journey: order.Journey, ChangeOf: job.Id);
        return new QuoteReply(quote, tokens.Sign(quote), null, null, estimate);
    }

    /// <summary>Puts vouchers into a quote and signs it.</summary>
    /// <param name="reply">What was priced; a rejection stays one.</param>
    /// <param name="vouchers">What it holds, together at most the price; each becomes a discount.</param>
    /// <param name="earns">The campaigns that the job may earn a voucher of.</param>
    /// <param name="journey">The journey that it is of; null for the one that it has.</param>
    public QuoteReply With(QuoteReply reply, ImmutableArray<OrderedVoucher> vouchers, ImmutableArray<CampaignId> earns, JourneyId? journey = null)
    {
        if (reply.Quote is not { } quote || (vouchers.IsEmpty && earns.IsEmpty))
        {
            return Signed(reply);
        }

        var lines = quote.Fare.Lines.AddRange(vouchers.Select(voucher => new FareLine(FareLineKind.Discount, -voucher.Amount, voucher.Funder)));
        var with = quote with
        {
            Fare = new Fare(lines, quote.Fare.Currency),
            Vouchers = vouchers.IsEmpty ? null : vouchers,
            Earns = earns.IsEmpty ? null : earns,
            Journey = journey ?? quote.Journey,
        };
        return Signed(reply with { Quote = with });
    }

    /// <summary>Where a product is sold instead, and what is sold here instead of it.</summary>
    private static string NotSold(PricedSale sale, Product product, StoreChannel channel, string zone)
    {
        var here = sale.Products.Where(one => one.IsSoldIn(channel, zone)).Select(one => one.Name).Take(MostNamed + 1).ToList();
        var instead = here.Count == 0 ? "nothing" : here.Count > MostNamed ? $"{string.Join(", ", here.Take(MostNamed))} and more" : string.Join(", ", here);
        return $"{product.Name} is not sold in {(zone.Length == 0 ? "that place" : zone)}, but in {string.Join(", ", product.Zones!.Value)}. {sale.Name} sells {instead} there.";
    }

    private static (Fare? Fare, Rejection? Why, string? Detail) PriceOf(
        PricedSale sale, ServiceKind kind, FarePlan plan, string zone, ImmutableArray<Discount> discounts)
    {
        var goods = sale.Sale.Goods;
        if (goods.Currency != plan.Currency)
        {
            return (null, Rejection.StoreUnknown, $"{sale.Name} sells in {goods.Currency}, the service is in {plan.Currency}.");
        }

        // Whoever is at the counter may come from anywhere.
        if (kind == ServiceKind.Redemption)
        {
            return (FareMeter.OfSale(plan, [(FareLineKind.Goods, goods)], discounts), null, null);
        }

        if (DeliveryZone.Of(sale.Zones, zone) is not { } to)
        {
            var (isVisit, place) = (kind == ServiceKind.HomeService, zone.Length == 0 ? "that place" : zone);
            var where = sale.Zones.IsEmpty ? $"It {(isVisit ? "sends nobody" : "brings nothing")} anywhere" : $"It does to {string.Join(", ", sale.Zones.Select(known => known.Zone))}";
            return (null, Rejection.NotServedHere, $"{sale.Name} {(isVisit ? "sends nobody" : "brings nothing")} to {place}. {where}.");
        }

        var channel = kind == ServiceKind.HomeService ? StoreChannel.Visit : StoreChannel.Delivery;
        if (sale.Products.FirstOrDefault(product => !product.IsSoldIn(channel, zone) && sale.Sale.Items.Any(item => item.Product == product.Id)) is { } elsewhere)
        {
            return (null, Rejection.NotServedHere, NotSold(sale, elsewhere, channel, zone));
        }

        // What a zone asks for is for bringing goods; who comes to work there asks the plan's base.
        if (kind == ServiceKind.HomeService)
        {
            return (FareMeter.OfSale(plan, [(FareLineKind.Goods, goods), (FareLineKind.Base, plan.Base)], discounts), null, null);
        }

        if (to.FeeOf(goods) is not { } fee)
        {
            return (null, Rejection.BasketTooSmall, $"{sale.Name} brings baskets of at least {to.MinimumBasket} there; this one comes to {goods}.");
        }

        // A free way is one that the merchant pays: the courier earns the same.
        var free = FareMeter.OfSale(plan, [(FareLineKind.DeliveryFee, to.Fee - fee)], []).Total;
        ImmutableArray<Discount> own = free.IsZero ? [] : [new Discount(free, new Funder(FunderKind.Merchant, sale.Merchant.ToString()))];
        return (FareMeter.OfSale(plan, [(FareLineKind.Goods, goods), (FareLineKind.DeliveryFee, to.Fee)], own.AddRange(discounts)), null, null);
    }

    /// <summary>The places of a route: a store's first where it sells, and the one place twice where work is done.</summary>
    private static ImmutableArray<GeoPoint> PlacesOf(ServiceKind kind, QuoteRequest request, PricedSale? sale, List<string> faults)
    {
        if (kind is ServiceKind.Delivery or ServiceKind.Redemption && sale is null)
        {
            faults.Add("store_id: this service sells what a store has; name the store, and in items what of it.");
            return [];
        }

        switch (kind)
        {
            case ServiceKind.Ride:
                return Places(request.Stops, 2, JobLimits.MaxStops, faults);
            case ServiceKind.Delivery:
                return Places(request.Stops, 1, 1, faults) is [var to] ? [sale!.Place, to] : [];
            case ServiceKind.HomeService:
                if (request.PickUpAt is null)
                {
                    faults.Add("pick_up_at: a home service is booked for a time.");
                }

                return Places(request.Stops, 1, 1, faults) is [var at] ? [at, at] : [];
            case ServiceKind.Redemption:
                if (request.PickUpAt is not null || !request.Stops.IsDefaultOrEmpty)
                {
                    faults.Add("stops: what is had at a counter has no stops and no booked time.");
                }

                return [sale!.Place, sale.Place];
            default:
                throw new InvalidOperationException($"No rule for {kind}.");
        }
    }

    private static QuoteReply Reject(Rejection why, string detail) => new(null, null, why, detail);

    private static ImmutableArray<GeoPoint> Places(ImmutableArray<WirePoint> stops, int least, int most, List<string> faults)
    {
        if (stops.IsDefault || stops.Length < least || stops.Length > most)
        {
            faults.Add(least == most ? $"stops: {least} is expected." : $"stops: {least} to {most} are expected.");
            return [];
        }

        var places = ImmutableArray.CreateBuilder<GeoPoint>(stops.Length);
        for (var i = 0; i < stops.Length; i++)
        {
            if (GeoPoint.TryCreate(stops[i].Longitude, stops[i].Latitude, out var place, out var fault))
            {
                places.Add(place);
            }
            else
            {
                faults.Add($"stops[{i}].{fault}");
            }
        }

        return places.ToImmutable();
    }

    private static ImmutableArray<JobStop> Stops(ImmutableArray<GeoPoint> places)
    {
        var stops = ImmutableArray.CreateBuilder<JobStop>(places.Length);
        for (var i = 0; i < places.Length; i++)
        {
            stops.Add(new JobStop(i == 0 ? StopKind.PickUp : i == places.Length - 1 ? StopKind.DropOff : StopKind.Via, places[i]));
        }

        return stops.MoveToImmutable();
    }
}
