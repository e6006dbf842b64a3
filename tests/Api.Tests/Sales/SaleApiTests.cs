using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Contracts.Bookings;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Bookings;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Deliveries, counters and booked places over HTTP alone, and the loop of the three together: noodles earn a film, the film a ride home.</summary>
public sealed class SaleApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    /// <summary>What happens to a customer with one job, in this order.</summary>
    private static readonly string[] Steps = ["booked", "ordered", "voucher_used", "redeemed", "completed", "voucher_issued", "rated"];

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
    public async Task Code_ByTwoCountersAtOnce_IsHadOnceAndForeignAndMistypedOnesAreNot()
    {
        var shop = await Shop("Noodle house", 500, 100);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var job = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "counter", 3, null)));
        var code = await Code(customer, job);
        Assert.Equal(3, (int)(await Host.Send("POST", "/v1/merchant/codes", shop.Token, new { code })).Json["sale"]!["units_left"]!);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Redeem(shop, code, 2)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer => Assert.Equal("not_so_many_left", answer.Slug));

        // The same request again is the same part, not another.
        var key = Key();
        Assert.Equal(200, (await Redeem(shop, code.ToLowerInvariant(), 1, key)).Status);
        Assert.Equal(200, (await Redeem(shop, code.ToLowerInvariant(), 1, key)).Status);
        Assert.Equal("already_redeemed", (await Redeem(shop, code, 1)).Slug);
        await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture");

        var other = await Shop("Other", 100, 1);
        Assert.Equal("code_unknown", (await Redeem(other, code, 1)).Slug);
        Assert.Equal("code_unknown", (await Redeem(shop, Domain.Vouchers.VoucherCode.Of([1, 2, 3, 4, 5, 6, 7]).ToString(), 1)).Slug);
        Assert.Equal(422, (await Redeem(shop, code[..^1] + (code[^1] == '0' ? '1' : '0'), 1)).Status);
        Assert.Equal("input_invalid", (await Redeem(shop, code, 0)).Slug);
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
    public async Task Loop_NoodlesFilmTaxi_EachEarnsTheNextAndEveryFunderPaysWhatWasUsed()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (noodles, cinema) = (await Shop("Noodle house", 1_200, 50), await Shop("Cinema", 1_000, 50));
        var film = await Campaign(ops, "A film after noodles", noodles.Merchant, new { kind = "amount", amount_minor_units = 300 }, new { merchants = new[] { cinema.Merchant } }, new { merchants = new[] { noodles.Merchant } });
        var taxi = await Campaign(
            ops, "A taxi after the film", cinema.Merchant, new { kind = "ride_credit", up_to_metres = 500, most_minor_units = 250 }, new { service_classes = new[] { "ride" } }, new { merchants = new[] { cinema.Merchant } });
        var (_, customer) = await Host.SignIn(Roles.Customer);

        // A code on the table, and noodles, had at the counter.
        var touched = await Host.Send("POST", "/v1/journeys", null, new { market = ApiHost.Market, source = "qr", store_id = noodles.Store, label = "table-4" });
        Assert.True(touched.Status == 200, touched.Text);
        var journey = (string)touched.Json["journey_id"]!;
        var meal = Basket(noodles, "counter", 1, null);
        meal["journey_id"] = journey;
        var quote = await Host.Send("POST", "/v1/quotes", customer, meal);
        Assert.Equal(journey, (string)quote.Json["journey_id"]!);
        Assert.Equal("A film after noodles", (string)Assert.Single(quote.Json["earns"]!.AsArray())!);
        var lunch = await Order(customer, quote);
        Assert.Equal(200, (await Redeem(noodles, await Code(customer, lunch), 1)).Status);
        await Voucher(customer, film);

        // The film: two seats of a slot, the voucher taken off by itself, the seats confirmed once the money is held and taken at the door.
        var hall = await Hall(cinema);
        var begins = await Tonight(customer, hall);
        var held = await Host.Send("POST", "/v1/bookings", customer, new { resource_id = hall, begins_at = begins, party = 2 }, Key());
        Assert.True(held.Status == 201, held.Text);
        var basket = Basket(cinema, "counter", 2, null);
        basket["booking_id"] = (string)held.Json["booking_id"]!;
        quote = await Host.Send("POST", "/v1/quotes", customer, basket);
        Assert.True(quote.Status == 200, quote.Text);
        Assert.Equal(1_700, (long)quote.Json["total_minor_units"]!);
        Assert.Equal(journey, (string)quote.Json["journey_id"]!);
        var seats = await Order(customer, quote);
        await Host.Until($"/v1/bookings/{held.Json["booking_id"]}", customer, answer => (string)answer.Json["state"]! == "confirmed", "the seats to be confirmed");
        Assert.Equal("input_invalid", (await Host.Send("POST", "/v1/quotes", customer, basket)).Slug);
        Assert.Equal(200, (await Redeem(cinema, await Code(customer, seats), 1)).Status);
        await Host.Until($"/v1/bookings/{held.Json["booking_id"]}", customer, answer => (string)answer.Json["state"]! == "seated", "the customer to be seated");
        await Voucher(customer, taxi);

        // The ride home, with the credit.
        quote = await Host.Send("POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "sandbox", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } });
        Assert.Null(quote.Json["vouchers"]);
        Assert.NotEqual(journey, (string)quote.Json["journey_id"]!);
        quote = await Host.Send("POST", "/v1/quotes", customer, new { market = ApiHost.Market, service_class = "ride", stops = new[] { ApiHost.Place(1, 1), ApiHost.Place(9, 9) } });
        var credit = -(long)Assert.Single(quote.Json["lines"]!.AsArray(), line => (string)line!["kind"]! == "discount")!["amount_minor_units"]!;
        Assert.Equal(250, credit);
        Assert.Equal(journey, (string)quote.Json["journey_id"]!);
        var home = await Order(customer, quote);
        var driver = await Host.Provider(1, 1);
        await Assigned(home, driver);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{home}/arrive", driver.Token, new { })).Status);
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{home}", customer)).Json["pin"]!;
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{home}/start", driver.Token, new { pin })).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{home}/complete", driver.Token, new { }, Key())).Status);

        foreach (var job in new[] { lunch, seats, home })
        {
            await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured", $"the capture of {job}");
        }

        Assert.Equal([home, seats, lunch], (await Host.Send("GET", "/v1/jobs", customer)).Json["items"]!.AsArray().Select(one => (string)one!["job_id"]!));
        await Spent(ops, film, 300);
        await Spent(ops, taxi, credit);
        await BooksBalance();

        // All of it is one journey, and the customer sees it in one place.
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{home}/rating", customer, new { stars = 5 })).Status);
        var moments = (await Host.Send("GET", "/v1/me/timeline", customer)).Json["items"]!.AsArray();
        Assert.Equal(
            [
                ("rated", home), ("completed", home), ("voucher_used", home), ("ordered", home), ("voucher_issued", seats), ("completed", seats), ("redeemed", seats), ("voucher_used", seats), ("ordered", seats),
                ("booked", seats), ("voucher_issued", lunch), ("completed", lunch), ("redeemed", lunch), ("ordered", lunch),
            ],
            moments.Select(moment => ((string)moment!["kind"]!, (string)moment["job_id"]!)).OrderByDescending(moment => Array.IndexOf([lunch, seats, home], moment.Item2)).ThenByDescending(moment => Array.IndexOf(Steps, moment.Item1)));
        Assert.All(moments, moment => Assert.Equal(journey, (string)moment!["journey_id"]!));
        Assert.Equal(moments.Select(moment => (DateTimeOffset)moment!["at"]!).OrderDescending(), moments.Select(moment => (DateTimeOffset)moment!["at"]!));
        var funnel = (await Host.Send("GET", $"/v1/ops/markets/{ApiHost.Market}/funnel", ops)).Json;
        var scanned = funnel["rows"]!.AsArray().Single(row => (string)row!["key"]! == "qr")!;
        Assert.Equal([1, 3, 3, 3, 1, 1, 1], new[] { "touches", "quotes", "orders", "completed", "newcomers", "retained", "rated" }.Select(name => (long)scanned[name]!));
        Assert.Equal((1.0, 3.0), ((double)scanned["completed_per_order"]!, (double)scanned["orders_per_touch"]!));

        // What the campaigns cost is what the ledger moved, and their jobs' figures are the jobs' own.
        await Figures(ops, film, $"merchant/{noodles.Merchant}", 300, seats, lunch);
        await Figures(ops, taxi, $"merchant/{cinema.Merchant}", credit, home, seats);
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

    private async Task<string> Campaign(string ops, string name, string funder, object benefit, object scope, object earns) => (string)(await Made("/v1/ops/campaigns", ops, new
    {
        @operator = "acme", name, funder = new { kind = "merchant", id = funder }, currency = "USD", benefit, scope, earned_by = earns, budget_minor_units = 10_000,
        begins_at = DateTimeOffset.UtcNow.AddDays(-1), ends_at = DateTimeOffset.UtcNow.AddDays(1),
    }))["campaign_id"]!;

    private async Task<string> Hall(Known cinema)
    {
        var id = Guid.NewGuid().ToString("N");
        var days = Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant()).ToArray();
        var made = await Host.Send("PUT", $"/v1/merchant/resources/{id}", cinema.Token, new
        {
            store_id = cinema.Store, name = "Hall 1", time_zone = "UTC", slot_seconds = 7_200, capacity = 40, largest_party = 10, ahead_seconds = 30 * 86_400, early_seconds = 86_400,
            hours = new[] { new { days, from = "00:00", to = "00:00" } }, deposit = new { currency = "USD", per_person_minor_units = 500, free_until_seconds = 3_600, late_share_basis_points = 5_000 }, version = 0,
        });
        Assert.True(made.Status == 200, made.Text);
        return id;
    }

    /// <summary>The slot at midnight, whatever the time is: people are let in a day before.</summary>
    private async Task<DateTimeOffset> Tonight(string customer, string hall)
    {
        var day = DateTimeOffset.UtcNow.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return (DateTimeOffset)(await Host.Send("GET", $"/v1/resources/{hall}/slots?day={day}", customer)).Json["slots"]![0]!["begins_at"]!;
    }

    private async Task<int> Left(Known shop, string channel) => (int)(await Host.Send("GET", $"/v1/merchant/stores/{shop.Store}/shelf", shop.Token)).Json.AsArray().Single(line => (string)line!["channel"]! == channel)!["left"]!;

    private Task<ApiHost.Answer> Voucher(string customer, string campaign) => Host.Until(
        "/v1/me/vouchers", customer, answer => answer.Json["items"]!.AsArray().Any(one => (string)one!["campaign_id"]! == campaign), "the voucher that was earned");

    private async Task Figures(string ops, string campaign, string funder, long cost, string usedBy, string earnedBy)
    {
        var figures = (await Host.Send("GET", $"/v1/ops/campaigns/{campaign}/figures", ops)).Json;
        Assert.Equal([1, 0, 1, 0, 0], new[] { "issued", "open", "used", "expired", "voided" }.Select(name => (long)figures[name]!));
        var paid = Assert.Single(figures["costs"]!.AsArray())!;
        Assert.Equal((funder, cost), ((string)paid["funder"]!, (long)paid["amount_minor_units"]!));
        foreach (var (member, job) in new[] { ("used_by", usedBy), ("earned_by", earnedBy) })
        {
            var told = Assert.Single(figures[member]!.AsArray())!;
            Assert.Equal(1, (long)told["jobs"]!);
            Assert.Equal((await Host.Send("GET", $"/v1/ops/jobs/{job}/economics", ops)).Json["economics"]!.ToJsonString(), told["economics"]!.ToJsonString());
        }
    }

    private Task<ApiHost.Answer> Spent(string ops, string campaign, long amount) => Host.Until(
        $"/v1/ops/campaigns/{campaign}", ops, answer => (long)answer.Json["spent_minor_units"]! == amount && (long)answer.Json["reserved_minor_units"]! == 0, $"{amount} to be spent of the budget");
}
