using System.Collections.Immutable;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Tests.Hubs.Harness;
using O2O.Dispatch.Api.Tests.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Notifications;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Api.Tests.Hubs;

/// <summary>The hubs as clients meet them: on a real server, over real grains.</summary>
public sealed class HubTests
{
    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    private static long Number(JsonNode? node, string name) => node![name]!.GetValue<long>();

    [Fact]
    public async Task Ride_FromOrderToReceipt_ReachesEachStreamWithoutAGapAndThePinItsCustomerAlone()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        var customer = await host.Customer();
        await using var app = await host.AsCustomer(customer);
        await using var driver = await host.AsProvider(provider);
        await using var ops = await host.Ops();
        Assert.False((await app.Invoke("Subscribe", $"customer/{customer:N}", 0, 0))!["recovered"]!.GetValue<bool>());
        var shift = await driver.Invoke("Subscribe", $"provider/{provider:D}", 0, 0);
        Assert.Equal($"provider/{provider:N}", Text(shift, "stream"));
        Assert.Equal("available", Text(shift!["provider"], "state"));
        var market = await ops.Invoke("Subscribe", $"market/{LiveHost.Market}", 0, 0);
        var overheard = await ops.Invoke("Subscribe", $"customer/{customer:N}", 0, 0);
        Assert.Empty(overheard!["jobs"]!.AsArray());

        var job = await host.Order(customer, 1, 1);
        var offer = await host.While(driver.Next("Event", happened => Text(happened, "type") == "offer_made"));
        Assert.Null(offer["offer"]!["job"]!["pin"]);
        var accepted = await driver.Invoke("Accept", Text(offer["offer"], "offer_id"), job.ToString("N"), "key-1");
        Assert.Equal("accepted", Text(accepted!["job"], "state"));
        var told = await app.Next("Event", happened => happened["event"]?.GetValue<string>() == "accepted");
        var pin = Text(told["job"], "pin");

        // The same command again gives the same answer, another body under its key does not.
        Assert.Equal(accepted.ToJsonString(), (await driver.Invoke("Accept", Text(offer["offer"], "offer_id"), job.ToString("N"), "key-1"))!.ToJsonString());
        Assert.Equal("command_id_reused", Text(await driver.Invoke("Decline", Text(offer["offer"], "offer_id"), job.ToString("N"), "key-1"), "slug"));

        foreach (var (step, key) in new[] { ("depart", "key-2"), ("arrive", "key-3") })
        {
            Assert.NotNull((await driver.Invoke("Advance", job.ToString("N"), step, null, key))!["job"]);
        }

        Assert.Equal("wrong_pin", Text(await driver.Invoke("Advance", job.ToString("N"), "start", pin == "0000" ? "1111" : "0000", "key-4"), "slug"));
        Assert.Equal("in_progress", Text((await driver.Invoke("Advance", job.ToString("N"), "start", pin, "key-5"))!["job"], "state"));
        Assert.Equal("completed", Text((await driver.Invoke("Advance", job.ToString("N"), "complete", null, "key-6"))!["job"], "state"));
        await host.Until(async () => (await host.View(job)).Payment == PaymentState.Captured, "the capture");
        var last = await host.While(ops.Next("Event", happened => Text(happened, "stream").StartsWith("customer/", StringComparison.Ordinal)
            && happened["event"]!.GetValue<string>() == "payment_captured"));
        Assert.Null(last["job"]!["pin"]);

