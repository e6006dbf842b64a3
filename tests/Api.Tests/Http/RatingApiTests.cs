using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Customer and provider rate each other over HTTP, and neither sees the other's first.</summary>
public sealed class RatingApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Rating_ByBothSides_IsShownWhenBothHaveSpoken()
    {
        var (job, customer, provider) = await Completed();
        var (byCustomer, byProvider) = ($"/v1/jobs/{job:N}/rating", $"/v1/provider/jobs/{job:N}/rating");
        Assert.Equal("input_invalid", (await Host.Send("POST", byCustomer, customer, new { stars = 6 })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", byCustomer, customer, new { stars = 2, tags = new[] { "left_a_mess" } })).Slug);
        Assert.Equal("input_invalid", (await Host.Send("POST", byCustomer, customer, new { stars = 2, tags = new[] { "late", "late" } })).Slug);
        var rated = await Host.Send("POST", byCustomer, customer, new { stars = 2, tags = new[] { "late" }, comment = "slow" });
        Assert.True(rated.Status == 200, rated.Text);
        Assert.Equal("late", (string)rated.Json["tags"]![0]!);
        Assert.Equal(2, (int)(await Host.Send("POST", byCustomer, customer, new { stars = 5 })).Json["stars"]!);

        // The provider learns nothing of it, in no word and in no figure.
        var seen = (await Host.Send("GET", byProvider, provider)).Json;
        Assert.True(seen["theirs"] is null && seen["mine"] is null);
        Assert.Contains("left_a_mess", seen["tags"]!.AsArray().Select(tag => (string)tag!));
        var me = (await Host.Send("GET", "/v1/provider", provider)).Json;
        Assert.Equal((0, null), ((int)me["rating_count"]!, me["rating_average"]));
        Assert.Equal(2, (int)(await Host.Send("GET", byCustomer, customer)).Json["mine"]!["stars"]!);
        var told = (await Host.Send("GET", $"/v1/jobs/{job:N}", customer)).Json["provider"]!;
        Assert.Equal(((string)me["name"]!, true, 0, null), ((string)told["name"]!, (bool)told["verified"]!, (int)told["rating_count"]!, told["rating_score"]));
        Assert.Null((await Host.Send("GET", $"/v1/jobs/{job:N}", provider)).Json["provider"]);

        Assert.Equal(200, (await Host.Send("POST", byProvider, provider, new { stars = 4, tags = new[] { "ready" } })).Status);
        Assert.Equal("slow", (string)(await Host.Send("GET", byProvider, provider)).Json["theirs"]!["comment"]!);
        Assert.Equal(4, (int)(await Host.Send("GET", byCustomer, customer)).Json["theirs"]!["stars"]!);
        me = (await Host.Send("GET", "/v1/provider", provider)).Json;
        Assert.Equal((1, 2.0), ((int)me["rating_count"]!, (double)me["rating_average"]!));
        Assert.InRange((double)me["rating_score"]!, 4.1, 4.2);

        // So its customers see it, and that it is verified no longer.
        var (_, ops) = await Host.SignIn(Roles.Ops);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/ops/providers/{(string)me["provider_id"]!}/suspend", ops)).Status);
        told = (await Host.Send("GET", $"/v1/jobs/{job:N}", customer)).Json["provider"]!;
        Assert.Equal((false, 1, (double)me["rating_score"]!), ((bool)told["verified"]!, (int)told["rating_count"]!, (double)told["rating_score"]!));

        var (_, stranger) = await Host.SignIn(Roles.Provider);
        Assert.Equal("job_unknown", (await Host.Send("POST", byProvider, stranger, new { stars = 1 })).Slug);
        Assert.Equal("job_unknown", (await Host.Send("GET", byCustomer, (await Host.SignIn(Roles.Customer)).Token)).Slug);
    }

    private async Task<(Guid Job, string Customer, string Provider)> Completed()
    {
        var (job, customer, provider) = await Host.AcceptedJob();
        var pin = (string)(await Host.Send("GET", $"/v1/jobs/{job:N}", customer.Token)).Json["pin"]!;
        Assert.Equal("illegal_in_this_state", (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/rating", provider.Token, new { stars = 5 })).Slug);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/arrive", provider.Token)).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/start", provider.Token, new { pin })).Status);
        Assert.Equal(200, (await Host.Send("POST", $"/v1/provider/jobs/{job:N}/complete", provider.Token, new { }, Guid.NewGuid().ToString("N"))).Status);
        return (job, customer.Token, provider.Token);
    }
}
