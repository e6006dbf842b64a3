using System.Collections.Immutable;
using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Client;
using O2O.Dispatch.Client.Hubs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>What holds of sales on every store, through HTTP and the hubs alone: one code at two counters, and the loop where noodles earn a film and the film a ride home.</summary>
public abstract class SaleLaws(ApiFixture fixture) : SaleScene(fixture)
{
    /// <summary>What happens to a customer with one job, in this order.</summary>
    private static readonly string[] Steps = ["booked", "ordered", "voucher_used", "redeemed", "completed", "voucher_issued", "rated"];

    [ContractFact]
    public async Task Loop_NoodlesFilmTaxi_EachEarnsTheNextAndEveryFunderPaysWhatWasUsed()
    {
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (noodles, cinema) = (await Shop("Noodle house", 1_200, 50), await Shop("Cinema", 1_000, 50));
        var film = await Campaign(ops, "A film after noodles", noodles.Merchant, new { kind = "amount", amount_minor_units = 300 }, new { merchants = new[] { cinema.Merchant } }, new { merchants = new[] { noodles.Merchant } });
        var taxi = await Campaign(
            ops, "A taxi after the film", cinema.Merchant, new { kind = "ride_credit", up_to_metres = 500, most_minor_units = 250 }, new { service_classes = new[] { "ride" } }, new { merchants = new[] { cinema.Merchant } });

        // The customer and both merchants listen, and the merchants watch their figures.
        var (id, customer) = await Host.SignIn(Roles.Customer);
        using var customers = Client(customer);
        await using var app = customers.CustomerHub();
        var heard = new HeardStream();
        await app.StartAsync();
        await app.FollowCustomerAsync(id, heard.Hear);
        await using var kitchen = await Till.Open(Client(noodles.Token), noodles);
        await using var boxOffice = await Till.Open(Client(cinema.Token), cinema);

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
        Assert.Equal(200, (await Redeem(noodles, await Pin(heard, lunch), 1)).Status);
        await kitchen.News.Job(lunch, one => one.Job!.State == JobState.Completed, "the completion");
        await kitchen.Shows(figures => figures is { Ordered: 1, Completed: 1, Redemptions: 1, RedeemedUnits: 1, GrossMinorUnits: 1_200, NewCustomers: 1, Discounts.IsEmpty: true });
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
        Assert.Equal(200, (await Redeem(cinema, await Pin(heard, seats), 1)).Status);
        await Host.Until($"/v1/bookings/{held.Json["booking_id"]}", customer, answer => (string)answer.Json["state"]! == "seated", "the customer to be seated");
        await boxOffice.News.Job(seats, one => one.Job!.State == JobState.Completed, "the completion");
        await boxOffice.Shows(figures => figures is { Ordered: 1, Completed: 1, Redemptions: 1, GrossMinorUnits: 2_000, Discounts: [{ AmountMinorUnits: 300 } paid] } && paid.Funder == $"merchant/{noodles.Merchant}");
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
        await Driven(home, heard);
        foreach (var job in new[] { lunch, seats, home })
        {
            await heard.Job(job, one => one.Job!.Payment == PaymentState.Captured, "the capture");
        }

        // The customer's news are without a gap, and nobody else hears the codes.
        Assert.Equal(Enumerable.Range((int)heard.Events.All[0].Sequence, heard.Events.All.Count).Select(sequence => (long)sequence), heard.Events.All.Select(one => one.Sequence));
        Assert.All([.. kitchen.News.Events.All, .. boxOffice.News.Events.All], one => Assert.Null(one.Job!.Pin));
        Assert.Equal([Guid.Parse(lunch)], Jobs(kitchen.News));
        Assert.Equal([Guid.Parse(seats)], Jobs(boxOffice.News));

        Assert.Equal([home, seats, lunch], (await Host.Send("GET", "/v1/jobs", customer)).Json["items"]!.AsArray().Select(one => (string)one!["job_id"]!));
        await Spent(ops, film, 300);
        await Spent(ops, taxi, credit);
        await Balance();

        // Each merchant is owed for what it sold, and owes for what was used of the vouchers that it funds: its statement says so to it and to the operator.
        await Owed(ops, kitchen, (lunch, 0, await NetOf(ops, lunch)), (seats, 300, -300));
        await Owed(ops, boxOffice, (seats, 0, await NetOf(ops, seats)), (home, credit, -credit));

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

    [ContractFact]
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
        await Balance();
    }

    private static IEnumerable<Guid> Jobs(HeardStream news) => news.Events.All.Select(one => one.Job!.JobId).Distinct();

    /// <summary>What the customer shows or says, as its app is told once the money is held.</summary>
    private static async Task<string> Pin(HeardStream heard, string job) => (await heard.Job(job, one => one.Job!.Pin is not null, "the code")).Job!.Pin!;

    private DispatchClient Client(string token) => new(new Uri(Host.Url), new DispatchClientSettings { Token = _ => ValueTask.FromResult<string?>(token) });

