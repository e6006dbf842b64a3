using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Hubs.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Hubs;

/// <summary>Two hosts over one PostgreSQL and one Redis: clients of the one hear what happens at the other, also when Redis was away.</summary>
public sealed class NodesTests
{
    [PostgresAndRedisFact]
    public async Task Client_OfOneNode_HearsWhatHappensAtTheOtherAndMissesNothingWhileRedisIsAway()
    {
        var database = PostgresServer.Shared.Database();
        using (var redis = new RedisServer())
        {
            await using var here = await ApiHost.BeginOn(database, redis: redis.Configuration);
            await using var there = await ApiHost.BeginOn(database, redis: redis.Configuration);
            var customer = await here.SignIn(Roles.Customer);
            await using var app = await Connect(there, Roles.Customer, customer.Id);
            await using var watcher = await Connect(there, Roles.Customer, customer.Id);
            var stream = $"customer/{customer.Id:N}";
            var known = (long)(await app.Invoke("Subscribe", stream, 0, 0))!["sequence"]!;

            var job = await here.Job(customer.Token);
            known = await Contiguous(app, stream, known, "matching_begun");
            var board = there.App.Services.GetRequiredService<LiveBoard>();
            var clock = System.Diagnostics.Stopwatch.StartNew();
            while (board.Jobs.Find(job) is null)
            {
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), "The other node's board does not know the job.");
                await Task.Delay(5);
            }

            // And from here on the job itself.
            var ofJob = (long)(await watcher.Invoke("Subscribe", $"job/{job:N}", 0, 0))!["sequence"]!;
            await Cancel(here, job, customer.Token);
            known = await Contiguous(app, stream, known, "canceled");
            Assert.True(await Contiguous(watcher, $"job/{job:N}", ofJob, "payment_released") > ofJob);

            await using var ops = await Connect(there, Roles.Ops, customer.Id);
            await ops.Invoke("Subscribe", $"market/{ApiHost.Market}", 0, 0);

            // Without Redis both go on; what was missed comes afterwards, on the same connection.
            redis.Kill();
            var missed = await here.Job(customer.Token, 2, 2);
            await Cancel(here, missed, customer.Token);
            redis.Start();
            known = await Contiguous(app, stream, known, "canceled", missed);

            // Who heard the board is closed once what it missed is read, and resumes.
            await ops.Closed.Soon("the end of the connection of whoever heard the market");
            var last = await here.Job(customer.Token, 3, 3);
            await Contiguous(app, stream, known, "matching_begun", last);
        }

        PostgresServer.Shared.Drop(database);
    }

    [PostgresAndRedisFact]
    public async Task Vehicle_ThatReportsToOneNode_IsSeenByClientsOfTheOther()
    {
        var database = PostgresServer.Shared.Database();
        using (var redis = new RedisServer())
        {
            await using var here = await ApiHost.BeginOn(database, redis: redis.Configuration);
            await using var there = await ApiHost.BeginOn(database, redis: redis.Configuration);
            var (job, customer, provider) = await there.AcceptedJob();
            await using var app = await Connect(here, Roles.Customer, customer.Id);
            await app.Invoke("Subscribe", $"customer/{customer.Id:N}", 0, 0);
            await using var ops = await Connect(here, Roles.Ops, customer.Id);
            var map = (await ops.Invoke("WatchMap", ApiHost.Market))!;
            while (map["joined"]!.AsArray().All(joined => (string)joined! != provider.Id.ToString("N")))
            {
                map = await ops.Next("Map");
            }

            var seen = await SeenAt(1, 1);
            Assert.Equal((job.ToString("N"), provider.Id.ToString("N")), ((string)seen["job_id"]!, (string)seen["provider_id"]!));

            // Another customer hears nothing of it.
            var other = await here.SignIn(Roles.Customer);
            await using var others = await Connect(here, Roles.Customer, other.Id);
            await others.Invoke("Subscribe", $"customer/{other.Id:N}", 0, 0);

            // It reports to this node now: on the other's map it moves, and stands once.
            await Report(here, 2, 2);
            await SeenAt(2, 2);
            var token = there.Mint.Mint(Roles.Ops, customer.Id).AccessToken;
            await there.Until($"/v1/ops/providers/{provider.Id:N}", token, answer => IsAt(answer.Json["place"]!, 2, 2), "the other node to hear of it");
            foreach (var node in new[] { here, there })
            {
                Assert.Equal(1, node.App.Services.GetRequiredService<LiveBoard>().Overview(ApiHost.Market)!.Vehicles);
            }

            // What happened while Redis was away is seen once it is back.
            redis.Kill();
            await Report(there, 3, 3);
            redis.Start();
            await SeenAt(3, 3);
            Assert.Empty(others.Come("Vehicle"));

            async Task<JsonNode> SeenAt(int x, int y) => await app.Next("Vehicle", vehicle => IsAt(vehicle, x, y));

            async Task Report(ApiHost node, int x, int y)
            {
                var answer = await node.Send("POST", "/v1/locations", node.Mint.Mint(Roles.Provider, provider.Id).AccessToken, new { reports = new[] { ApiHost.Place(x, y) } });
                Assert.True(answer.Status == 202 && (int)answer.Json["accepted"]! == 1, answer.Text);
            }
        }

        PostgresServer.Shared.Drop(database);
    }

    private static bool IsAt(JsonNode place, int x, int y) =>
        Math.Abs((double)place["longitude"]! - StreetGrid.Crossing(x, y).Longitude) < 0.000_002 && Math.Abs((double)place["latitude"]! - StreetGrid.Crossing(x, y).Latitude) < 0.000_002;

    private static Task<WireClient> Connect(ApiHost host, string role, Guid id) => WireClient.Connect(new Uri(host.Url), role, $"access_token={host.Mint.Mint(role, id).AccessToken}");

    private static async Task Cancel(ApiHost host, Guid job, string token)
    {
        var answer = await host.Send("POST", $"/v1/jobs/{job:N}/cancel", token, new { }, Guid.NewGuid().ToString("N"));
        Assert.True(answer.Status == 200, answer.Text);
    }

    /// <summary>Reads a stream on, which may have no gap, until an event.</summary>
    /// <returns>Its sequence.</returns>
    private static async Task<long> Contiguous(WireClient client, string stream, long known, string until, Guid? job = null)
    {
        while (true)
        {
            var happened = await client.Next("Event", happened => (string)happened["stream"]! == stream && (long)happened["sequence"]! > known);
            Assert.Equal(++known, (long)happened["sequence"]!);
            if ((string?)happened["event"] == until && (job is null || (string)happened["job"]!["job_id"]! == job.Value.ToString("N")))
            {
                return known;
            }
        }
    }
}
