using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Contracts.Quotes;

/// <summary>Gives signed quotes. Pure pricing over what the host has in memory: no grain, no store. Thread-safe.</summary>
/// <param name="markets">The markets.</param>
/// <param name="routes">How far and how long.</param>
/// <param name="tokens">Signs.</param>
/// <param name="ids">Names quotes.</param>
/// <param name="time">Now.</param>
public sealed class QuoteDesk(IMarketCatalog markets, IRouteEstimator routes, QuoteTokens tokens, IIdSource ids, TimeProvider time)
{
    /// <summary>How long a quote stands: 5 minutes.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);

    /// <summary>Prices a route and signs the price.</summary>
    /// <param name="request">Not trusted: every fault is named.</param>
    /// <param name="discounts">Already found eligible, each with its funder.</param>
    public QuoteReply Quote(QuoteRequest request, ImmutableArray<Discount> discounts)
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
        var places = Places(request.Stops, faults);
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

        MerchantId? merchant = request.Merchant is { } named ? new MerchantId(named) : null;
        var terms = market.TermsOf(serviceClass, merchant);
        if (terms is null)
        {
            faults.Add($"merchant_id: market '{market.Id}' takes no jobs of merchant {merchant}.");
        }

        if (faults.Count > 0)
        {
            return Reject(Rejection.InputInvalid, string.Join(' ', faults));
        }

        if (routes.Estimate(marketId, places) is not { } estimate)
        {
            return Reject(Rejection.MarketUnknown, $"Market '{market.Id}' has no map.");
        }

        if (estimate.NotServed is { } outside)
        {
            return Reject(Rejection.NotServedHere, $"stops[{outside}] lies outside the service area of '{market.Id}'. {estimate.WhyNotServed}");
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
            FareMeter.Price(serviceClass.Terms.Fares, estimate.Distance, estimate.Duration, BasisPoints.One, discounts),
            estimate.Distance,
            estimate.Duration,
            terms!,
            now + Validity);
        return new QuoteReply(quote, tokens.Sign(quote), null, null, estimate);
    }

    private static QuoteReply Reject(Rejection why, string detail) => new(null, null, why, detail);

    private static ImmutableArray<GeoPoint> Places(ImmutableArray<WirePoint> stops, List<string> faults)
    {
        if (stops.IsDefault || stops.Length is < 2 or > JobLimits.MaxStops)
        {
            faults.Add($"stops: 2 to {JobLimits.MaxStops} are expected.");
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
