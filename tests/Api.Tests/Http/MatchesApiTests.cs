using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Why a job was matched as it was, over HTTP.</summary>
public sealed class MatchesApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Matches_OfAMatchedJob_NameChosenAndRunnerUpToOperatorsAndTheReasonToWhoLost()
    {
        var ops = (await Host.SignIn(Roles.Ops)).Token;
        var far = await Host.Provider(8, 8);
        var near = await Host.Provider(1, 2);
        await Host.Available(2);
        var job = await Host.Job((await Host.SignIn(Roles.Customer)).Token);
        var matches = await Host.Until($"/v1/ops/jobs/{job:N}/matches", ops, answer => answer.Status == 200 && answer.Json["rounds"]!.AsArray().Count > 0, "a round");
        var round = matches.Json["rounds"]!.AsArray()[^1]!;
        Assert.Equal("nearest", (string?)round["policy"]);
        Assert.Equal(near.Id, Guid.Parse((string)round["chosen_provider_id"]!));
        Assert.Equal(far.Id, Guid.Parse((string)round["runner_up_provider_id"]!));
        Assert.Equal(0, (double)round["regret_seconds"]!);
        Assert.Equal(20, (double)round["candidates"]![0]!["drive_seconds"]!);

        var passed = await Host.Send("GET", "/v1/provider/passed-by", far.Token);
        var one = Assert.Single(passed.Json.AsArray())!;
        Assert.Equal((job, "other_was_sooner", 20.0), (Guid.Parse((string)one["job_id"]!), (string)one["reason"]!, (double)one["chosen_pick_up_seconds"]!));
        Assert.DoesNotContain(near.Id.ToString(), passed.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(404, (await Host.Send("GET", $"/v1/ops/jobs/{Guid.NewGuid():N}/matches", ops)).Status);
        Assert.Equal("not_on_shift", (await Host.Send("GET", "/v1/provider/passed-by", (await NotOnShift()).Token)).Slug);
    }

    private async Task<(Guid Id, string Token)> NotOnShift()
    {
        var provider = await Host.Provider(9, 9);
        Assert.Equal(200, (await Host.Send("POST", "/v1/provider/shift/stop", provider.Token)).Status);
        return provider;
    }
}
