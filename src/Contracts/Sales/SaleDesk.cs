using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Contracts.Sales;

/// <summary>Prices what a customer puts into a store's basket. Nothing of it is trusted, and every fault is named. Thread-safe.</summary>
/// <param name="markets">Tells which product a service class is.</param>
/// <param name="time">Now.</param>
/// <param name="stores">What stores sell; null where none sell anything.</param>
/// <param name="bookings">The booking book; null where nothing is booked.</param>
public sealed class SaleDesk(IMarketCatalog markets, TimeProvider time, IStoreCatalog? stores = null, IBookingStore? bookings = null)
{
    /// <summary>Prices a basket.</summary>
    /// <param name="request">What is wanted; its service class says how the store sells it.</param>
    /// <param name="store">Which store.</param>
    /// <param name="items">What of it.</param>
    /// <param name="booking">The place in a slot that it pays for; null for none.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async ValueTask<SaleReply> Price(QuoteRequest request, StoreId store, ImmutableArray<BasketItem> items, BookingId? booking, CancellationToken cancellationToken)
    {
        if (!MarketId.TryParse(request.Market, out var marketId) || !ServiceClassId.TryParse(request.ServiceClass, out var classId)
            || markets.Find(marketId) is not { } market || market.Find(classId) is not { } serviceClass)
        {
            return Reject(Rejection.MarketUnknown, $"No service '{request.ServiceClass}' in a market '{request.Market}'.");
        }

        if (serviceClass.Kind?.Channel() is not { } how)
        {
            return Reject(Rejection.InputInvalid, $"store_id: service '{serviceClass.Id}' is a ride, with which no store sells anything.");
        }

        if (stores is null || await stores.Find(store, how, cancellationToken) is not { Merchant.Standing: MerchantStanding.Verified } offer || offer.Store.Market != marketId || offer.Merchant.Operator != market.Operator)
        {
            return Reject(Rejection.StoreUnknown, $"No store {store} sells in market '{marketId}'.");
        }

        if (!offer.Store.Channels.Contains(how))
        {
            return Reject(Rejection.StoreUnknown, $"{offer.Store.Name} does not sell by {Snake.Of(how)}.");
        }

        // What is booked is asked of the store's hours then, and a code may be shown when it is open again.
        var now = time.GetUtcNow();
        var at = request.PickUpAt ?? now;
        var isCounter = how == StoreChannel.Counter;
        if (offer.Store.Paused || (!isCounter && !offer.Store.IsOpenAt(at)))
        {
            return Reject(Rejection.StoreClosed, WhenOpen(offer.Store, at));
        }

        var faults = new List<(string Place, string Fault)>();
        if (BasketPricing.Price(items, offer.Find, offer.StockOf, offer.Merchant.Currency, faults) is not { } basket)
        {
            return Reject(Rejection.InputInvalid, string.Join(' ', faults.Select(fault => $"{fault.Place}: {fault.Fault}")));
        }

        var sale = new Sale(
            store,
            basket.Items,
            basket.Preparation + offer.Store.Preparation,
            how == StoreChannel.Delivery ? offer.Store.AnswerWithin : null,
            isCounter ? offer.Store.Counter.Validity : null,
            isCounter ? offer.Store.Counter.Refunded : null,
            how == StoreChannel.Visit ? basket.Skills : null);
        OrderedBooking? booked = null;
        if (booking is { } id)
        {
            if (!isCounter)
            {
                return Reject(Rejection.InputInvalid, "booking_id: a place is booked with what is had at a counter.");
            }

            if (bookings is null || await bookings.Find(id, cancellationToken) is not { } entry || entry.Booking.Customer?.Value != request.Customer
                || await bookings.Resource(entry.Booking.Resource, cancellationToken) is not { } resource || resource.Store != store || resource.Merchant != offer.Merchant.Id)
            {
                return Reject(Rejection.InputInvalid, $"booking_id: the customer holds no booking {id} at {offer.Store.Name}.");
            }

            var status = BookingDecisions.Sweep(entry.Booking, entry.Terms.Grace, now).Status;
            if (status is not (BookingStatus.Held or BookingStatus.Confirmed) || entry.Job is not null)
            {
                return Reject(Rejection.InputInvalid, $"booking_id: the booking is {Snake.Of(status)}, or paid for; hold another place.");
            }

            // What stays of a deposit is taken out of what is held for the goods: they have to come to as much.
            if (entry.Deposit is var deposit && (deposit.Currency != sale.Goods.Currency || sale.Goods < deposit))
            {
                return Reject(Rejection.BelowDeposit, $"The deposit of the booking is {deposit}; what is ordered with it comes to {sale.Goods}. Order as much as the deposit at least.");
            }

            booked = new OrderedBooking(resource.Id, id, entry.Booking.Slot, entry.Booking.Party, entry.Terms.Deposit, entry.Terms.Early, entry.Terms.Grace);
        }

        return new SaleReply(new PricedSale(offer.Merchant.Id, offer.Store.Place, offer.Store.Name, sale, offer.Store.Zones, offer.Products, booked));
    }

    private static string WhenOpen(Store store, DateTimeOffset at)
    {
        if (store.Paused)
        {
            return $"{store.Name} takes no orders for now.";
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(store.TimeZone);
        return store.Hours.NextOpening(WallClock.At(zone, at)) is { } opens
            ? $"{store.Name} is closed and opens at {WallClock.InstantOf(zone, opens).ToString("O", CultureInfo.InvariantCulture)}."
            : $"{store.Name} is closed.";
    }

    private static SaleReply Reject(Rejection why, string detail) => new(null, why, detail);
}
