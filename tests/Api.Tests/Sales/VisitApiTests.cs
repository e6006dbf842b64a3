using System.Text.Json.Nodes;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Sales;

/// <summary>Services at the customer's place over HTTP alone: who can do them, when, and what is found to be needed once somebody is there.</summary>
public sealed class VisitApiTests(ApiFixture fixture) : SaleScene(fixture), IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Visit_FromProductToReceipt_IsDoneByWhoCanAndCostsTheEstimateAndWhatWasApproved()
    {
        var shop = await Shop("Boilers & daughters", 900, 10);
        var service = await Made("/v1/merchant/products", shop.Token, new { name = "Boiler service", price_minor_units = 8_000, preparation_seconds = 2_700, skills = new[] { "electrician", "boiler-gas" } });
        Assert.Equal(["boiler-gas", "electrician"], Names(service["product"]!["skills"]));
        shop = await Store(shop with { Product = (string)service["product_id"]! }, "At your home", 10, "visit");

        // The electrician is next door, the fitter across town; operators have checked what each can do.
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var (electrician, fitter) = (await Host.Provider(6, 5, "visit"), await Host.Provider(1, 1, "visit"));
        Assert.Equal(["electrician"], Names((await Granted(ops, electrician.Id, "electrician")).Json["skills"]));
        Assert.Equal(["boiler-gas", "electrician"], Names((await Granted(ops, fitter.Id, "electrician", "boiler-gas")).Json["skills"]));
        Assert.Equal(["boiler-gas", "electrician"], Names((await Host.Send("GET", "/v1/provider", fitter.Token)).Json["skills"]));
        await Host.Available(2, "visit");

        // Booked for a time that is soon, with the work's own duration. The product asks for less after the quote, which changes nothing.
        var (_, customer) = await Host.SignIn(Roles.Customer);
        var quote = await Quote(customer, shop);
        Assert.Equal([("goods", 8_000), ("base", 300)], quote.Json["lines"]!.AsArray().Select(line => ((string)line!["kind"]!, (long)line["amount_minor_units"]!)));
        Assert.Equal(2_700, (double)quote.Json["duration_seconds"]!);
        var estimate = (long)quote.Json["total_minor_units"]!;
        Assert.Equal(8_300, estimate);
        var changed = await Host.Send("PUT", $"/v1/merchant/products/{shop.Product}", shop.Token, new { name = "Boiler service", price_minor_units = 8_000, preparation_seconds = 2_700, version = 1 });
        Assert.True(changed.Status == 200 && changed.Json["product"]!["skills"] is null, changed.Text);
        var job = await Order(customer, quote);
        Assert.Equal(["boiler-gas", "electrician"], Names((await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["sale"]!["skills"]));

        var offered = await Host.Until("/v1/provider", fitter.Token, answer => (string?)answer.Json["open_offer"]?["job"]?["job_id"] == job, "an offer to the fitter");
        Assert.Null((await Host.Send("GET", "/v1/provider", electrician.Token)).Json["open_offer"]);
        var passed = await Host.Send("GET", $"/v1/provider/passed-by?job_id={job}", electrician.Token);
        Assert.Equal("lacks_skill", (string)Assert.Single(passed.Json.AsArray())!["reason"]!);
        var round = (await Host.Send("GET", $"/v1/ops/jobs/{job}/matches", ops)).Json["rounds"]![0]!;
        Assert.Equal((fitter.Id, 1), (Guid.Parse((string)round["chosen_provider_id"]!), (int)round["filtered"]!["lacks_skill"]!));
        var byHand = await Host.Send("POST", $"/v1/ops/jobs/{job}/assign", ops, new { provider_id = electrician.Id }, Key());
        Assert.Equal((409, "lacks_skill"), (byHand.Status, byHand.Slug));
        Assert.Contains("boiler-gas", byHand.Text, StringComparison.Ordinal);

        var path = $"/v1/provider/jobs/{job}";
        await Ok(fitter.Token, $"/v1/provider/offers/{(string)offered.Json["open_offer"]!["offer_id"]!}/accept", new { job_id = job });
        await Ok(fitter.Token, path + "/depart", new { });
        await Ok(fitter.Token, path + "/arrive", new { });
        Assert.Equal("illegal_in_this_state", (await Host.Send("POST", path + "/extras", fitter.Token, new { amount_minor_units = 2_500, what = "A new valve" }, Key())).Slug);
        await Ok(fitter.Token, path + "/start", new { pin = (string)(await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["pin"]! });

        // Found at work: one that is wanted, one that is not, one that nobody answers. A repetition is no second one.
        var key = Key();
        var valve = new { amount_minor_units = 2_500, what = "A new valve" };
        var first = await Host.Send("POST", path + "/extras", fitter.Token, valve, key);
        Assert.True(first.Status == 200, first.Text);
        Assert.Equal(first.Text, (await Host.Send("POST", path + "/extras", fitter.Token, valve, key)).Text);
        await Ok(fitter.Token, path + "/extras", new { amount_minor_units = 1_200, what = "Paint" });
        await Ok(fitter.Token, path + "/extras", new { amount_minor_units = 700, what = "Sweeping" });
        Assert.Equal("amount_wrong", (await Host.Send("POST", path + "/extras", fitter.Token, new { amount_minor_units = 0, what = "Nothing" }, Key())).Slug);
        var asked = (await Host.Send("GET", $"/v1/jobs/{job}", customer)).Json["extras"]!.AsArray();
        Assert.Equal([(1, 2_500, "A new valve"), (2, 1_200, "Paint"), (3, 700, "Sweeping")], asked.Select(one => ((int)one!["number"]!, (int)one["amount_minor_units"]!, (string)one["what"]!)));
        Assert.All(asked, one => Assert.Null(one!["approved"]));
        Assert.Equal("job_unknown", (await Host.Send("POST", $"/v1/jobs/{job}/extras/1", (await Host.SignIn(Roles.Customer)).Token, new { approved = true })).Slug);
        await Ok(customer, $"/v1/jobs/{job}/extras/1", new { approved = true });
        await Ok(customer, $"/v1/jobs/{job}/extras/2", new { approved = false });
        foreach (var number in new[] { 1, 2, 9 })
        {
            Assert.Equal("illegal_in_this_state", (await Host.Send("POST", $"/v1/jobs/{job}/extras/{number}", customer, new { approved = true })).Slug);
        }

        Assert.Equal([true, false, null], (await Host.Send("GET", $"/v1/jobs/{job}", fitter.Token)).Json["extras"]!.AsArray().Select(one => (bool?)one!["approved"]));
        await Ok(fitter.Token, path + "/complete", new { });
        Assert.Equal("job_ended", (await Host.Send("POST", $"/v1/jobs/{job}/extras/3", customer, new { approved = true })).Slug);
        var captured = await Host.Until($"/v1/jobs/{job}", customer, answer => (string)answer.Json["payment"]! == "captured" && (long)answer.Json["captured_minor_units"]! == estimate + 2_500, "the capture of both");
        Assert.Equal(estimate + 2_500, (long)captured.Json["fare_minor_units"]!);

        var receipt = (await Host.Send("GET", $"/v1/jobs/{job}/receipt", customer)).Json;
        Assert.Equal([("goods", 8_000), ("base", 300), ("extra", 2_500)], receipt["lines"]!.AsArray().Select(line => ((string)line!["kind"]!, (long)line["amount_minor_units"]!)));
        Assert.Equal((estimate + 2_500, estimate + 2_500), ((long)receipt["total_minor_units"]!, (long)receipt["captured_minor_units"]!));
        await BooksBalance();
    }

    [Fact]
    public async Task Quote_NobodyCanDoIt_IsGivenAllTheSame()
    {
        var shop = await Shop("Thatchers", 900, 10);
        var service = await Made("/v1/merchant/products", shop.Token, new { name = "A new roof", price_minor_units = 90_000, skills = new[] { "thatcher" } });
        shop = await Store(shop with { Product = (string)service["product_id"]! }, "At your home", 10, "visit", "delivery");
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal(200, (await Quote(customer, shop)).Status);

        // Who only brings it needs no skill.
        var brought = await Order(customer, await Host.Send("POST", "/v1/quotes", customer, Basket(shop, "delivery", 1, ApiHost.Place(6, 6))));
        Assert.Null((await Host.Send("GET", $"/v1/jobs/{brought}", customer)).Json["sale"]!["skills"]);
    }

    [Fact]
    public async Task Skills_ThatAreNone_AreNamed()
    {
        var shop = await Shop("Anything", 900, 10);
        var (_, ops) = await Host.SignIn(Roles.Ops);
        var provider = await Host.SignIn(Roles.Provider);
        foreach (var (skills, says) in new (string?[], string)[]
        {
            (["Boiler Gas"], "'Boiler Gas' does not name a skill"),
            (["plumber", "plumber"], "Skill 'plumber' is there twice."),
            ([null], "none of them null"),
            ([.. Enumerable.Range(0, 51).Select(n => $"skill-{n}")], "At most"),
        })
        {
            foreach (var answer in new[]
            {
                await Host.Send("POST", "/v1/merchant/products", shop.Token, new { name = "Anything", price_minor_units = 1, skills }, Key()),
                await Host.Send("PUT", $"/v1/ops/providers/{provider.Id:N}/skills", ops, new { skills }),
            })
            {
                Assert.Equal((400, "input_invalid"), (answer.Status, answer.Slug));
                Assert.Contains(says, string.Join(' ', answer.Json["errors"]!["skills"]!.AsArray().Select(each => (string)each!)), StringComparison.Ordinal);
            }
        }

        Assert.Equal("provider_unknown", (await Host.Send("PUT", $"/v1/ops/providers/{Guid.NewGuid():N}/skills", ops, new { skills = new[] { "plumber" } })).Slug);
        Assert.Equal(403, (await Host.Send("PUT", $"/v1/ops/providers/{provider.Id:N}/skills", provider.Token, new { skills = new[] { "plumber" } })).Status);
        await Granted(ops, provider.Id, "plumber");
        Assert.Null((await Granted(ops, provider.Id)).Json["skills"]);
    }

    private static IEnumerable<string> Names(JsonNode? list) => list!.AsArray().Select(one => (string)one!);

    private async Task<ApiHost.Answer> Granted(string ops, Guid provider, params string[] skills)
    {
        var answer = await Host.Send("PUT", $"/v1/ops/providers/{provider:N}/skills", ops, new { skills });
        Assert.True(answer.Status == 200, answer.Text);
        return answer;
    }

    private async Task<ApiHost.Answer> Quote(string customer, Known shop)
    {
        var body = Basket(shop, "visit", 1, ApiHost.Place(6, 6));
        body["pick_up_at"] = DateTimeOffset.UtcNow.AddMinutes(15);
        return await Host.Send("POST", "/v1/quotes", customer, body);
    }

    private async Task Ok(string token, string path, object body)
    {
        var answer = await Host.Send("POST", path, token, body, Key());
        Assert.True(answer.Status == 200, $"{path}: {answer.Text}");
    }
}
