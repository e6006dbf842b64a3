using System.Collections.Immutable;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Geo;
using O2O.Dispatch.Simulation.Demand;

namespace O2O.Dispatch.Simulation.People;

/// <summary>What customers do who order something else than a ride: they choose a store and fill a basket, come to the counter with their code, are not at home, and answer to extra work.</summary>
public sealed partial class SimulatedCustomers
{
    // Home services are booked half an hour to an hour ahead; who comes again for the rest does so within this time; thinking about extra work takes up to a minute.
    private static readonly TimeSpan BookedLeast = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan BookedMost = TimeSpan.FromMinutes(60);
    private static readonly TimeSpan ComesAgainWithin = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan ThinksWithin = TimeSpan.FromMinutes(1);
    private const double ComesAgain = 0.75;
    private const int MostLines = 3;
    private const int MostPieces = 4;

    /// <summary>Takes in a job that a life before left behind: a PIN that nobody tells again, and a code that is still to be shown. Before <see cref="Start"/>.</summary>
    public void Remember(Job job)
    {
        if (job.Status.IsEnd() || job.Order.Pin is not { } pin)
        {
            return;
        }

        if (job.Order.IsRedemption)
        {
            if (job.PinToTell is not null && _setup.IsSimulated(job.Order.Customer.Value))
            {
                _left.Add((JobViews.Of(job, job.Order.RequestedAt), pin));
            }
        }
        else if (job.Assignment is not null && !(job.Order.IsDelivery && IsAbsent(job.Id.Value, job.Order.Customer.Value)))
        {
            // It was pushed to the customer in the life before, when the provider was found.
            _pins.Tell(job.Id.Value, pin);
        }
    }

    /// <summary>A customer learned the PIN or code of its job. Who is not at home tells nobody.</summary>
    private void Learn(PushMessage.JobChanged changed, string pin)
    {
        var job = changed.Job;
        if (job.Kind == Kinds.Redemption)
        {
            if (changed.Event == "payment_authorised" && _setup.IsSimulated(job.Customer))
            {
                _ports.Work.Start("customer-collect", token => Collect(job, pin, token));
            }
        }
        else if (job.Kind != Kinds.Delivery || !IsAbsent(job.Job, job.Customer))
        {
            _pins.Tell(job.Job, pin);
        }
    }

    private bool IsAbsent(Guid job, Guid customer) =>
        _setup.IsSimulated(customer) && SeededDraw.Unit(_setup.Seed, DrawPurpose.CustomerAbsent, SeededDraw.Of(job)) < _setup.Customers.AbsentProbability;

    private async ValueTask<QuoteReply> QuoteOf(Trip trip, Guid customer, CancellationToken cancellationToken)
    {
        var kind = _setup.Mix.Of(_setup.Seed, trip.Index);
        var serviceClass = _setup.ClassOf(kind);
        return kind switch
        {
            ServiceKind.Ride => _ports.Quotes.Quote(new QuoteRequest(_setup.Market, serviceClass, customer, [Wire(trip.PickUp), Wire(trip.DropOff)], 1, null), []),
            ServiceKind.HomeService => _ports.Quotes.Quote(new QuoteRequest(_setup.Market, serviceClass, customer, [Wire(trip.DropOff)], 1, BookedTime(trip)), []),

            // Food comes from near where one is; a counter is looked for near where one goes.
            ServiceKind.Delivery => await Basket(trip, StoreChannel.Delivery, trip.PickUp, new QuoteRequest(_setup.Market, serviceClass, customer, [Wire(trip.DropOff)], 1, null), cancellationToken),
            ServiceKind.Redemption => await Basket(trip, StoreChannel.Counter, trip.DropOff, new QuoteRequest(_setup.Market, serviceClass, customer, [], 1, null), cancellationToken),
        };
    }

