using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using O2O.Dispatch.Api.Webhooks;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Webhooks;

public sealed class WebhookDeliveryTests
{
    private static readonly string[] Life =
    [
        "job.requested", "payment.authorized", "job.matching", "job.accepted", "job.departed", "job.arrived", "job.started", "job.completed", "payment.captured",
    ];

    [Fact]
    public void Types_EveryEventOfAJob_HasOneOrIsKeptInside()
    {
        var told = JobCodec.EventNames.Where(name => WebhookTypes.Of(name) is not null).ToList();
        Assert.All(JobCodec.EventNames.Except(told), name => Assert.True(WebhookTypes.IsInside(name)));
        Assert.DoesNotContain("pin_refused", told);
        Assert.All(WebhookTypes.All, type => Assert.Matches("^(job|payment)\\.[a-z_]+$", type));
        foreach (var type in Life.Concat(["job.canceled", "job.no_show", "job.expired", "payment.released", "payment.failed"]))
        {
            Assert.Contains(type, WebhookTypes.All);
        }
    }

    [Fact]
    public void Types_Each_StandsInTheReference()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "O2O.Dispatch.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        var page = File.ReadAllText(Path.Combine(root, "docs/reference/webhooks.md"));
        Assert.All(WebhookTypes.All, type => Assert.Contains($"`{type}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Job_WholeLife_ComesInOrderSignedAndOnce()
    {
        await using var bench = await WebhookBench.Begin();
        var endpoint = await bench.Endpoint();
        var job = await bench.Job(1);
        Assert.Equal(Life.Length, await bench.Pump.QueueNew(default));
        Assert.Equal(Life.Length, await bench.Pump.DeliverDue(default));
        Assert.Equal(0, await bench.Pump.QueueNew(default) + await bench.Pump.DeliverDue(default));
        var came = bench.Receiver.Came.ToList();
        Assert.Equal(Life, came.Select(one => (string)JsonNode.Parse(one.Body)!["type"]!));
        foreach (var one in came)
        {
            var body = JsonNode.Parse(one.Body)!;
            Assert.Equal((one.Event, job.Id.Value.ToString("N")), ((string)body["id"]!, (string)body["job"]!));
            Assert.Equal($"evt_{job.Id.Value:N}_{(long)body["version"]!}", one.Event);
            Assert.Equal("application/json; charset=utf-8", one.Headers["Content-Type"]);
            Assert.False(one.Headers.ContainsKey("traceparent"));
            Assert.True(Verifies(one, endpoint.Secret, bench.Clock.GetUtcNow()));
            Assert.False(Verifies(one with { Body = one.Body.Replace("job", "jab", StringComparison.Ordinal) }, endpoint.Secret, bench.Clock.GetUtcNow()));
        }

        var data = JsonNode.Parse(came[^1].Body)!["data"]!;
        Assert.Equal(("completed", "captured", job.Payment.Captured.MinorUnits), ((string)data["state"]!, (string)data["payment"]!, (long)data["captured_minor_units"]!));
        Assert.Equal((0L, 0L), ((long)data["refunded_minor_units"]!, (long)data["tip_minor_units"]!));
        Assert.Equal("scheduled", (string)JsonNode.Parse(came[0].Body)!["data"]!["state"]!);
        Assert.DoesNotContain("pin", string.Concat(came.Select(one => one.Body)), StringComparison.Ordinal);
        Assert.DoesNotContain("longitude", string.Concat(came.Select(one => one.Body)), StringComparison.Ordinal);
        Assert.All(await bench.Log(), delivery => Assert.Equal((WebhookDeliveryState.Delivered, 1, 200), (delivery.State, delivery.Attempts, delivery.Last!.Status!.Value)));
    }

    [Fact]
    public async Task Endpoints_EachWithItsFilter_GetTheirsAlone()
    {
        await using var bench = await WebhookBench.Begin();
        var merchant = Scenarios.Merchant(3);
        var all = await bench.Endpoint(of => of with { Url = of.Url + "/all" });
        await bench.Endpoint(of => of with { Url = of.Url + "/types", Types = ["job.completed", "payment.captured"] });
        await bench.Endpoint(of => of with { Url = of.Url + "/customer", Customer = Scenarios.Customer(2), Types = ["job.requested"] });
        await bench.Endpoint(of => of with { Url = of.Url + "/merchant", Merchant = merchant.Value, Types = ["job.requested"] });
        await bench.Endpoint(of => of with { Url = of.Url + "/market", Market = "elsewhere" });
        await bench.Endpoint(of => of with { Url = of.Url + "/off", State = WebhookEndpointState.Disabled });
        await bench.Job(1);
        await bench.Job(2);
        await bench.Job(3, Scenarios.Order(n: 3, now: bench.Clock.GetUtcNow(), merchant: merchant));
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);
        var counts = bench.Receiver.Came.GroupBy(one => one.Path).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(new Dictionary<string, int> { ["/hook/all"] = 3 * Life.Length, ["/hook/types"] = 6, ["/hook/customer"] = 1, ["/hook/merchant"] = 1 }.OrderBy(count => count.Key), counts.OrderBy(count => count.Key));
        Assert.NotNull(all);
    }

    [Fact]
    public async Task Receiver_ThatFails_IsTriedWithDoublingWaitsForADayAndThenParkedWithAnAlert()
    {
        await using var bench = await WebhookBench.Begin();
        bench.Receiver.Status = 503;
        var endpoint = await bench.Endpoint(of => of with { Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        var begun = bench.Clock.GetUtcNow();
        var waits = new List<TimeSpan>();
        var delivery = Assert.Single(await bench.Log());
        while (delivery.State == WebhookDeliveryState.Pending)
        {
            Assert.Equal(1, await bench.Pump.DeliverDue(default));
            delivery = Assert.Single(await bench.Log());
            if (delivery.State == WebhookDeliveryState.Pending)
            {
                Assert.Equal(0, await bench.Pump.DeliverDue(default));
                waits.Add(delivery.DueAt - bench.Clock.GetUtcNow());
                bench.Clock.AdvanceTo(delivery.DueAt);
            }
        }

        Assert.Equal(WebhookDeliveryState.Parked, delivery.State);
        Assert.Equal((503, "status 503", "no thanks"), (delivery.Last!.Status!.Value, delivery.Last.Fault!, delivery.Last.Answer!));
        Assert.Equal(delivery.Attempts, delivery.Tries!.Items.Length);
        Assert.All(delivery.Tries.Items, tried => Assert.Equal((503, "status 503", "no thanks"), (tried.Status!.Value, tried.Fault!, tried.Answer!)));
        Assert.Equal(delivery.Tries.Items.Select(tried => tried.At).Order(), delivery.Tries.Items.Select(tried => tried.At));
        for (var i = 0; i < waits.Count; i++)
        {
            Assert.InRange(waits[i], bench.Options.FirstRetry * (1 << i) * 0.8, bench.Options.FirstRetry * (1 << i));
        }

        Assert.InRange(bench.Clock.GetUtcNow() - begun, TimeSpan.FromHours(12), TimeSpan.FromHours(24));
        Assert.Equal(delivery.Attempts, bench.Receiver.Came.Count);
        Assert.Single(bench.Receiver.Came.Select(one => one.Event).Distinct());
        Assert.Equal(Enumerable.Range(1, delivery.Attempts), bench.Receiver.Came.Select(one => int.Parse(one.Headers["O2O-Attempt"], System.Globalization.CultureInfo.InvariantCulture)));

        var alert = Assert.Single(await new WebhookAlerts(bench.Store.Webhooks).Look(10, default));
        Assert.Equal(("webhook_parked", $"webhook_parked:{endpoint.Id:N}"), (alert.Kind, alert.AlertId));
        Assert.DoesNotContain("/hook", alert.Detail, StringComparison.Ordinal);

        // A person sends it again once the receiver works.
        bench.Receiver.Status = 204;
        await bench.Store.Webhooks.Redeliver(endpoint.Id, delivery.Id, bench.Clock.GetUtcNow(), bench.Clock.GetUtcNow() + TimeSpan.FromDays(1), default);
        Assert.Equal(1, await bench.Pump.DeliverDue(default));
        Assert.Empty(await new WebhookAlerts(bench.Store.Webhooks).Look(10, default));
    }

    [Fact]
    public async Task Endpoint_ThatOnlyFailsForLong_IsSwitchedOffWithAnAlert()
    {
        await using var bench = await WebhookBench.Begin();
        bench.Receiver.Status = 500;
        var endpoint = await bench.Endpoint(of => of with { Types = ["job.completed"] });
        for (var n = 1; (await bench.Store.Webhooks.Find(endpoint.Id, default))!.State == WebhookEndpointState.Enabled; n++)
        {
            await bench.Job(n);
            await bench.Pump.QueueNew(default);
            await bench.Pump.DeliverDue(default);
            bench.Clock.Advance(TimeSpan.FromHours(6));
            Assert.True(n < 20);
        }

        Assert.InRange(bench.Clock.GetUtcNow() - Scenarios.Now, TimeSpan.FromDays(3), TimeSpan.FromDays(3.6));
        Assert.Contains(await new WebhookAlerts(bench.Store.Webhooks).Look(10, default), alert => alert.Kind == "webhook_endpoint_off");
        var before = bench.Receiver.Came.Count;
        Assert.Equal(0, await bench.Pump.DeliverDue(default));
        await bench.Store.Webhooks.Switch(endpoint.Id, WebhookEndpointState.Enabled, default);
        bench.Receiver.Status = 200;
        await bench.Pump.DeliverDue(default);
        Assert.True(bench.Receiver.Came.Count > before);
    }

    [Fact]
    public async Task Node_ThatDiesBetweenSendingAndMarking_IsRepeatedByAnotherWithTheSameId()
    {
        await using var bench = await WebhookBench.Begin();
        var endpoint = await bench.Endpoint(of => of with { Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        var now = bench.Clock.GetUtcNow();
        var claimed = Assert.Single(await bench.Store.Webhooks.Claim(endpoint.Id, bench.Ids.Next(), now, now + bench.Options.Claim, 10, default));
        await bench.Sender().Send(endpoint, claimed.Delivery, claimed.Body, default);

        // Here it died. Nobody else tries while its claim lasts.
        var other = bench.Node();
        Assert.Equal(0, await other.DeliverDue(default));
        bench.Clock.Advance(bench.Options.Claim);
        Assert.Equal(1, await other.DeliverDue(default));
        Assert.Equal(2, bench.Receiver.Came.Count);
        Assert.Single(bench.Receiver.Came.Select(one => (one.Event, one.Body)).Distinct());
        Assert.Equal(WebhookDeliveryState.Delivered, Assert.Single(await bench.Log()).State);
    }

    [Fact]
    public async Task Node_ThatDiesBetweenReadingAndQueuing_LosesNothing()
    {
        await using var bench = await WebhookBench.Begin();
        var endpoint = await bench.Endpoint();
        await bench.Job(1);
        var page = await bench.Store.JobFeed.After(await bench.Store.Webhooks.Position(default), 500, default);
        var (events, _) = await bench.Pump.DeliveriesOf(page.Entries, [endpoint], bench.Clock.GetUtcNow(), default);

        // Here it died; the next one makes the same of the same.
        bench.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(events.Length, await bench.Node().QueueNew(default));
        await bench.Node().DeliverDue(default);
        Assert.Equal(events.Select(what => (what.Id, what.Body)), bench.Receiver.Came.Select(one => (one.Event, one.Body)));
    }

    [Fact]
    public async Task Deliveries_AThousandToAReceiverThatFailsNowAndThen_AllArrive()
    {
        await using var bench = await WebhookBench.Begin(options => options.AtOncePerEndpoint = 32);
        var random = new Random(30);
        var taken = new HashSet<string>();
        bench.Receiver.Answer = (came, response) =>
        {
            lock (taken)
            {
                if (random.Next(10) < 3)
                {
                    response.StatusCode = 500;
                }
                else
                {
                    taken.Add(came.Event);
                }
            }

            return Task.CompletedTask;
        };
        await bench.Endpoint();
        for (var n = 1; n <= 112; n++)
        {
            await bench.Job(n);
        }

        await bench.Pump.QueueNew(default);
        var queued = await bench.Log();
        Assert.Equal(112 * Life.Length, queued.Length);
        Assert.True(queued.Length > 1_000);
        for (var round = 0; !(await bench.Log(WebhookDeliveryState.Pending)).IsEmpty; round++)
        {
            await bench.Pump.DeliverDue(default);
            bench.Clock.Advance(TimeSpan.FromMinutes(30));
            Assert.True(round < 100);
        }

        Assert.Equal(queued.Select(delivery => delivery.Event).Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
        Assert.True(bench.Receiver.Came.Count > 1_300, $"{bench.Receiver.Came.Count} tries");
        Assert.Equal(queued.Length, (await bench.Log(WebhookDeliveryState.Delivered)).Length);
    }

    [PostgresFact]
    public async Task Nodes_TwoOnOnePostgres_ShareTheWorkAndSendNothingTwice()
    {
        var database = PostgresServer.Shared.Database();
        await using (var bench = await WebhookBench.Begin(postgres: database))
        {
            var failed = 0;
            bench.Receiver.Answer = (came, response) =>
            {
                // The first try of every third event fails; each is taken once.
                response.StatusCode = came.Headers["O2O-Attempt"] == "1" && came.Event[^1] is '1' or '4' or '7' && Interlocked.Increment(ref failed) > 0 ? 500 : 204;
                return Task.CompletedTask;
            };
            await bench.Endpoint();
            var other = bench.Node();
            for (var n = 1; n <= 20; n++)
            {
                await bench.Job(n);
            }

            var clock = System.Diagnostics.Stopwatch.StartNew();
            while ((await bench.Log(WebhookDeliveryState.Delivered)).Length < 20 * Life.Length)
            {
                await Task.WhenAll(new[] { bench.Pump, other }.Select(async node =>
                {
                    await node.QueueNew(default);
                    await node.DeliverDue(default);
                }));
                bench.Clock.Advance(TimeSpan.FromSeconds(10));
                Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2), $"{(await bench.Log(WebhookDeliveryState.Delivered)).Length} delivered after 2 minutes.");
                await Task.Delay(5);
            }

            Assert.True(failed > 20);
            Assert.Equal((20 * Life.Length) + failed, bench.Receiver.Came.Count);
            Assert.Equal(20 * Life.Length, bench.Receiver.Came.Select(came => came.Event).Distinct().Count());
        }

        PostgresServer.Shared.Drop(database);
    }

    [Fact]
    public async Task Receiver_ThatDoesNotAnswer_IsLeftAfterFiveSeconds()
    {
        await using var bench = await WebhookBench.Begin();
        var asked = new TaskCompletionSource();
        var over = new TaskCompletionSource();
        bench.Receiver.Answer = async (_, _) =>
        {
            asked.SetResult();
            await over.Task;
        };
        await bench.Endpoint(of => of with { Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        var round = bench.Pump.DeliverDue(default);
        await asked.Task.Soon();
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        await round.Soon();
        over.SetResult();
        var delivery = Assert.Single(await bench.Log());
        Assert.Equal((null, "no answer within 5 s", 5_000), (delivery.Last!.Status, delivery.Last.Fault, delivery.Last.LatencyMilliseconds));
    }

    [Fact]
    public async Task Answer_ThatIsARedirect_IsNotFollowed()
    {
        await using var bench = await WebhookBench.Begin();
        bench.Receiver.Answer = (_, response) =>
        {
            response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        await bench.Endpoint(of => of with { Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);
        Assert.Equal("/hook", Assert.Single(bench.Receiver.Came).Path);
        var delivery = Assert.Single(await bench.Log());
        Assert.Equal((WebhookDeliveryState.Pending, 307, "status 307: redirects are not followed"), (delivery.State, delivery.Last!.Status!.Value, delivery.Last.Fault!));
    }

    [Fact]
    public async Task Answer_WithoutAnEnd_IsReadAsFarAsItMatters()
    {
        await using var bench = await WebhookBench.Begin();

        // A bare socket counts what was taken of it; a server would go on writing to nobody.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var pouring = Pour(listener);
        await bench.Endpoint(of => of with { Url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/hook", Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default).Soon();
        var taken = await pouring.Soon();
        var delivery = Assert.Single(await bench.Log());
        Assert.Equal((WebhookDeliveryState.Delivered, 1_024), (delivery.State, delivery.Last!.Answer!.Length));

        // What the two sockets hold between them is the system's, a few MiB.
        Assert.True(taken < 32 * 1024 * 1024, $"{taken} bytes were taken.");

        static async Task<long> Pour(TcpListener listener)
        {
            using var socket = await listener.AcceptSocketAsync();
            var sent = 0L;
            try
            {
                await socket.ReceiveAsync(new byte[16_384]);
                await socket.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n"u8.ToArray());
                var part = Encoding.UTF8.GetBytes(new string('ü', 4_096));
                while (true)
                {
                    sent += await socket.SendAsync(part);
                }
            }
            catch (SocketException)
            {
                return sent;
            }
        }
    }

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("93.184.216.34,127.0.0.1")]
    [InlineData("")]
    public async Task Name_ThatLeadsInside_IsNotConnectedTo(string addresses)
    {
        await using var bench = await WebhookBench.Begin(options => options.AllowLoopback = false);
        bench.Addresses = new WebhookBench.Told(_ => [.. addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)]);
        var port = new Uri(bench.Receiver.Url).Port;
        await bench.Endpoint(of => of with { Url = $"http://hooks.example:{port}/hook", Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);
        Assert.Empty(bench.Receiver.Came);
        Assert.StartsWith("refused: ", Assert.Single(await bench.Log()).Last!.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatTurnsRound_IsLookedUpOnceForAConnection()
    {
        await using var bench = await WebhookBench.Begin();
        var turns = 0;
        var told = new WebhookBench.Told(_ => [IPAddress.Parse(turns++ == 0 ? "127.0.0.1" : "10.0.0.7")]);
        bench.Addresses = told;
        var port = new Uri(bench.Receiver.Url).Port;
        await bench.Endpoint(of => of with { Url = $"http://hooks.example:{port}/hook", Types = ["job.completed"] });
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);

        // What was checked is what was connected to: there was no second look-up for the name to turn round in.
        Assert.Single(bench.Receiver.Came);
        Assert.Equal(1, told.Asked);

        // The next connection finds the name turned, and goes nowhere.
        await bench.Job(2);
        await bench.Pump.QueueNew(default);
        await bench.Node().DeliverDue(default);
        Assert.Single(bench.Receiver.Came);
        Assert.Equal(2, told.Asked);
        Assert.Contains(await bench.Log(), delivery => delivery.Last?.Fault == "refused: The address is not of the public internet.");
    }

    [Fact]
    public async Task Secret_Rolled_BothVerifyUntilTheOldOneEnds()
    {
        await using var bench = await WebhookBench.Begin();
        var endpoint = await bench.Endpoint(of => of with { Types = ["job.completed"] });
        await bench.Store.Webhooks.Roll(endpoint.Id, "whsec_new", bench.Clock.GetUtcNow() + TimeSpan.FromHours(1), default);
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);
        var during = Assert.Single(bench.Receiver.Came);
        Assert.True(Verifies(during, endpoint.Secret, bench.Clock.GetUtcNow()) && Verifies(during, "whsec_new", bench.Clock.GetUtcNow()));
        bench.Clock.Advance(TimeSpan.FromHours(1));
        await bench.Job(2);
        await bench.Pump.QueueNew(default);
        await bench.Pump.DeliverDue(default);
        var after = bench.Receiver.Came.Last();
        Assert.False(Verifies(after, endpoint.Secret, bench.Clock.GetUtcNow()));
        Assert.True(Verifies(after, "whsec_new", bench.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Upkeep_OldDeliveries_AreForgottenAfterThirtyDays()
    {
        await using var bench = await WebhookBench.Begin();
        await bench.Endpoint();
        await bench.Job(1);
        await bench.Pump.QueueNew(default);
        bench.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, await bench.Pump.Purge(default));
        bench.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Life.Length, await bench.Pump.Purge(default));
        Assert.Empty(await bench.Log());
    }

    /// <summary>What docs/reference/webhooks.md tells a receiver to do.</summary>
    internal static bool Verifies(WebhookReceiver.Received came, string secret, DateTimeOffset now)
    {
        var parts = came.Signature.Split(',').Select(part => part.Split('=', 2)).ToList();
        var stamp = parts.Single(part => part[0] == "t")[1];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{stamp}.{came.Body}"));
        var fresh = Math.Abs(now.ToUnixTimeSeconds() - long.Parse(stamp, System.Globalization.CultureInfo.InvariantCulture)) <= 300;
        return fresh && parts.Any(part => part[0] == "v1" && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(part[1]), expected));
    }
}