        // A reader of everything that came: contiguous, within the stream and epoch of the snapshot.
        await host.While(app.Next("Event", happened => happened["event"]!.GetValue<string>() == "payment_captured"));
        await using var again = await host.Ops();
        var later = await again.Invoke("Subscribe", $"market/{LiveHost.Market}", Number(market, "epoch"), Number(market, "sequence"));
        Assert.True(later!["recovered"]!.GetValue<bool>());
        Assert.Equal((await host.View(job)).Version, Number(later, "sequence") - Number(market, "sequence"));
        Assert.Equal(Number(later, "sequence") - Number(market, "sequence"), later["events"]!.AsArray().Count);
        Assert.Equal(Number(later, "sequence"), Number(later["events"]!.AsArray()[^1], "sequence"));
    }

    [Fact]
    public async Task Advice_ToAnIdleProvider_IsPushedOutOfTheOrderAndFoundByWhoSubscribesLaterUntilItExpires()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        await using var driver = await host.AsProvider(provider);
        var before = await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        var until = host.Clock.GetUtcNow() + TimeSpan.FromMinutes(5);
        await host.Grains.GetGrain<IProviderGrain>(provider.ToString("N")).Advise(new MoveAdvice(LiveHost.Crossing(7, 7), until), default);
        var told = await host.While(driver.Next("Event", happened => Text(happened, "type") == "move_advised"));
        Assert.Equal((0, LiveHost.Crossing(7, 7).Longitude), (Number(told, "sequence"), told["advice"]!["to"]!["longitude"]!.GetValue<double>()));

        var later = await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        Assert.Equal(Number(before, "sequence"), Number(later, "sequence"));
        Assert.Equal(until, later!["provider"]!["advice"]!["expires_at"]!.GetValue<DateTimeOffset>());
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null((await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0))!["provider"]!["advice"]);
    }

    [Fact]
    public async Task Booked_Accepted_IsAmongTheCommitmentsUntilItIsTimeToSetOff()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        await using var driver = await host.AsProvider(provider);
        await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        var at = host.Clock.GetUtcNow() + TimeSpan.FromMinutes(10);
        var job = await host.Order(await host.Customer(), 1, 1, at);
        var offer = await host.While(driver.Next("Event", happened => Text(happened, "type") == "offer_made"));
        await driver.Invoke("Accept", Text(offer["offer"], "offer_id"), job.ToString("N"), "key-1");
        var kept = (await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0))!;
        Assert.Equal((0, job, at), (kept["provider"]!["jobs"]!.AsArray().Count, Guid.Parse(Text(Assert.Single(kept["provider"]!["commitments"]!.AsArray())!, "job_id")),
            kept["provider"]!["commitments"]![0]!["pick_up_due"]!.GetValue<DateTimeOffset>()));
        Assert.Equal(job, Guid.Parse(Text(Assert.Single(kept["jobs"]!.AsArray())!, "job_id")));

        await host.Grains.GetGrain<IProviderGrain>(provider.ToString("N")).SetOff(job, default);
        var told = await host.While(driver.Next("Event", happened => Text(happened, "type") == "set_off"));
        Assert.Equal((0, job), (Number(told, "sequence"), Guid.Parse(Text(told["job"], "job_id"))));
        var sent = (await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0))!["provider"]!;
        Assert.Equal(job, Guid.Parse(Text(Assert.Single(sent["jobs"]!.AsArray())!, "job_id")));
        Assert.Null(sent["commitments"]);
    }

    [Fact]
    public async Task Subscribe_WhileEventsCome_LeavesNoGapAndNoDuplicate()
    {
        await using var host = await LiveHost.Begin();
        await host.Provider(5, 5);
        var customer = await host.Customer();
        var orders = Enumerable.Range(0, 12).Select(async n =>
        {
            var job = await host.Order(customer, n % 9, n / 9);
            await host.Grains.GetGrain<IJobGrain>(job.ToString("N")).Cancel(new CancelJob(host.Stamp(), customer, "changed_mind"), default);
            return job;
        }).ToList();
        var listeners = new List<(WireClient Client, long After)>();
        for (var i = 0; i < 6; i++)
        {
            var client = await host.AsCustomer(customer);
            listeners.Add((client, Number(await client.Invoke("Subscribe", $"customer/{customer:N}", 0, 0), "sequence")));
        }

        await Task.WhenAll(orders);
        var streams = host.Services.GetRequiredService<IStreamReader>();
        foreach (var job in orders)
        {
            var id = await job;
            await host.Until(async () => (await host.View(id)).Payment is PaymentState.Released or PaymentState.Failed, "the hold to be let go");
        }

        var last = await streams.LastSequence(StreamNames.Customer(customer), default);
        foreach (var (client, after) in listeners)
        {
            for (var expected = after + 1; expected <= last; expected++)
            {
                JsonNode happened;
                do
                {
                    happened = await host.While(client.Next("Event"));
                }
                while (Number(happened, "sequence") <= after);
                Assert.Equal(expected, Number(happened, "sequence"));
            }

            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Subscribe_AfterNothingWasMissed_IsRecoveredAndWithAnotherEpochIsNot()
    {
        await using var host = await LiveHost.Begin();
        var customer = await host.Customer();
        var job = await host.Order(customer, 1, 1);
        await host.Until(async () => (await host.View(job)).State == JobState.Matching, "matching");
        await using var app = await host.AsCustomer(customer);
        foreach (var stream in new[] { $"customer/{customer:N}", $"job/{job:N}" })
        {
            var first = await app.Invoke("Subscribe", stream, 0, 0);
            Assert.Single(first!["jobs"]!.AsArray());
            var again = await app.Invoke("Subscribe", stream, 1, Number(first, "sequence"));
            Assert.True(again!["recovered"]!.GetValue<bool>());
            Assert.Empty(again["jobs"]!.AsArray());
            Assert.False((await app.Invoke("Subscribe", stream, 9, Number(first, "sequence")))!["recovered"]!.GetValue<bool>());
            Assert.False((await app.Invoke("Subscribe", stream, 1, Number(first, "sequence") + 1))!["recovered"]!.GetValue<bool>());
        }

        await using var ops = await host.Ops();
        var market = await ops.Invoke("Subscribe", $"market/{LiveHost.Market}", 0, 0);
        Assert.Single(market!["jobs"]!.AsArray());
        Assert.True((await ops.Invoke("Subscribe", $"market/{LiveHost.Market}", Number(market, "epoch"), Number(market, "sequence")))!["recovered"]!.GetValue<bool>());
        Assert.False((await ops.Invoke("Subscribe", $"market/{LiveHost.Market}", 1, Number(market, "sequence")))!["recovered"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Subscribe_AfterAnAbsence_GivesWhatWasMissedAsItWasTold()
    {
        await using var host = await LiveHost.Begin();
        var (provider, customer) = (await host.Provider(1, 1), await host.Customer());
        await using var app = await host.AsCustomer(customer);
        await using var driver = await host.AsProvider(provider);
        await using var ops = await host.Ops();
        var known = new List<(WireClient Client, string Stream, long Epoch, long After)>();
        foreach (var (client, stream) in new[] { (app, $"customer/{customer:N}"), (driver, $"provider/{provider:N}"), (ops, $"market/{LiveHost.Market}") })
        {
            var begin = await client.Invoke("Subscribe", stream, 0, 0);
            known.Add((client, stream, Number(begin, "epoch"), Number(begin, "sequence")));
        }

        var job = await host.Order(customer, 1, 1);
        known.Add((app, $"job/{job:N}", 1, Number(await app.Invoke("Subscribe", $"job/{job:N}", 0, 0), "sequence")));
        var offer = await host.While(driver.Next("Event", happened => Text(happened, "type") == "offer_made"));
        await driver.Invoke("Decline", Text(offer["offer"], "offer_id"), job.ToString("N"), "key-0");
        await host.Grains.GetGrain<IJobGrain>(job.ToString("N")).Cancel(new CancelJob(host.Stamp(), customer, "changed_mind"), default);
        await host.Until(async () => (await host.View(job)).Payment == PaymentState.Released, "the release");

        // The driver has looked at its first fact already.
        var told = new Dictionary<(string Stream, long Sequence), string>();
        foreach (var (client, stream, epoch, after) in known)
        {
            var reply = (await client.Invoke("Subscribe", stream, epoch, after))!;
            var facts = reply["events"]!.AsArray();
            Assert.True(reply["recovered"]!.GetValue<bool>(), stream);
            Assert.Empty(reply["jobs"]!.AsArray());
            Assert.Equal(Enumerable.Range(1, facts.Count).Select(n => after + n), facts.Select(fact => Number(fact, "sequence")));
            Assert.Equal((epoch, after + facts.Count), (Number(reply, "epoch"), Number(reply, "sequence")));
            Assert.True(facts.Count >= 2, $"{stream}: {facts.Count}");
            foreach (var fact in client == driver ? facts.Skip(1) : facts)
            {
                while (!told.ContainsKey((stream, Number(fact, "sequence"))))
                {
                    var happened = await host.While(client.Next("Event"));
                    told[(Text(happened, "stream"), Number(happened, "sequence"))] = happened.ToJsonString();
                }

                Assert.Equal(told[(stream, Number(fact, "sequence"))], fact!.ToJsonString());
            }

            // From within, as from its begin.
            var rest = (await client.Invoke("Subscribe", stream, epoch, after + 1))!["events"]!.AsArray();
            Assert.Equal(facts.Skip(1).Select(fact => fact!.ToJsonString()), rest.Select(fact => fact!.ToJsonString()));
        }
    }

    [Fact]
    public async Task Subscribe_AfterTooMuchWasMissed_GetsASnapshot()
    {
        var streams = Substitute.For<IStreamReader>();
        streams.LastSequence(default!, default).ReturnsForAnyArgs(new ValueTask<long>(MissedFacts.Most + 1));
        await using var host = await LiveHost.Begin(services => services.Replace(ServiceDescriptor.Singleton(streams)));
        var customer = await host.Customer();
        await using var app = await host.AsCustomer(customer);
        Assert.False((await app.Invoke("Subscribe", $"customer/{customer:N}", 1, 0))!["recovered"]!.GetValue<bool>());
        await streams.DidNotReceiveWithAnyArgs().After(default!, default, default, default);

        // And where the store has not all of it.
        streams.After(default!, default, default, default).ReturnsForAnyArgs(new ValueTask<ImmutableArray<StreamEvent>>([]));
        Assert.False((await app.Invoke("Subscribe", $"customer/{customer:N}", 1, 5))!["recovered"]!.GetValue<bool>());
        await streams.ReceivedWithAnyArgs(1).After(default!, default, default, default);
    }

    [Fact]
    public async Task Subscribe_ToAnothersOrToNothing_IsRefusedWithItsSlug()
    {
        await using var host = await LiveHost.Begin();
        var customer = await host.Customer();
        var job = await host.Order(customer, 1, 1);
        var provider = await host.Provider(1, 1);
        var stranger = host.NewId();
        await using var foreign = await host.AsCustomer(stranger);
        await using var driver = await host.AsProvider(stranger);
        await using var ops = await host.Ops();
        foreach (var (client, stream, slug) in new[]
        {
            (foreign, $"customer/{customer:N}", "forbidden"),
            (foreign, $"provider/{provider:N}", "forbidden"),
            (foreign, $"market/{LiveHost.Market}", "forbidden"),
            (foreign, $"job/{job:N}", "job_unknown"),
            (foreign, $"job/{stranger:N}", "job_unknown"),
            (foreign, "job/xyz", "input_invalid"),
            (foreign, $"job/{Guid.Empty:N}", "input_invalid"),
            (foreign, "fleet/" + LiveHost.Market, "input_invalid"),
            (foreign, string.Empty, "input_invalid"),
            (foreign, new string('x', 5_000), "input_invalid"),
            (driver, $"provider/{provider:N}", "forbidden"),
            (driver, $"job/{job:N}", "forbidden"),
            (driver, $"customer/{stranger:N}", "forbidden"),
            (driver, $"provider/{stranger:N}", "provider_unknown"),
            (ops, $"job/{stranger:N}", "job_unknown"),
            (ops, $"provider/{stranger:N}", "provider_unknown"),
            (ops, "market/atlantis", "market_unknown"),
        })
        {
            Assert.EndsWith($"HubException: {slug}", await client.Error("Subscribe", stream, 0, 0), StringComparison.Ordinal);
        }

        Assert.EndsWith("input_invalid", await foreign.Error("Subscribe", $"customer/{stranger:N}", -1, 0), StringComparison.Ordinal);
        Assert.EndsWith("market_unknown", await ops.Error("WatchMap", "atlantis"), StringComparison.Ordinal);

        // Whoever was refused hears nothing of it.
        await host.Grains.GetGrain<IJobGrain>(job.ToString("N")).Cancel(new CancelJob(host.Stamp(), customer, "changed_mind"), default);
        await host.Until(async () => (await host.View(job)).Payment == PaymentState.Released, "the release");
        Assert.Empty(foreign.Come("Event"));
    }

    [Theory]
    [InlineData("customer", "provider")]
    [InlineData("customer", "ops")]
    [InlineData("customer", "merchant")]
    [InlineData("provider", "customer")]
    [InlineData("provider", "ops")]
    [InlineData("ops", "customer")]
    [InlineData("ops", "provider")]
    [InlineData("ops", "merchant")]
    [InlineData("ops", null)]
    public async Task Connect_WithAnotherRole_IsRefused(string hub, string? role)
    {
        await using var host = await LiveHost.Begin();
        await Assert.ThrowsAsync<WebSocketException>(() => WireClient.Connect(host.Address, hub, role is null ? "x=y" : $"access_token={role}:{host.NewId():N}"));
    }

    [Fact]
    public async Task Share_LinkOfAJob_ShowsStateAndStopsWithoutPeopleAndMoney()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        var customer = await host.Customer();
        var job = await host.Order(customer, 1, 1);
        var other = await host.Order(customer, 2, 2);
        var token = host.Services.GetRequiredService<ShareTokens>().Sign(job, host.Clock.GetUtcNow().AddHours(1));
        await using var viewer = await WireClient.Connect(host.Address, "share", $"token={token}");
        Assert.EndsWith("job_unknown", await viewer.Error("Subscribe", $"job/{other:N}", 0, 0), StringComparison.Ordinal);
        Assert.EndsWith("job_unknown", await viewer.Error("Subscribe", $"customer/{customer:N}", 0, 0), StringComparison.Ordinal);
        var seen = new List<string> { (await viewer.Invoke("Subscribe", $"job/{job:N}", 0, 0))!.ToJsonString() };
        await using var driver = await host.AsProvider(provider);
        await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        var offered = (await host.While(OfferOf(driver, job)))!;
        Assert.Equal("accepted", Text((await driver.Invoke("Accept", offered, job.ToString("N"), "k"))!["job"], "state"));
        var accepted = await host.While(viewer.Next("Event", happened => happened["event"]?.GetValue<string>() == "accepted"));
        seen.Add(accepted.ToJsonString());
        seen.Add((await host.While(viewer.Next("Vehicle"))).ToJsonString());
        Assert.All(seen, text =>
        {
            Assert.Contains(job.ToString("N"), text, StringComparison.Ordinal);
            Assert.DoesNotContain(customer.ToString("N"), text, StringComparison.Ordinal);
            Assert.DoesNotContain(provider.ToString("N"), text, StringComparison.Ordinal);
            Assert.DoesNotContain("minor_units", text, StringComparison.Ordinal);
            Assert.DoesNotContain("pin", text.Replace("pick_up", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        });

        // The link ends while the page is open.
        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.While(viewer.Closed.ContinueWith(_ => true, TaskScheduler.Default));
        await using var late = await WireClient.Connect(host.Address, "share", $"token={token}");
        await late.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("unauthenticated", late.CloseError, StringComparison.Ordinal);
    }

    private static async Task<string?> OfferOf(WireClient driver, Guid job)
    {
        // The one provider may be offered the other job first; it declines what it is not after.
        while (true)
        {
            var made = await driver.Next("Event", happened => Text(happened, "type") == "offer_made");
            if (Text(made["offer"]!["job"], "job_id") == job.ToString("N"))
            {
                return Text(made["offer"], "offer_id");
            }

            await driver.Invoke("Decline", Text(made["offer"], "offer_id"), Text(made["offer"]!["job"], "job_id"), Text(made["offer"], "offer_id"));
        }
    }

    [Fact]
    public async Task Invoke_Garbage_IsAnsweredAndTheConnectionLives()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        await using var driver = await host.AsProvider(provider);
        Assert.Equal("Failed to invoke 'Destroy' due to an error on the server. HubException: Method does not exist.", await driver.Error("Destroy"));
        Assert.Equal("Failed to invoke 'Dispose' due to an error on the server. HubException: Method does not exist.", await driver.Error("Dispose"));
        foreach (var arguments in new object?[][] { [], [1, 2, 3], [new { }, 0, 0], ["job/x", "one", 0], ["a", 1, 2, 3, 4] })
        {
            var error = await driver.Error("Subscribe", arguments);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        }

        Assert.Equal("input_invalid", Text(await driver.Invoke("Advance", host.NewId().ToString("N"), "fly", null, "k"), "slug"));
        Assert.Equal("input_invalid", Text(await driver.Invoke("Advance", host.NewId().ToString("N"), "arrive", null, "a key"), "slug"));
        Assert.Equal("input_invalid", Text(await driver.Invoke("Advance", host.NewId().ToString("N"), "arrive", new string('1', 50), "k"), "slug"));
        Assert.StartsWith("Failed to invoke 'Accept'", await driver.Error("Accept", Guid.Empty.ToString("N"), host.NewId().ToString("N"), "k"), StringComparison.Ordinal);
        Assert.Equal("job_unknown", Text(await driver.Invoke("Advance", host.NewId().ToString("N"), "arrive", null, "k1"), "slug"));
        Assert.Equal("offer_expired", Text(await driver.Invoke("Accept", host.NewId().ToString("N"), host.NewId().ToString("N"), "k2"), "slug"));
        Assert.EndsWith("forbidden", await driver.Error("ReportLocations", new object[] { new object[] { new { longitude = 1, latitude = 1, provider_id = host.NewId().ToString("N") } } }), StringComparison.Ordinal);
        Assert.Equal(0, (await driver.Invoke("ReportLocations", new object[] { new object[] { new { longitude = 500, latitude = 1 } } }))!.GetValue<int>());
        Assert.NotNull(await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0));
    }

    [Fact]
    public async Task Send_MoreThanTheLimit_ClosesThatConnectionAndNoOther()
    {
        await using var host = await LiveHost.Begin();
        await using var bad = await host.AsCustomer(host.NewId());
        await using var garbled = await host.AsCustomer(host.NewId());
        await using var good = await host.Ops();
        await bad.SendRaw(new string('x', 40_000));
        await bad.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("Connection closed with an error.", bad.CloseError);
        await garbled.SendRaw("{\"type\":1,\"target\":\u001e");
        await garbled.Closed.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain("   at ", garbled.CloseError ?? string.Empty, StringComparison.Ordinal);
        Assert.NotNull(await good.Invoke("Subscribe", $"market/{LiveHost.Market}", 0, 0));
    }

    [Fact]
    public async Task Invoke_FasterThanAllowed_IsRateLimitedUntilTimeHasPassed()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:InvocationsPerSecond", "2"), ("HubLimits:InvocationBurst", "5"));
        await using var ops = await host.Ops();
        for (var i = 0; i < 5; i++)
        {
            await ops.Invoke("UnwatchMap", LiveHost.Market);
        }

        Assert.EndsWith("HubException: rate_limited", await ops.Error("UnwatchMap", LiveHost.Market), StringComparison.Ordinal);
        await using var other = await host.Ops();
        await other.Invoke("UnwatchMap", LiveHost.Market);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await ops.Invoke("UnwatchMap", LiveHost.Market);
        await ops.Invoke("UnwatchMap", LiveHost.Market);
        Assert.EndsWith("rate_limited", await ops.Error("UnwatchMap", LiveHost.Market), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscribe_ToMoreStreamsThanAllowed_IsRateLimited()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:StreamsPerConnection", "2"));
        await using var ops = await host.Ops();
        var customers = Enumerable.Range(0, 3).Select(_ => $"customer/{host.NewId():N}").ToList();
        await ops.Invoke("Subscribe", customers[0], 0, 0);
        await ops.Invoke("Subscribe", customers[1], 0, 0);
        await ops.Invoke("Subscribe", customers[1], 0, 0);
        Assert.EndsWith("rate_limited", await ops.Error("Subscribe", customers[2], 0, 0), StringComparison.Ordinal);
        await ops.Invoke("Unsubscribe", customers[0]);
        await ops.Invoke("Subscribe", customers[2], 0, 0);
    }

    [Fact]
    public async Task Fault_InsideAHub_ReachesTheClientAsASlugWithATraceIdAndNothingElse()
    {
        var streams = Substitute.For<IStreamReader>();
        streams.LastSequence(default!, default).ReturnsForAnyArgs<ValueTask<long>>(
            _ => throw new StoreUnavailableException("secret path /var/lib"), _ => throw new InvalidOperationException("secret detail"), _ => throw new TimeoutException("secret"), _ => new(3L));
        await using var host = await LiveHost.Begin(services => services.Replace(ServiceDescriptor.Singleton(streams)));
        await using var ops = await host.Ops();
        var stream = $"customer/{host.NewId():N}";
        foreach (var slug in new[] { "store_unavailable", "fault", "unavailable" })
        {
            var error = await ops.Error("Subscribe", stream, 0, 0);
            Assert.Matches($"HubException: {slug} trace_id=[\\w-]+$", error);
            Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        }

        Assert.Equal(3, Number(await ops.Invoke("Subscribe", stream, 0, 0), "sequence"));
    }

    [Fact]
    public async Task WatchMap_WhileVehiclesMove_GivesAWholeMapAndFramesThatContinueIt()
    {
        await using var host = await LiveHost.Begin();
        var first = await host.Provider(1, 1);
        await using var ops = await host.Ops();
        var watcher = new LiveMapTests.Watcher(Frame(await ops.Invoke("WatchMap", LiveHost.Market)));
        Assert.Single(watcher.Vehicles);
        var second = await host.Provider(2, 2);
        for (var step = 2; step < 9; step++)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await host.Report(first, step, 1);
            watcher.Take(Frame(await host.While(ops.Next("Map"))));
        }

        while (watcher.Vehicles.Count < 2 || watcher.Vehicles[first].Longitude != (int)Math.Round(LiveHost.Crossing(8, 1).Longitude * 1e6))
        {
            watcher.Take(Frame(await host.While(ops.Next("Map"))));
        }

        Assert.Equal((int)Math.Round(LiveHost.Crossing(2, 2).Latitude * 1e6), watcher.Vehicles[second].Latitude);
        var figures = await host.While(ops.Next("Figures"));
        Assert.Equal(2, Number(figures, "vehicles"));
        await host.Grains.GetGrain<IProviderGrain>(second.ToString("N")).ChangeShift(new ChangeShift(host.Stamp(), false, null, [], null, 0, 0), default);
        while (watcher.Vehicles.Count == 2)
        {
            watcher.Take(Frame(await host.While(ops.Next("Map"))));
        }

        Assert.Equal([first], watcher.Vehicles.Keys);
    }

    [Fact]
    public async Task WatchMapView_OfAPart_GivesThatPartAndFramesOfItNumberedOnWhenItMoves()
    {
        await using var host = await LiveHost.Begin();
        var (first, second) = (await host.Provider(1, 1), await host.Provider(8, 8));
        await using var ops = await host.Ops();
        await using var all = await host.Ops();
        var whole = new LiveMapTests.Watcher(Frame(await all.Invoke("WatchMap", LiveHost.Market)));
        var (corner, far) = (LiveHost.Crossing(1, 1), LiveHost.Crossing(8, 8));
        var view = Frame(await Watch(corner.Longitude, corner.Latitude));
        var watcher = new LiveMapTests.Watcher(view);
        Assert.Equal([first], watcher.Vehicles.Keys);
        Assert.Equal(2, whole.Vehicles.Count);

        // Out of it, and into it.
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.Report(first, 5, 5);
        await host.Report(second, 1, 2);
        while (!watcher.Vehicles.Keys.SequenceEqual([second]))
        {
            watcher.Take(Frame(await host.While(ops.Next("Map"))));
        }

        while (whole.Vehicles[first].Longitude != (int)Math.Round(LiveHost.Crossing(5, 5).Longitude * 1e6))
        {
            whole.Take(Frame(await host.While(all.Next("Map"))));
        }

        // Elsewhere, and all of it: numbers never go back on one connection.
        var moved = Frame(await Watch(far.Longitude, far.Latitude));
        Assert.True(moved.Sequence > view.Sequence);
        Assert.Empty(moved.Vehicles);
        await ops.Invoke("UnwatchMap", LiveHost.Market);
        var last = Frame(await ops.Invoke("WatchMap", LiveHost.Market));
        Assert.Equal(2, new LiveMapTests.Watcher(last).Vehicles.Count);
        Assert.True(last.Sequence >= moved.Sequence);
        foreach (var box in new object[][] { [1, 0, 1, 1, 5], [0, 1, 1, 1, 5], [181, 0, 190, 1, 5], [0, 90, 1, 95, 5], [0, 0, 1, 1, -1], [0, 0, 1, 1, 25] })
        {
            Assert.EndsWith("HubException: input_invalid", await ops.Error("WatchMapView", [LiveHost.Market, .. box]), StringComparison.Ordinal);
        }

        // Of a map that shows all the earth and more, what is on it; from afar by the numbers of its cells, which are told when they change.
        Assert.Equal(2, new LiveMapTests.Watcher(Frame(await ops.Invoke("WatchMapView", LiveHost.Market, -201.5, -95, 190, 95, 10))).Vehicles.Count);
        var afar = Frame(await ops.Invoke("WatchMapView", LiveHost.Market, -201.5, -95, 190, 95, 5));
        Assert.Equal((0, 2), (afar.Vehicles.Length, Assert.Single(afar.Cells!.Value.ToArray()).Available));
        await host.Provider(3, 3);
        while (afar.Cells!.Value is not [{ Available: 3 }])
        {
            // What was on its way when the view changed may be of the one before.
            var next = Frame(await host.While(ops.Next("Map")));
            afar = next.Sequence > afar.Sequence && next.Cells is { Length: > 0 } ? next : afar;
        }

        Assert.Equal((0, 3), (afar.Vehicles.Length, Assert.Single(afar.Cells!.Value.ToArray()).Available));
        Assert.EndsWith("HubException: market_unknown", await ops.Error("WatchMapView", "atlantis", 0, 0, 1, 1, 5), StringComparison.Ordinal);

        Task<JsonNode?> Watch(double longitude, double latitude) =>
            ops.Invoke("WatchMapView", LiveHost.Market, longitude - 0.0012, latitude - 0.0012, longitude + 0.0012, latitude + 0.0012, 18);
    }

    [Fact]
    public async Task Vehicle_OfABoundJob_IsFollowedWhileItMoves()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        var customer = await host.Customer();
        var job = await host.Order(customer, 1, 1);
        await using var app = await host.AsCustomer(customer);
        await using var driver = await host.AsProvider(provider);
        await app.Invoke("Subscribe", $"customer/{customer:N}", 0, 0);
        await app.Invoke("Subscribe", $"job/{job:N}", 0, 0);
        await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        Assert.Empty(app.Come("Vehicle"));
        var offer = (await host.While(OfferOf(driver, job)))!;
        await driver.Invoke("Accept", offer, job.ToString("N"), "k");
        var frame = await host.While(app.Next("Vehicle"));
        Assert.Equal((job.ToString("N"), provider.ToString("N")), (Text(frame, "job_id"), Text(frame, "provider_id")));
        Assert.Equal(LiveHost.Crossing(1, 1).Longitude, frame["longitude"]!.GetValue<double>(), 6);

        // It stands: nothing is sent, though it is heard on two streams and time goes on.
        for (var i = 0; i < 20; i++)
        {
            host.Clock.Advance(TimeSpan.FromMilliseconds(500));
            await Task.Delay(2);
        }

        Assert.Empty(app.Come("Vehicle"));
        await host.Report(provider, 2, 1);
        Assert.Equal(LiveHost.Crossing(2, 1).Longitude, (await host.While(app.Next("Vehicle")))["longitude"]!.GetValue<double>(), 6);
    }

    [Fact]
    public async Task Alerts_ThatComeAndGo_ArePushedToOperators()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        var customer = await host.Customer();
        await using var ops = await host.Ops();
        await using var driver = await host.AsProvider(provider);
        await using var app = await host.AsCustomer(customer);
        await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        await app.Invoke("Subscribe", $"customer/{customer:N}", 0, 0);
        var job = await host.Order(customer, 1, 1);
        var offer = (await host.While(OfferOf(driver, job)))!;
        await driver.Invoke("Accept", offer, job.ToString("N"), "1");
        var pin = Text((await host.While(app.Next("Event", happened => happened["event"]?.GetValue<string>() == "accepted")))["job"], "pin");
        await driver.Invoke("Advance", job.ToString("N"), "depart", null, "2");
        await driver.Invoke("Advance", job.ToString("N"), "arrive", null, "3");
        Assert.Equal("in_progress", Text((await driver.Invoke("Advance", job.ToString("N"), "start", pin, "4"))!["job"], "state"));

        // It reports no more: the shard notices, the job says so.
        await host.Until(() => Task.FromResult(host.Services.GetRequiredService<AlertBoard>().Current.Any(alert => alert.Kind == "silent_provider")), "the alert");
        var alert = Assert.Single(host.Services.GetRequiredService<AlertBoard>().Current);
        Assert.Equal((job, provider), (alert.JobId!.Value, alert.ProviderId!.Value));
        var pushed = await ops.Next("Alerts");
        Assert.Equal(("silent_provider", alert.AlertId), (Text(pushed[0], "kind"), Text(pushed[0], "alert_id")));
        await driver.Invoke("Advance", job.ToString("N"), "complete", null, "5");
        await host.Until(() => Task.FromResult(host.Services.GetRequiredService<AlertBoard>().Current.Count == 0), "the alert to go");
        Assert.Empty((await ops.Next("Alerts")).AsArray());
    }

    [Fact]
    public async Task Client_ThatDoesNotRead_IsClosedAndDelaysNobody()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:QueuedMessages", "16"), ("HubLimits:TransportBytes", "4096"));
        var customer = host.NewId();
        await using var slow = await host.Ops(reads: false);
        await using var good = await host.Ops();
        await slow.SendRaw($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["customer/{{customer:N}}",0,0]}""" + "\u001e");
        await good.Invoke("Subscribe", $"customer/{customer:N}", 0, 0);
        var subscriptions = host.Services.GetRequiredService<Subscriptions>();
        await host.Until(() => Task.FromResult(subscriptions.Find($"customer/{customer:N}")!.Members.Length == 2), "both subscriptions");
        var bus = host.Services.GetRequiredService<IEventBus>();
        var sequence = 0L;

        // Long events, so that what the kernel holds for the client is soon full.
        var stops = Enumerable.Repeat(LiveHost.Crossing(1, 1), 2_000).ToImmutableArray();
        while (subscriptions.Find($"customer/{customer:N}")!.Members.Length == 2)
        {
            Assert.True(sequence < 100_000, "The client that does not read was never closed.");
            sequence++;
            var job = Sample.View(1, JobState.Matching, sequence) with { Customer = customer, Stops = stops };
            await bus.Publish([new StreamEvent(StreamNames.Customer(customer), 1, sequence, host.Clock.GetUtcNow(), new PushMessage.JobChanged(job, "matching_begun", null))]);
            Assert.Equal(sequence, Number(await good.Next("Event"), "sequence"));
        }
    }

    [Fact]
    public async Task Client_ThatDoesNotReadWhatLittleThereIs_IsClosedInTimeToo()
    {
        await using var host = await LiveHost.Begin(null, ("HubLimits:TransportBytes", "4096"));
        var customer = host.NewId();
        var stream = $"customer/{customer:N}";
        await using var slow = await host.Ops(reads: false);
        await using var good = await host.Ops();
        await slow.SendRaw($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["{{stream}}",0,0]}""" + "\u001e");
        var subscriptions = host.Services.GetRequiredService<Subscriptions>();
        await host.Until(() => Task.FromResult(subscriptions.Find(stream)?.Members.Length == 1), "its subscription");
        var stuck = subscriptions.Find(stream)!.Members[0];
        await good.Invoke("Subscribe", stream, 0, 0);
        var bus = host.Services.GetRequiredService<IEventBus>();
        var stops = Enumerable.Repeat(LiveHost.Crossing(1, 1), 2_000).ToImmutableArray();
        var sequence = 0L;
        await host.Until(
            async () =>
            {
                // As few as fill what the kernel holds, and a few to wait.
                if (stuck.Waiting < 5 && subscriptions.Find(stream)!.Members.Length == 2)
                {
                    sequence++;
                    var job = Sample.View(1, JobState.Matching, sequence) with { Customer = customer, Stops = stops };
                    await bus.Publish([new StreamEvent(stream, 1, sequence, host.Clock.GetUtcNow(), new PushMessage.JobChanged(job, "matching_begun", null))]);
                    Assert.Equal(sequence, Number(await good.Next("Event"), "sequence"));
                }

                return subscriptions.Find(stream)!.Members.Length == 1;
            },
            "the client that does not read to go");
        Assert.DoesNotContain(stuck, subscriptions.Find(stream)!.Members);
        Assert.NotNull(await good.Invoke("Subscribe", stream, 0, 0));
    }

    [Fact]
    public async Task Offer_ToAPhoneThatSleeps_IsSentAsAMessageAndThePinAndTheReceiptToo()
    {
        await using var host = await LiveHost.Begin();
        var provider = await host.Provider(1, 1);
        var customer = await host.Customer();
        var job = await host.Order(customer, 1, 1);
        var log = host.Services.GetRequiredService<INotificationLog>();
        await host.Until(() => Task.FromResult(log.Latest().Count > 0), "the wake-up");
        var woken = Assert.Single(log.Latest());
        Assert.Equal(("push", "offer", StreamNames.Provider(provider), job), (woken.Channel, woken.Kind, woken.To, woken.Job!.Value));
        await using var driver = await host.AsProvider(provider);
        var shift = await driver.Invoke("Subscribe", $"provider/{provider:N}", 0, 0);
        await driver.Invoke("Accept", Text(shift!["provider"]!["open_offer"], "offer_id"), job.ToString("N"), "1");
        await host.Until(() => Task.FromResult(log.Latest().Any(sent => sent.Kind == "pin")), "the PIN");
        Assert.Equal(("sms", StreamNames.Customer(customer)), (log.Latest()[0].Channel, log.Latest()[0].To));
        await driver.Invoke("Advance", job.ToString("N"), "depart", null, "2");
        await driver.Invoke("Advance", job.ToString("N"), "arrive", null, "3");
        var pin = System.Text.RegularExpressions.Regex.Match(log.Latest()[0].Text, @"PIN (\d+)").Groups[1].Value;
        await driver.Invoke("Advance", job.ToString("N"), "start", pin, "4");
        await driver.Invoke("Advance", job.ToString("N"), "complete", null, "5");
        await host.Until(() => Task.FromResult(log.Latest().Any(sent => sent.Kind == "receipt")), "the receipt");
        Assert.Contains("USD", log.Latest()[0].Text, StringComparison.Ordinal);

        // Its app is connected by now: the next offer needs no wake-up.
        var next = await host.Order(customer, 1, 2);
        await host.While(driver.Next("Event", happened => Text(happened, "type") == "offer_made" && Text(happened["offer"]!["job"], "job_id") == next.ToString("N")));
        Assert.Single(log.Latest(), sent => sent.Channel == "push");
    }

    private static Contracts.Http.MapFrame Frame(JsonNode? node) =>
        System.Text.Json.JsonSerializer.Deserialize<Contracts.Http.MapFrame>(node!.ToJsonString(), Contracts.Json.HttpJson.Options)!;
}