    /// <summary>A driver comes, is offered the ride over the hub, and does it there.</summary>
    private async Task Driven(string ride, HeardStream customer)
    {
        var job = Guid.Parse(ride);
        var (id, token) = await Host.Provider(1, 1);
        using var client = Client(token);
        await using var hub = client.ProviderHub();
        var heard = new HeardStream();
        await hub.StartAsync();
        await hub.FollowProviderAsync(id, heard.Hear);
        var here = new LocationBody(StreetGrid.Crossing(1, 1).Longitude, StreetGrid.Crossing(1, 1).Latitude);
        var tried = ImmutableHashSet<Guid>.Empty;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        HubCommandReply? taken = null;
        while (taken is not { Slug: null })
        {
            // It reports all the while, as apps do: whoever is silent is offered nothing. An offer that lapsed before it was answered comes again.
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited 60 s for an offer that can be taken; last: {taken}");
            await hub.ReportLocationsAsync([here]);
            var before = tried;
            var offered = heard.Events.First(one => one.Offer is { } offer && offer.Job.JobId == job && !before.Contains(offer.OfferId));
            if (await Task.WhenAny(offered, Task.Delay(TimeSpan.FromSeconds(1))) == offered)
            {
                var offer = (await offered).Offer!;
                tried = tried.Add(offer.OfferId);
                Assert.Null(offer.Job.Pin);
                taken = await hub.AcceptAsync(offer.OfferId, job);
            }
        }

        foreach (var (step, pin) in new[] { (ProviderStep.Arrive, (string?)null), (ProviderStep.Start, await Pin(customer, ride)), (ProviderStep.Complete, null) })
        {
            var done = await hub.AdvanceAsync(job, step, pin);
            Assert.True(done.Slug is null, $"{step}: {done.Slug} {done.Detail}");
        }

        Assert.Equal(id, (await heard.Job(ride, one => one.Job!.State == JobState.Completed, "the completion")).Job!.ProviderId);
    }

    /// <summary>The operator's books balance in a check that began after this was asked.</summary>
    private async Task Balance()
    {
        using var ops = Client((await Host.SignIn(Roles.Ops)).Token);
        var asked = DateTimeOffset.UtcNow;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        LedgerResource books;
        while ((books = await ops.Ops.LedgerAsync()) is not { ImbalanceMinorUnits: 0, FirstFault: null } || books.CheckedAt <= asked)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"Waited 60 s for books that balance; last: {books}");
            await Task.Delay(50);
        }

        Assert.NotEqual(0, books.Accounts.Sum(account => account.DebitMinorUnits));
        Assert.Equal(books.Accounts.Sum(account => account.DebitMinorUnits), books.Accounts.Sum(account => account.CreditMinorUnits));
        Assert.Equal(0, (await ops.Ops.LedgerCloseAsync()).ImbalanceMinorUnits);
    }

    private async Task<long> NetOf(string ops, string job) => (long)(await Host.Send("GET", $"/v1/ops/jobs/{job}/economics", ops)).Json["economics"]!["merchant_net_minor_units"]!;

    /// <summary>The merchant's statement has these jobs alone, each with what the merchant funds of it and what it changes of what the merchant is owed.</summary>
    private async Task Owed(string ops, Till merchant, params (string Job, long Funds, long Net)[] expected)
    {
        using var operators = Client(ops);
        var statement = await merchant.Client.Merchant.StatementAsync();
        Assert.Equal(
            expected.Select(one => (Guid.Parse(one.Job), one.Funds, one.Net)).Order(), statement.Items.Select(line => (line.JobId, line.DiscountsMinorUnits, line.NetMinorUnits)).Order());
        Assert.Equal(expected.Sum(one => one.Net), Assert.Single(statement.Totals).ClosingMinorUnits);
        Assert.Equal(statement.Items.ToArray(), (await operators.Ops.MerchantStatementAsync(Guid.Parse(merchant.Shop.Merchant))).Items.ToArray());

        // What it sold by its statistics is what it is given by its statement.
        Assert.Equal(expected.Where(one => one.Funds == 0).Sum(one => one.Net), (await merchant.Client.Merchant.StatisticsAsync()).Figures.NetMinorUnits);
    }

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

    /// <summary>A merchant's till: it hears of the merchant's orders and is shown its figures.</summary>
    private sealed class Till : IAsyncDisposable
    {
        private readonly MerchantHub _hub;
        private readonly Heard<MerchantStatisticsResource> _figures = new();

        private Till(DispatchClient client, Known shop) => (Client, Shop, _hub) = (client, shop, client.MerchantHub());

        public DispatchClient Client { get; }

        public Known Shop { get; }

        public HeardStream News { get; } = new();

        public static async Task<Till> Open(DispatchClient client, Known shop)
        {
            var till = new Till(client, shop);
            till._hub.StatisticsChanged += figures =>
            {
                till._figures.Add(figures);
                return Task.CompletedTask;
            };
            await till._hub.StartAsync();
            await till._hub.FollowMerchantAsync(Guid.Parse(shop.Merchant), till.News.Hear);
            var begun = await till._hub.WatchStatisticsAsync();
            Assert.Equal((0, 0), (begun.Figures.Ordered, begun.Figures.GrossMinorUnits));
            return till;
        }

        /// <summary>Such figures are pushed, and those that are asked for over HTTP are the same.</summary>
        public async Task Shows(Func<SaleFiguresResource, bool> wanted)
        {
            var pushed = (await _figures.Next(one => wanted(one.Figures), $"the figures of merchant {Shop.Merchant} over the hub")).Figures;
            var asked = (await Client.Merchant.StatisticsAsync()).Figures;
            Assert.True(wanted(asked), $"{asked}");
            Assert.Equal((pushed.GrossMinorUnits, pushed.NetMinorUnits, pushed.Ordered), (asked.GrossMinorUnits, asked.NetMinorUnits, asked.Ordered));
        }

        public async ValueTask DisposeAsync()
        {
            await _hub.DisposeAsync();
            Client.Dispose();
        }
    }
}