    /// <summary>On whole minutes. After a crash the time may be near or past: then it is booked as far ahead from now on.</summary>
    private DateTimeOffset BookedTime(Trip trip)
    {
        var ahead = BookedLeast + (BookedMost - BookedLeast) * SeededDraw.Unit(_setup.Seed, DrawPurpose.BookedTime, unchecked((ulong)trip.Index));
        var now = _ports.Time.GetUtcNow();
        var at = (trip.At > now - BookedLeast ? trip.At : now) + ahead;
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMinute));
    }

    private async ValueTask<QuoteReply> Basket(Trip trip, StoreChannel channel, GeoPoint near, QuoteRequest request, CancellationToken cancellationToken)
    {
        var sales = _ports.Sales ?? throw new InvalidOperationException("Nobody sells anything in this simulation.");
        var store = _setup.Stores.Where(one => one.Channels.Contains(channel)).OrderBy(one => GreatCircle.Distance(near, one.Place).Value).FirstOrDefault(one => one.IsOpenAt(trip.At));
        if (store is null || await sales.Catalog.Find(store.Id, channel, cancellationToken) is not { Products.IsEmpty: false } offer)
        {
            return new QuoteReply(null, null, Rejection.StoreClosed, "No store is open.");
        }

        var least = channel == StoreChannel.Delivery ? DeliveryZone.Of(store.Zones, string.Empty)?.MinimumBasket.MinorUnits ?? 0 : 0;
        var priced = await sales.Desk.Price(request, store.Id, Fill(trip, channel, offer.Products, least), null, cancellationToken);
        return priced.Rejection is { } why ? new QuoteReply(null, null, why, priced.Detail) : _ports.Quotes.Quote(request, [], priced.Sale);
    }

    /// <summary>
    /// Fills a basket by the seed and the trip alone, so that an order that comes again is the same: up to three products for a delivery, several pieces of one for a counter, and as many more of the
    /// first as the store asks for.
    /// </summary>
    private ImmutableArray<BasketItem> Fill(Trip trip, StoreChannel channel, ImmutableArray<Product> products, long least)
    {
        var draws = 0UL;
        int Below(int bound) => SeededDraw.Below(bound, _setup.Seed, DrawPurpose.Basket, unchecked((ulong)trip.Index), draws++);
        var lines = Math.Min(channel == StoreChannel.Counter ? 1 : 1 + Below(MostLines), products.Length);
        var first = Below(products.Length);
        var items = ImmutableArray.CreateBuilder<BasketItem>(lines);
        var (sum, each) = (0L, 0L);
        for (var i = 0; i < lines; i++)
        {
            var product = products[(first + i) % products.Length];
            var options = ImmutableArray.CreateBuilder<string>();
            var price = product.Price.MinorUnits;
            foreach (var group in product.Groups)
            {
                var start = Below(group.Options.Length);
                for (var n = 0; n < group.Least; n++)
                {
                    var option = group.Options[(start + n) % group.Options.Length];
                    options.Add(option.Id);
                    price += option.Price.MinorUnits;
                }
            }

            var pieces = 1 + Below(channel == StoreChannel.Counter ? MostPieces : 2);
            items.Add(new BasketItem(product.Id, options.ToImmutable(), pieces));
            sum += price * pieces;
            each = i == 0 ? price : each;
        }

        if (sum < least && each > 0)
        {
            var more = (int)Math.Min((least - sum + each - 1) / each, BasketPricing.MostPieces - items[0].Quantity);
            items[0] = items[0] with { Quantity = items[0].Quantity + more };
        }

        return items.ToImmutable();
    }

    /// <summary>Comes to the counter and shows the code, for all of it or first for some and later for the rest, or not at all.</summary>
    private async Task Collect(JobView job, string code, CancellationToken cancellationToken)
    {
        var behaviour = _setup.Customers;
        var subject = SeededDraw.Of(job.Job);
        var comes = SeededDraw.Unit(_setup.Seed, DrawPurpose.CustomerComes, subject);
        if (comes < behaviour.NeverComesProbability)
        {
            return;
        }

        // What is left of the draw says when.
        var at = job.RequestedAt + behaviour.ComesAfter + (behaviour.ComesWithin - behaviour.ComesAfter) * ((comes - behaviour.NeverComesProbability) / (1 - behaviour.NeverComesProbability));
        var units = job.Sale!.Units ?? 1;
        var parts = SeededDraw.Unit(_setup.Seed, DrawPurpose.RedeemedInParts, subject);
        if (units == 1 || parts >= behaviour.InPartsProbability)
        {
            await Show(job, code, at, units, "redeem", cancellationToken);
            return;
        }

        var some = units / 2;
        await Show(job, code, at, some, "redeem_first", cancellationToken);
        if (parts < behaviour.InPartsProbability * ComesAgain)
        {
            var later = ComesAgainWithin * SeededDraw.Unit(_setup.Seed, DrawPurpose.RedeemedLater, subject);
            await Show(job, code, at + later, units - some, "redeem_rest", cancellationToken);
        }
    }

    /// <summary>The counter finds by the code what was paid, and gives it.</summary>
    private async Task Show(JobView job, string code, DateTimeOffset at, int units, string name, CancellationToken cancellationToken)
    {
        var wait = at - _ports.Time.GetUtcNow();
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _ports.Time, cancellationToken);
        }

        if (await _ports.Sales!.Codes.Find(code, cancellationToken) is not { } found)
        {
            CodeUnknown(_log, job.Job);
            return;
        }

        var store = job.Sale!.Store;
        var command = new ServeJob(SimulatedIds.Stamp(found.Value, name), job.Sale.Merchant, StoreStep.Redeem, null, units, store, _setup.Ids.Counter(store));
        var reply = await _insistence.Send(found.Value, name, () => _ports.Grains.GetGrain<IJobGrain>(found.ToString()).Serve(command, cancellationToken), cancellationToken);
        if (reply is { Done: true })
        {
            _setup.Acknowledged?.Invoke(new Acknowledgement("redeem", command.Stamp.Id, found.Value, reply.View!.Version, _ports.Time.GetUtcNow()));
        }
    }

    private async Task AnswerExtra(JobView job, CancellationToken cancellationToken)
    {
        if (job.Extras is not [.., { Approved: null } extra])
        {
            return;
        }

        var draw = SeededDraw.Unit(_setup.Seed, DrawPurpose.ExtraAnswer, SeededDraw.Of(job.Job), (ulong)extra.Number);
        await Task.Delay(ThinksWithin * draw, _ports.Time, cancellationToken);
        var command = new AnswerExtra(SimulatedIds.Stamp(job.Job, $"answer_extra/{extra.Number}"), job.Customer, extra.Number, draw < _setup.Customers.ExtraWantedProbability);
        var reply = await _insistence.Send(job.Job, "answer_extra", () => _ports.Grains.GetGrain<IJobGrain>(job.Job.ToString("N")).AnswerExtra(command, cancellationToken), cancellationToken);
        if (reply is { Done: true })
        {
            _setup.Acknowledged?.Invoke(new Acknowledgement("answer_extra", command.Stamp.Id, job.Job, reply.View!.Version, _ports.Time.GetUtcNow()));
        }
    }
}
