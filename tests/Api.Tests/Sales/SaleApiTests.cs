using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Deliveries, counters and booked places over HTTP alone.</summary>
public sealed class SaleApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Delivery_FromBasketToDoor_IsAcceptedPreparedAndHandedOverForItsCode()
    {
        var shop = await Shop("Noodle house", 900, 10);
        var courier = await Host.Provider(2, 2, "delivery");
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var body = Basket(shop, "delivery", 2, ApiHost.Place(6, 6));
        var quote = await Host.Send("POST", "/v1/quotes", customer, body);
        Assert.True(quote.Status == 200, quote.Text);
        Assert.Equal([("goods", 1_800), ("delivery_fee", 200)], quote.Json["lines"]!.AsArray().Select(line => ((string)line!["kind"]!, (long)line["amount_minor_units"]!)));
        var job = await Order(customer, quote);
        var path = $"/v1/merchant/jobs/{job}";
        var asked = await Host.Until(path, shop.Token, answer => answer.Json["sale"]?["answer_by"] is not null, "the store to be asked");
        Assert.Equal(("scheduled", "Noodles", 2), ((string)asked.Json["state"]!, (string)asked.Json["sale"]!["items"]![0]!["name"]!, (int)asked.Json["sale"]!["items"]![0]!["quantity"]!));
        Assert.Equal(8, await Left(shop, "delivery"));

        // Another merchant sees nothing of it, and cannot serve it.
        var other = await Shop("Other", 100, 1);
        Assert.Equal(404, (await Host.Send("GET", path, other.Token)).Status);
        Assert.Equal(404, (await Host.Send("POST", path + "/accept", other.Token, new { })).Status);
        Assert.Equal("input_invalid", (await Host.Send("POST", path + "/accept", shop.Token, new { ready_in_seconds = -1 })).Slug);

        var accepted = await Host.Send("POST", path + "/accept", shop.Token, new { ready_in_seconds = 60 });
        Assert.True(accepted.Status == 200, accepted.Text);
        Assert.Equal("illegal_in_this_state", (await Host.Send("POST", path + "/accept", shop.Token, new { })).Slug);
        var ready = await Host.Send("POST", path + "/prepared", shop.Token, new { });
        Assert.True(ready.Status == 200 && ready.Json["sale"]!["prepared_at"] is not null, ready.Text);
        await Assigned(job, courier);
        foreach (var step in new[] { "arrive", "start" })
        {
            var done = await Host.Send("POST", $"/v1/provider/jobs/{job}/{step}", courier.Token, new { });
            Assert.True(done.Status == 200, done.Text);
        }

        var complete = $"/v1/provider/jobs/{job}/complete";
        Assert.Equal("wrong_pin", (await Host.Send("POST", complete, courier.Token, new { pin = "x" }, Key())).Slug);
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", complete, courier.Token, new { pin }, Key())).Status);
        await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture");
        foreach (var (who, at) in new[] { (customer, $"/v1/jobs/{job}"), (shop.Token, path) })
        {
            Assert.Equal(("code", null), ((string?)(await Host.Send("GET", at, who)).Json["proof"], (string?)(await Host.Send("GET", at, who)).Json["signed_by"]));
        }

        Assert.Contains((await Host.Send("GET", "/v1/merchant/jobs?state=completed", shop.Token)).Json["items"]!.AsArray(), one => (string)one!["job_id"]! == job);
        await BooksBalance();
    }

    [Fact]
    public async Task Basket_ThatCannotBe_IsRefusedByName()
    {
        var shop = await Shop("Noodle house", 900, 1);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        foreach (var (body, slug) in new (JsonObject, string)[]
        {
            (Basket(shop, "delivery", 2, ApiHost.Place(6, 6)), "input_invalid"),
            (Basket(shop, "delivery", 0, ApiHost.Place(6, 6)), "input_invalid"),
            (Basket(shop, "delivery", -1, ApiHost.Place(6, 6)), "input_invalid"),
            (Basket(shop, "delivery", 1, null), "input_invalid"),
            (Basket(shop, "counter", 1, ApiHost.Place(6, 6)), "input_invalid"),
            (Basket(shop, "ride", 1, ApiHost.Place(6, 6)), "input_invalid"),
            (Basket(shop, "visit", 1, ApiHost.Place(6, 6)), "store_unknown"),
            (Basket(shop with { Store = Guid.NewGuid().ToString("N") }, "delivery", 1, ApiHost.Place(6, 6)), "store_unknown"),
            (Basket(shop, "delivery", 1, new { longitude = 10.0, latitude = 50.0 }), "not_served_here"),
        })
        {
            var answer = await Host.Send("POST", "/v1/quotes", customer, body);
            Assert.True(answer.Slug == slug, $"{body.ToJsonString()}: {answer.Text}");
        }

        // Two want the last bowl: both were quoted it, and one has it.
        var (first, second) = (await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 1, null)), await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 1, null)));
        await Order(customer, first);
        Assert.Equal("sold_out", (await Host.Send("POST", "/v1/jobs", customer, new { quote = (string)second.Json["quote"]! }, Key())).Slug);
    }

    [Fact]
    public async Task Basket_BelowTheLeastThatAStoreBrings_IsRefusedByNameAndHadAtTheCounter()
    {
        var shop = await Shop("Noodle house", 900, 10, minimumBasket: 1_500);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var refused = await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "delivery", 1, ApiHost.Place(6, 6)));
        Assert.Equal((422, "basket_too_small"), (refused.Status, refused.Slug));
        foreach (var basket in new[] { Basket(shop, "delivery", 2, ApiHost.Place(6, 6)), Basket(shop, "counter", 1, null) })
        {
            var quote = await Host.Send("POST", "/v1/quotes", customer, basket);
            Assert.True(quote.Status == 200, quote.Text);
        }
    }

    /// <summary>What was had at a counter is rated as a ride is, and the store is shown with it at once: it rates nobody.</summary>
    [Fact]
    public async Task Redemption_Rated_IsTheStoresAndShownAtOnce()
    {
        var shop = await Shop("Noodle house", 900, 10);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 1, null)));
        var path = $"/v1/jobs/{job}/rating";
        Assert.Equal("illegal_in_this_state", (await Host.Send("POST", path, customer, new { stars = 4 })).Slug);
        Assert.Equal(200, (await Redeem(shop, await Code(customer, job), 1)).Status);
        Assert.Contains((await Host.Send("GET", path, customer)).Json["tags"]!.AsArray(), tag => (string)tag! == "as_described");
        Assert.Equal("input_invalid", (await Host.Send("POST", path, customer, new { stars = 4, tags = new[] { "unsafe" } })).Slug);
        var rated = await Host.Send("POST", path, customer, new { stars = 4, tags = new[] { "quick" } });
        Assert.True(rated.Status == 200, rated.Text);
        Assert.Equal(rated.Text, (await Host.Send("POST", path, customer, new { stars = 1 })).Text);
        Assert.Equal("job_unknown", (await Host.Send("POST", path, (await Host.SignIn(Roles.Customer)).Token, new { stars = 1 })).Slug);
        var front = (await Host.Send("GET", $"/v1/stores/{shop.Store}", customer)).Json;
        Assert.Equal((1, 4), ((int)front["rating_count"]!, (double)front["rating_average"]!));
        var figures = (await Host.Send("GET", "/v1/merchant/statistics", shop.Token)).Json["figures"]!;
        Assert.Equal((1, 4), ((int)figures["rating_count"]!, (double)figures["rating_average"]!));
    }

    [Fact]
    public async Task Price_ChangedBetweenQuoteAndOrder_IsTheQuotesForThatOrderAndTheNewOneForTheNext()
    {
        var shop = await Shop("Noodle house", 900, 10);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var quote = await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 2, null));
        var product = Assert.Single((await Host.Send("GET", "/v1/merchant/products", shop.Token)).Json["items"]!.AsArray())!;
        var changed = await Host.Send("PUT", $"/v1/merchant/products/{shop.Product}", shop.Token, new { name = "Noodles", price_minor_units = 1_200, version = (long)product["product"]!["version"]! });
        Assert.True(changed.Status == 200, changed.Text);
        Assert.Equal(2_400, (long)(await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 2, null))).Json["total_minor_units"]!);

        var job = await Order(customer, quote);
        Assert.Equal(200, (await Redeem(shop, await Code(customer, job), 2)).Status);
        var paid = await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture");
        Assert.Equal(1_800, (long)paid.Json["captured_minor_units"]!);
        var receipt = (await Host.Send("GET", $"/v1/jobs/{job}/receipt", customer)).Json;
        Assert.Equal((1_800, 1_800), ((long)receipt["total_minor_units"]!, (long)receipt["captured_minor_units"]!));
        Assert.Equal([("goods", 1_800)], receipt["lines"]!.AsArray().Select(line => ((string)line!["kind"]!, (long)line["amount_minor_units"]!)));
        await BooksBalance();
    }

    /// <summary>However many orders of other stores there are: a page looks at so many, and says where it stopped.</summary>
    [Fact]
    public async Task Orders_OfAQuietStore_ReadABoundedNumberOfTheMerchantsJobs()
    {
        var shop = await Shop("Busy house", 500, 100);
        var quiet = await Store(shop, "Quiet house", 100);
        var made = await Made("/v1/merchant/staff", shop.Token, new { name = "Ada", role = "counter", store_id = quiet.Store });
        var clerk = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made["staff_id"]!)).AccessToken;
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var busy = (await Host.Store.Load(new JobId(Guid.Parse(await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 1, null))))), default))!;
        var looked = 0;
        try
        {
            // Orders of the busy store without an end, each a second before the other.
            Host.Store.Found = (_, limit) => [.. Enumerable.Range(0, limit).Select(_ => busy with { Order = busy.Order with { RequestedAt = busy.Order.RequestedAt.AddSeconds(-++looked) } })];
            var page = await Host.Send("GET", "/v1/merchant/jobs?limit=2", clerk);
            Assert.True(page.Status == 200, page.Text);
            Assert.Empty(page.Json["items"]!.AsArray());
            Assert.Equal(1_000, looked);

            // The next page goes on behind the last that was looked at.
            JobSearchCursor? after = null;
            Host.Store.Found = (search, _) =>
            {
                after = search.After;
                return [];
            };
            page = await Host.Send("GET", $"/v1/merchant/jobs?limit=2&cursor={(string)page.Json["next_cursor"]!}", clerk);
            Assert.Null(page.Json["next_cursor"]);
            Assert.Equal(new JobSearchCursor(busy.Order.RequestedAt.AddSeconds(-1_000), busy.Id), after);
        }
        finally
        {
            Host.Store.Found = null;
        }
    }

    /// <summary>Orders of another store lie between those of a counter's own: its pages are as full as others' are, and nothing is left out between them.</summary>
    [Fact]
    public async Task Orders_OfOneStore_AreWholePagesOfIt()
    {
        var shop = await Shop("Noodle house", 500, 100);
        var other = await Store(shop, "Second house", 100);
        var made = await Made("/v1/merchant/staff", shop.Token, new { name = "Ada", role = "counter", store_id = shop.Store });
        var clerk = Host.Mint.Mint(Roles.Counter, Guid.Parse((string)made["staff_id"]!)).AccessToken;
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var own = new List<string>();
        foreach (var at in new[] { shop, other, other, shop, other, shop, other })
        {
            var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(at, "counter", 1, null)));
            if (at == shop)
            {
                own.Insert(0, job);
            }
        }

        var seen = new List<string>();
        for (string? cursor = null; ;)
        {
            var page = await Host.Send("GET", $"/v1/merchant/jobs?limit=2{(cursor is null ? string.Empty : "&cursor=" + cursor)}", clerk);
            Assert.True(page.Status == 200, page.Text);
            var items = page.Json["items"]!.AsArray();
            seen.AddRange(items.Select(one => (string)one!["job_id"]!));
            cursor = (string?)page.Json["next_cursor"];
            Assert.True(items.Count == 2 || cursor is null, page.Text);
            if (cursor is null)
            {
                break;
            }
        }

        Assert.Equal(own, seen);
        Assert.Equal(7, (await Host.Send("GET", "/v1/merchant/jobs", shop.Token)).Json["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task BookedPlace_GivenUpByEitherSide_EndsTheJobForWhatTheTermsKeep()
    {
        var cinema = await Shop("Cinema", 1_000, 50);
        var hall = await Hall(cinema);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var news = Host.App.Services.GetRequiredService<IBookingNews>();
        var bookings = Host.App.Services.GetRequiredService<IBookingStore>();
        var begins = await Tonight(customer, hall);
        foreach (var byStore in new[] { true, false })
        {
            var held = await Host.Send("POST", "/v1/bookings", customer, new { resource_id = hall, begins_at = begins, party = 2 }, Key());
            Assert.True(held.Status == 201, held.Text);
            var booking = (string)held.Json["booking_id"]!;
            var basket = Basket(cinema, "counter", 2, null);
            basket["booking_id"] = booking;
            var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, basket));
            await Host.Until($"/v1/bookings/{booking}", customer, answer => (string)answer.Json["state"]! == "confirmed", "the seats to be confirmed");
            var canceled = await Host.Send("POST", byStore ? $"/v1/merchant/bookings/{booking}/cancel" : $"/v1/bookings/{booking}/cancel", byStore ? cinema.Token : customer, new { });
            Assert.True(canceled.Status == 200, canceled.Text);

            // The job has ended before the answer: nothing is had by its code any more.
            Assert.Equal(byStore ? "canceled_by_platform" : "canceled_by_customer", (string)(await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["state"]!);
            Assert.Equal(("canceled", byStore), ((string)canceled.Json["state"]!, (bool)canceled.Json["canceled_by_store"]!));
            Assert.Equal(canceled.Text, (await Host.Send("POST", byStore ? $"/v1/merchant/bookings/{booking}/cancel" : $"/v1/bookings/{booking}/cancel", byStore ? cinema.Token : customer, new { })).Text);
            var entry = (await bookings.Find(new BookingId(Guid.Parse(booking)), default))!;
            await news.Ended(entry, default);
            await news.Ended(entry, default);
            var ended = await Host.Send("GET", $"/v1/jobs/{job}", customer);
            Assert.Equal(byStore ? "canceled_by_platform" : "canceled_by_customer", (string)ended.Json["state"]!);
            await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! is "released" or "captured", "the money to be let go, or what stays to be taken");
            Assert.Equal((long)canceled.Json["kept_minor_units"]!, (long)(await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["captured_minor_units"]!);
        }

        await BooksBalance();
    }

    [Fact]
    public async Task BookedPlace_BeforePeopleAreLetIn_IsNotHadAndStays()
    {
        var cinema = await Shop("Cinema", 1_000, 50);
        var hall = await Hall(cinema, early: 900);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var day = DateTimeOffset.UtcNow.AddDays(2).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var begins = (DateTimeOffset)(await Host.Send("GET", $"/v1/resources/{hall}/slots?day={day}", customer)).Json["slots"]![0]!["begins_at"]!;
        var held = await Host.Send("POST", "/v1/bookings", customer, new { resource_id = hall, begins_at = begins, party = 2 }, Key());
        var booking = (string)held.Json["booking_id"]!;
        var basket = Basket(cinema, "counter", 2, null);
        basket["booking_id"] = booking;
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, basket));
        var code = await Code(customer, job);
        await Host.Until($"/v1/bookings/{booking}", customer, answer => (string)answer.Json["state"]! == "confirmed", "the seats to be confirmed");
        var early = await Redeem(cinema, code, 1);
        Assert.Equal((409, "code_not_yet"), (early.Status, early.Slug));

        // Its code alone seats it.
        Assert.Equal((409, "booking_state_wrong"), ((int)(await Host.Send("POST", $"/v1/merchant/bookings/{booking}/seat", cinema.Token, new { })).Status, (await Host.Send("POST", $"/v1/merchant/bookings/{booking}/seat", cinema.Token, new { })).Slug));
        Assert.Equal("confirmed", (string)(await Host.Send("GET", $"/v1/bookings/{booking}", customer)).Json["state"]!);
        var looked = await Host.Send("POST", "/v1/merchant/codes", cinema.Token, new { code });
        Assert.Equal(begins.AddSeconds(900), (DateTimeOffset)looked.Json["sale"]!["good_until"]!);
        Assert.Equal(JobState.Scheduled, (await Host.App.Services.GetRequiredService<IBookingNews>().Ask(new JobId(Guid.Parse(job)), default))!.State);
    }

    /// <summary>One tea with a place whose deposit is more: who does not come would pay less than the booking says is kept.</summary>
    [Fact]
    public async Task BookedPlace_WithLessThanItsDeposit_IsRefusedByNameAndNoVoucherTakesItBelow()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var cinema = await Shop("Cinema", 400, 50);
        var hall = await Hall(cinema);
        var (id, customer) = await Host.SignIn(Roles.Customer);
        var held = await Host.Send("POST", "/v1/bookings", customer, new { resource_id = hall, begins_at = await Tonight(customer, hall), party = 4 }, Key());
        Assert.Equal(2_000, (long)held.Json["deposit_minor_units"]!);
        JsonObject Of(int quantity, string? voucher = null)
        {
            var basket = Basket(cinema, "counter", quantity, null);
            basket["booking_id"] = (string)held.Json["booking_id"]!;
            basket["voucher"] = voucher;
            return basket;
        }

        var below = await Host.Send("POST", "/v1/quotes", customer, Of(4));
        Assert.Equal((422, "below_deposit"), (below.Status, below.Slug));
        var voucher = await Issued(ops, cinema, id, new { kind = "amount", amount_minor_units = 300 });
        Assert.Equal("voucher_worth_nothing", (await Host.Send("POST", "/v1/quotes", customer, Of(5, voucher))).Slug);
        var just = await Host.Send("POST", "/v1/quotes", customer, Of(5));
        Assert.Equal(2_000, (long)just.Json["total_minor_units"]!);
        var more = await Host.Send("POST", "/v1/quotes", customer, Of(6));
        Assert.Equal(2_100, (long)more.Json["total_minor_units"]!);
        var plenty = await Host.Send("POST", "/v1/quotes", customer, Of(5, "none"));
        await Order(customer, plenty);
    }

    /// <summary>A ride credit is for rides: where nothing is driven for the customer there is no distance that it could be worth.</summary>
    [Fact]
    public async Task RideCredit_ForGoods_IsWorthNothing()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var shop = await Shop("Noodle house", 900, 10);
        var (id, customer) = await Host.SignIn(Roles.Customer);
        var voucher = await Issued(ops, shop, id, new { kind = "ride_credit", up_to_metres = 50_000 });
        foreach (var (serviceClass, to) in new (string, object?)[] { ("counter", null), ("delivery", ApiHost.Place(6, 6)) })
        {
            var basket = Basket(shop, serviceClass, 1, to);
            var quote = await Host.Send("POST", "/v1/quotes", customer, basket);
            Assert.True(quote.Status == 200 && quote.Json["vouchers"] is null, quote.Text);
            basket["voucher"] = voucher;
            Assert.Equal("voucher_worth_nothing", (await Host.Send("POST", "/v1/quotes", customer, basket)).Slug);
        }

        var visit = new { market = ApiHost.Market, service_class = "visit", stops = new[] { ApiHost.Place(6, 6) }, pick_up_at = DateTimeOffset.UtcNow.AddHours(1), voucher };
        Assert.Equal("voucher_worth_nothing", (await Host.Send("POST", "/v1/quotes", customer, visit)).Slug);
        var ride = await Host.Send("POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } });
        Assert.Equal((0, voucher), ((long)ride.Json["total_minor_units"]!, (string)Assert.Single(ride.Json["vouchers"]!.AsArray())!["voucher_id"]!));
    }

    /// <summary>What near me does not show is not sold either.</summary>
    [Fact]
    public async Task Visit_OutsideTheZonesOfItsStore_IsNotServedHere()
    {
        var shop = await Shop("Fitters", 4_000, 10);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var place = StreetGrid.Crossing(2, 2);
        foreach (var (zones, slug) in new[] { (new[] { new { zone = "elsewhere", fee_minor_units = 200 } }, "not_served_here"), ([], "not_served_here"), ([new { zone = "", fee_minor_units = 200 }], string.Empty) })
        {
            var store = (string)(await Made("/v1/merchant/stores", shop.Token, new
            {
                name = "Fitters", market = ApiHost.Market, longitude = place.Longitude, latitude = place.Latitude, time_zone = "UTC", channels = new[] { "visit" }, zones,
            }))["store_id"]!;
            Assert.Equal(200, (await Host.Send("PUT", $"/v1/merchant/stores/{store}/shelf", shop.Token, new { product_id = shop.Product, channel = "visit", left = 5 })).Status);
            var basket = Basket(shop with { Store = store }, "visit", 1, ApiHost.Place(6, 6));
            basket["pick_up_at"] = DateTimeOffset.UtcNow.AddHours(1);
            var answer = await Host.Send("POST", "/v1/quotes", customer, basket);
            Assert.True(slug.Length == 0 ? answer.Status == 200 : (answer.Status, answer.Slug) == (422, slug), answer.Text);
        }
    }

    private async Task<string> Issued(string ops, Known shop, Guid customer, object benefit)
    {
        var campaign = await Campaign(ops, "By hand", shop.Merchant, benefit, new { }, new { merchants = new[] { shop.Merchant } });
        var issued = await Host.Send("POST", $"/v1/ops/campaigns/{campaign}/vouchers", ops, new { customer_id = customer, source = "partner", reference = "by hand" }, Key());
        Assert.True(issued.Status == 200, issued.Text);
        return (string)issued.Json["voucher_id"]!;
    }

    private async Task<int> Left(Known shop, string channel) => (int)(await Host.Send("GET", $"/v1/merchant/stores/{shop.Store}/shelf", shop.Token)).Json.AsArray().Single(line => (string)line!["channel"]! == channel)!["left"]!;
}
