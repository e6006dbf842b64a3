using System.Globalization;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>What is near a place, over HTTP.</summary>
public sealed class NearTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Near_AFreeVehicle_IsToldWithItsTimeAndGoneOnceItHasAJob()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Empty((await Host.Send("GET", Path(5, 5), customer)).Json["vehicles"]!.AsArray());
        var (job, _, provider) = await Host.AcceptedJob();
        await Host.Until(Path(1, 1), customer, answer => answer.Json["vehicles"]!.AsArray().Count == 0, "the taken vehicle to be gone");
        var other = await Host.Provider(3, 3);
        var here = await Host.Until(Path(3, 3), customer, answer => answer.Json["vehicles"]!.AsArray().Count == 1, "the free vehicle");
        var there = await Host.Send("GET", Path(8, 8), customer);
        Assert.True((double)here.Json["pick_up_seconds"]! < (double)there.Json["pick_up_seconds"]!, $"{here.Text} {there.Text}");
        Assert.DoesNotContain(other.Id.ToString("N"), here.Text, StringComparison.Ordinal);
        Assert.NotEqual(Guid.Empty, job);
        Assert.NotEqual(provider.Id, other.Id);
        Assert.Equal(200, (await Host.Send("POST", "/v1/provider/shift/stop", other.Token, new { })).Status);
        await Host.Until(Path(3, 3), customer, answer => answer.Json["vehicles"]!.AsArray().Count == 0 && answer.Json["pick_up_seconds"] is null, "the shift's end");
    }

    [Fact]
    public async Task Near_OfWhatIsNone_IsNamed()
    {
        var (_, customer) = await Host.SignIn(Roles.Customer);
        Assert.Equal("market_unknown", (await Host.Send("GET", "/v1/markets/nowhere/near?service_class=ride&longitude=1&latitude=1", customer)).Slug);
        var wrong = await Host.Send("GET", $"/v1/markets/{ApiHost.Market}/near?service_class=boat&longitude=500", customer);
        Assert.Equal(("input_invalid", 400), (wrong.Slug, wrong.Status));
        Assert.Equal(401, (await Host.Send("GET", Path(1, 1), null)).Status);
        Assert.Equal(403, (await Host.Send("GET", Path(1, 1), (await Host.SignIn(Roles.Provider)).Token)).Status);
    }

    private static string Path(int x, int y)
    {
        var place = StreetGrid.Crossing(x, y);
        return string.Create(CultureInfo.InvariantCulture, $"/v1/markets/{ApiHost.Market}/near?service_class=ride&longitude={place.Longitude}&latitude={place.Latitude}");
    }
}
