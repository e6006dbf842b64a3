using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Chains over HTTP alone: a fridge is bought at the counter, brought and installed.</summary>
public sealed class ChainApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Chain_SaleDeliveryInstallation_BeginsEachWhenTheOneBeforeIsDoneAndTakesEachByItself()
    {
        var shop = await Shop("Fridges", 40_000, 5);
        var (courier, fitter) = (await Host.Provider(2, 2, "delivery"), await Host.Provider(6, 5, "visit"));
        var (_, customer) = await Host.SignIn(Roles.Customer);
        string[] quotes =
        [
            await Quote(customer, Basket(shop, "counter", 1, null)),
            await Quote(customer, Basket(shop, "delivery", 1, ApiHost.Place(6, 6))),
            await Quote(customer, new JsonObject
            {
                ["market"] = ApiHost.Market, ["service_class"] = "visit", ["stops"] = new JsonArray(System.Text.Json.JsonSerializer.SerializeToNode(ApiHost.Place(6, 6))),
                ["pick_up_at"] = DateTimeOffset.UtcNow.AddMinutes(10),
            }),
        ];
        var (key, body) = (Key(), new { legs = quotes.Select(quote => new { quote }) });
        var made = await Host.Send("POST", "/v1/chains", customer, body, key);
        Assert.True(made.Status == 201, made.Text);
        var path = $"/v1/chains/{(string)made.Json["chain_id"]!}";
        var jobs = made.Json["legs"]!.AsArray().Select(leg => (string)leg!["job"]!["job_id"]!).ToArray();
        Assert.Equal(3, jobs.Distinct().Count());
        Assert.Equal(made.Text, (await Host.Send("POST", "/v1/chains", customer, body, key)).Text);
        Assert.Equal("command_id_reused", (await Host.Send("POST", "/v1/chains", customer, new { legs = quotes.Take(2).Select(quote => new { quote }) }, key)).Slug);

        // Nothing of what follows begins: no code, no store is asked, nobody is matched.
        var code = await Code(customer, jobs[0]);
        foreach (var number in new[] { 1, 2 })
        {
            var waits = await Host.Until($"/v1/jobs/{jobs[number]}", customer, answer => (string)answer.Json["payment"]! == "authorized", "the hold");
            Assert.Equal(("scheduled", jobs[number - 1], number + 1), ((string)waits.Json["state"]!, (string)waits.Json["waits_for"]!, (int)waits.Json["leg"]!));
            Assert.Null(waits.Json["pin"]);
            Assert.Null(waits.Json["sale"]?["answer_by"]);
            Assert.Equal(number == 2, waits.Json["pick_up_at"] is not null);
        }

        Assert.Equal("illegal_in_this_state", (await Host.Send("POST", $"/v1/merchant/jobs/{jobs[1]}/accept", shop.Token, new { })).Slug);

        // The fridge is bought; only then is the store asked to send it.
        Assert.Equal(200, (await Redeem(shop, code, 1)).Status);
        await Host.Until($"/v1/merchant/jobs/{jobs[1]}", shop.Token, answer => answer.Json["sale"]?["answer_by"] is not null, "the store to be asked");
        Assert.Equal(200, (await Host.Send("POST", $"/v1/merchant/jobs/{jobs[1]}/accept", shop.Token, new { ready_in_seconds = 0 })).Status);
        await Done(jobs[1], courier, customer, pinAtTheEnd: true);
        await Host.Until($"/v1/jobs/{jobs[2]}", customer, answer => (string)answer.Json["state"]! == "matching" || answer.Json["provider_id"] is not null, "the installation to open");
        await Done(jobs[2], fitter, customer, pinAtTheEnd: false);
        foreach (var job in jobs)
        {
            var paid = await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured", "the capture");
            Assert.Equal((long)paid.Json["fare_minor_units"]!, (long)paid.Json["captured_minor_units"]!);
        }

        var whole = await Host.Send("GET", path, customer);
        Assert.Equal([("completed", null, 1), ("completed", 1, 2), ("completed", 2, 3)], whole.Json["legs"]!.AsArray().Select(leg => ((string)leg!["state"]!, (int?)leg["follows"], (int)leg["number"]!)));

        // The merchant sees its own legs, and of the fitter's job no more than how it stands; others see nothing.
        var seen = (await Host.Send("GET", path, shop.Token)).Json["legs"]!.AsArray();
        Assert.Equal([true, true, false], seen.Select(leg => leg!["job"] is not null));
        Assert.Equal("completed", (string)seen[2]!["state"]!);
        Assert.Equal(3, (await Host.Send("GET", path, (await Host.SignIn(Roles.Ops)).Token)).Json["legs"]!.AsArray().Count(leg => leg!["job"] is not null));
        foreach (var stranger in new[] { (await Host.SignIn(Roles.Customer)).Token, (await Shop("Other", 100, 1)).Token })
        {
            Assert.Equal("chain_unknown", (await Host.Send("GET", path, stranger)).Slug);
        }

        await BooksBalance();
    }

    [Fact]
    public async Task Chain_WhoseSaleIsCanceled_LetsTheRestGoAndPutsBackWhatItTook()
    {
        var shop = await Shop("Fridges", 40_000, 5);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        string[] quotes = [await Quote(customer, Basket(shop, "counter", 1, null)), await Quote(customer, Basket(shop, "delivery", 2, ApiHost.Place(6, 6)))];
        var made = await Host.Send("POST", "/v1/chains", customer, new { legs = quotes.Select(quote => new { quote }) }, Key());
        Assert.True(made.Status == 201, made.Text);
        Assert.Equal(3, await Left(shop));
        var jobs = made.Json["legs"]!.AsArray().Select(leg => (string)leg!["job"]!["job_id"]!).ToArray();
        Assert.Equal(200, (await Host.Send("POST", $"/v1/jobs/{jobs[0]}/cancel", customer, new { reason = "changed_mind" }, Key())).Status);
        await Host.Until($"/v1/jobs/{jobs[1]}", customer, answer => (string)answer.Json["state"]! == "canceled_by_platform" && (string)answer.Json["payment"]! == "released", "the second leg to be let go");
        await Host.Until($"/v1/merchant/stores/{shop.Store}/shelf", shop.Token, answer => Delivered(answer.Json) == 5, "the goods to be back");
        await BooksBalance();
    }

    [Fact]
    public async Task Chain_ThatIsNone_IsRefusedByName()
    {
        var shop = await Shop("Fridges", 40_000, 1);
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var ride = await Host.Quote(customer, 1, 1);
        var counter = await Quote(customer, Basket(shop, "counter", 1, null));
        foreach (var (legs, slug) in new (object, string)[]
        {
            (Array.Empty<object>(), "input_invalid"),
            (new object?[] { null, null }, "input_invalid"),
            (new object[] { new { quote = ride } }, "input_invalid"),
            (Enumerable.Repeat(new { quote = ride }, 6), "input_invalid"),
            (new object[] { new { quote = ride }, new { quote = ride } }, "order_invalid"),
            (new object[] { new { quote = ride }, new { quote = counter } }, "order_invalid"),
            (new object[] { new { quote = ride, follows = 2 }, new { quote = counter } }, "order_invalid"),
            (new object[] { new { quote = counter }, new { quote = ride, follows = 3 } }, "order_invalid"),
            (new object[] { new { quote = counter }, new { quote = "x.y" } }, "quote_invalid"),
        })
        {
            var answer = await Host.Send("POST", "/v1/chains", customer, new { legs }, Key());
            Assert.True(answer.Slug == slug, answer.Text);
        }

        // What cannot be had of the first leg lets all go: nothing is left over.
        var other = (await Host.SignIn(Roles.Customer)).Token;
        await Order(other, await Host.Send("POST", "/v1/quotes", other, Basket(shop, "counter", 1, null)));
        var soldOut = await Host.Send("POST", "/v1/chains", customer, new { legs = new object[] { new { quote = counter }, new { quote = ride } } }, Key());
        Assert.Equal((409, "sold_out"), (soldOut.Status, soldOut.Slug));
        var jobs = (await Host.Send("GET", "/v1/jobs", customer)).Json["items"]!.AsArray();
        Assert.Equal("canceled_by_platform", (string)Assert.Single(jobs)!["state"]!);
    }

    private async Task<string> Quote(string customer, JsonObject body)
    {
        var answer = await Host.Send("POST", "/v1/quotes", customer, body);
        Assert.True(answer.Status == 200, answer.Text);
        return (string)answer.Json["quote"]!;
    }

    private async Task Done(string job, (Guid Id, string Token) provider, string customer, bool pinAtTheEnd)
    {
        await Assigned(job, provider);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job}/arrive", provider.Token, new { })).Status);
        var pin = (string?)(await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["pin"];
        var started = await Host.Send("POST", $"/v1/provider/jobs/{job}/start", provider.Token, new { pin });
        Assert.True(started.Status == 200, started.Text);
        var completed = await Host.Send("POST", $"/v1/provider/jobs/{job}/complete", provider.Token, pinAtTheEnd ? new { pin } : new { pin = (string?)null }, Key());
        Assert.True(completed.Status == 200, completed.Text);
    }

    private async Task<int> Left(Known shop) => Delivered((await Host.Send("GET", $"/v1/merchant/stores/{shop.Store}/shelf", shop.Token)).Json);

    private static int Delivered(JsonNode shelf) => (int)shelf.AsArray().Single(line => (string)line!["channel"]! == "delivery")!["left"]!;
}
