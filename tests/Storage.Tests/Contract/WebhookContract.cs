using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests.Contract;

/// <summary>What every store of webhooks promises.</summary>
public abstract class WebhookContract
{
    private static readonly DateTimeOffset Now = Fleet.Start + TimeSpan.FromTicks(7);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    protected abstract StoreUnderTest Open();

    [ContractFact]
    public async Task Endpoint_Kept_IsFoundPagedSwitchedRolledAndDeleted()
    {
        using var store = Open();
        var fleet = new Fleet();
        var account = new CustomerId(fleet.NextId());
        var owner = WebhookOwner.Of(account);
        var mine = Endpoint(fleet) with { Owner = owner, Customer = account, Types = ["job.completed", "payment.captured"], Market = "nyc", Merchant = fleet.NextId(), Description = "till" };
        var other = Endpoint(fleet);
        await store.Done(store.Webhooks.Add(mine, default));
        await store.Done(store.Webhooks.Add(other, default));
        await store.Done(store.Webhooks.Add(mine with { Url = "https://other.example" }, default));
        Equal(mine, await store.Webhooks.Find(mine.Id, default));
        Assert.Equal([mine.Id], (await store.Webhooks.Page(owner, null, 10, default)).Select(of => of.Id));
        Assert.Equal(new[] { mine.Id, other.Id }.Order(), (await store.Webhooks.Page(null, null, 10, default)).Select(of => of.Id));
        Assert.Equal([new[] { mine.Id, other.Id }.Max()], (await store.Webhooks.Page(null, new[] { mine.Id, other.Id }.Min(), 10, default)).Select(of => of.Id));
        Equal(mine with { State = WebhookEndpointState.Disabled }, await store.Done(store.Webhooks.Switch(mine.Id, WebhookEndpointState.Disabled, default)));
        Assert.Equal([other.Id], (await store.Webhooks.Enabled(default)).Select(of => of.Id));
        Equal(mine, await store.Done(store.Webhooks.Switch(mine.Id, WebhookEndpointState.Enabled, default)));
        Equal(mine with { Secret = "whsec_b", OldSecret = "whsec_a", OldSecretUntil = Now + Day }, await store.Done(store.Webhooks.Roll(mine.Id, "whsec_b", Now + Day, default)));
        Assert.NotNull(await store.Done(store.Webhooks.Delete(mine.Id, default)));
        Assert.Null(await store.Done(store.Webhooks.Delete(mine.Id, default)));
        Assert.Null(await store.Webhooks.Find(mine.Id, default));
        Assert.Null(await store.Done(store.Webhooks.Switch(mine.Id, WebhookEndpointState.Enabled, default)));
        Assert.Null(await store.Done(store.Webhooks.Roll(mine.Id, "whsec_c", Now, default)));
        Assert.Empty(await store.Webhooks.Page(owner, null, 10, default));
        Assert.Equal([other.Id], (await store.Webhooks.Enabled(default)).Select(of => of.Id));
    }

    [ContractFact]
    public async Task Endpoints_OfAnAccountAndAMerchantOfOneId_AreEachOnesOwn()
    {
        using var store = Open();
        var fleet = new Fleet();
        var id = fleet.NextId();
        var ofAccount = Endpoint(fleet) with { Owner = WebhookOwner.Of(new CustomerId(id)), Customer = new CustomerId(id) };
        var ofMerchant = Endpoint(fleet) with { Owner = WebhookOwner.Of(new MerchantId(id)), Merchant = id };
        var ofOperators = Endpoint(fleet) with { Merchant = id };
        foreach (var endpoint in new[] { ofAccount, ofMerchant, ofOperators })
        {
            await store.Done(store.Webhooks.Add(endpoint, default));
            Equal(endpoint, await store.Webhooks.Find(endpoint.Id, default));
        }

        Equal(ofAccount, Assert.Single(await store.Webhooks.Page(ofAccount.Owner, null, 10, default)));
        Equal(ofMerchant, Assert.Single(await store.Webhooks.Page(ofMerchant.Owner, null, 10, default)));
        Assert.Empty(await store.Webhooks.Page(ofMerchant.Owner, ofMerchant.Id, 10, default));
        Assert.Equal(3, (await store.Webhooks.Page(null, null, 10, default)).Length);
    }

    [ContractFact]
    public async Task Queue_FromAPositionThatMoved_WritesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        var begin = await store.Webhooks.Position(default);
        var (what, delivery) = Webhook(fleet, endpoint, 1);
        Assert.True(await store.Done(store.Webhooks.Queue(begin, begin + "1", [what], [delivery], Now, default)));
        Assert.Equal(begin + "1", await store.Webhooks.Position(default));
        var (another, late) = Webhook(fleet, endpoint, 2);
        Assert.False(await store.Done(store.Webhooks.Queue(begin, begin + "2", [another], [late], Now, default)));
        Equal([delivery], await store.Webhooks.Deliveries(endpoint.Id, null, null, 10, default));

        // The same events again, as after a crash between reading and writing elsewhere, change nothing.
        Assert.True(await store.Done(store.Webhooks.Queue(begin + "1", begin + "3", [what with { Body = "other" }], [delivery with { Id = fleet.NextId(Now) }], Now + Day, default)));
        Equal([delivery], await store.Webhooks.Deliveries(endpoint.Id, null, null, 10, default));
        Assert.Equal(what.Body, Assert.Single(await Claim(store, fleet, endpoint)).Body);
    }

    [ContractFact]
    public async Task Claim_Due_IsOneNodesUntilItEndsAndInOrderOfTheJob()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        var job = fleet.NextId();
        var queued = new[] { Webhook(fleet, endpoint, 1, job), Webhook(fleet, endpoint, 2, job), Webhook(fleet, endpoint, 1) };
        await Queue(store, queued);
        Assert.Empty(await store.Webhooks.Due(Now - TimeSpan.FromTicks(1), 10, default));
        Assert.Equal([endpoint.Id], (await store.Webhooks.Due(Now, 10, default)).Select(of => of.Id));
        var first = await Claim(store, fleet, endpoint);
        Assert.Equal(new[] { queued[0].What.Id, queued[2].What.Id }.Order(StringComparer.Ordinal), first.Select(one => one.Delivery.Event).Order(StringComparer.Ordinal));
        Assert.Empty(await Claim(store, fleet, endpoint));

        // The second of the job waits for the first try of the first, not for its success.
        var failed = first.Single(one => one.Delivery.Job == job);
        Assert.Equal(WebhookSettled.Written, await Settle(store, failed, WebhookDeliveryState.Pending, Now + TimeSpan.FromHours(1)));
        var second = Assert.Single(await Claim(store, fleet, endpoint));
        Assert.Equal(queued[1].What.Id, second.Delivery.Event);

        // A claim that ended is another's, and what the first node says of it is not heard.
        var again = await Claim(store, fleet, endpoint, Now + TimeSpan.FromMinutes(1));
        Assert.Equal(2, again.Length);
        Assert.Equal(WebhookSettled.Stale, await Settle(store, second, WebhookDeliveryState.Delivered, Now));
        Assert.Equal(WebhookSettled.Written, await Settle(store, again.Single(one => one.Delivery.Event == second.Delivery.Event), WebhookDeliveryState.Delivered, Now));
        Assert.Equal(WebhookSettled.Stale, await Settle(store, second, WebhookDeliveryState.Parked, Now));
        var log = await store.Webhooks.Deliveries(endpoint.Id, WebhookDeliveryState.Delivered, null, 10, default);
        Assert.Equal((1, 200, 12, "thanks"), Assert.Single(log) is { Last: { } last } one ? (one.Attempts, last.Status!.Value, last.LatencyMilliseconds, last.Answer!) : default);
    }

    [ContractFact]
    public async Task Tries_EachIsKeptWithItsAnswerUpToABoundAndOverARedelivery()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        await Queue(store, Webhook(fleet, endpoint, 1));
        Assert.Null(Assert.Single(await store.Webhooks.Deliveries(endpoint.Id, null, null, 10, default)).Tries);
        var expected = new List<WebhookAttempt>();
        for (var i = 0; i < WebhookTries.Kept + 3; i++)
        {
            var claimed = Assert.Single(await Claim(store, fleet, endpoint, Now + TimeSpan.FromHours(i)));
            var attempt = new WebhookAttempt(Now + TimeSpan.FromHours(i), i % 2 == 0 ? 503 : null, 12 + i, $"fault {i}", i % 2 == 0 ? new string('x', 1_024) : null);
            var outcome = new WebhookOutcome(i == 2 ? WebhookDeliveryState.Parked : WebhookDeliveryState.Pending, Now, attempt, DateTimeOffset.MinValue);
            Assert.Equal(WebhookSettled.Written, await store.Done(store.Webhooks.Settle(claimed, outcome, default)));
            expected = [.. expected.Select(one => one with { Answer = one.Answer?[..WebhookTries.EarlierAnswer] }), attempt];
            var logged = Assert.Single(await store.Webhooks.Deliveries(endpoint.Id, null, null, 10, default));
            Assert.Equal(expected.TakeLast(WebhookTries.Kept), logged.Tries!.Items);
            Assert.Equal(logged.Last, logged.Tries.Items[^1]);
            if (i == 2)
            {
                Assert.Equal(logged.Tries, (await store.Done(store.Webhooks.Redeliver(endpoint.Id, logged.Id, Now, Now + Day, default)))!.Tries);
            }
        }
    }

    [ContractFact]
    public async Task Claim_OfAnEndpointThatIsOff_GivesNothing()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        await Queue(store, Webhook(fleet, endpoint, 1));
        await store.Done(store.Webhooks.Switch(endpoint.Id, WebhookEndpointState.Disabled, default));
        Assert.Empty(await store.Webhooks.Due(Now, 10, default));
        Assert.Empty(await Claim(store, fleet, endpoint));
        await store.Done(store.Webhooks.Switch(endpoint.Id, WebhookEndpointState.Enabled, default));
        Assert.Single(await Claim(store, fleet, endpoint));
    }

    [ContractFact]
    public async Task Claim_ManyNodesAtOnce_ShareWithoutAnOverlap()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        await Queue(store, [.. Enumerable.Range(0, 60).Select(_ => Webhook(fleet, endpoint, 1))]);
        var claims = Enumerable.Range(0, 12).Select(_ => store.Webhooks.Claim(endpoint.Id, fleet.NextId(), Now, Now + Day, 10, default).AsTask()).ToList();
        store.Flush();
        var claimed = (await Task.WhenAll(claims)).SelectMany(part => part).Select(one => one.Delivery.Id).ToList();
        Assert.Equal(claimed.Distinct().Count(), claimed.Count);

        // Nodes that pass by each other's rows leave some for the next look.
        for (var rest = await Claim(store, fleet, endpoint); !rest.IsEmpty; rest = await Claim(store, fleet, endpoint))
        {
            claimed.AddRange(rest.Select(one => one.Delivery.Id));
        }

        Assert.Equal(60, claimed.Distinct().Count());
    }

    [ContractFact]
    public async Task Settle_OnlyFailures_SwitchTheEndpointOffAndASuccessForgetsThem()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        await Queue(store, Webhook(fleet, endpoint, 1), Webhook(fleet, endpoint, 1), Webhook(fleet, endpoint, 1), Webhook(fleet, endpoint, 1));
        var claimed = await Claim(store, fleet, endpoint);
        Assert.Equal(WebhookSettled.Written, await Settle(store, claimed[0], WebhookDeliveryState.Parked, Now));
        Assert.Equal(Now, (await store.Webhooks.Find(endpoint.Id, default))!.FailingSince);
        Assert.Equal(WebhookSettled.Written, await Settle(store, claimed[1], WebhookDeliveryState.Delivered, Now));
        Assert.Null((await store.Webhooks.Find(endpoint.Id, default))!.FailingSince);
        Assert.Equal(WebhookSettled.Written, await Settle(store, claimed[2], WebhookDeliveryState.Parked, Now + Day, failingBefore: Now));
        Assert.Equal(WebhookSettled.SwitchedOff, await Settle(store, claimed[3], WebhookDeliveryState.Parked, Now + Day + Day, failingBefore: Now + Day));
        Equal(endpoint with { State = WebhookEndpointState.Failing, FailingSince = Now + Day }, Assert.Single(await store.Webhooks.Failing(10, default)));
        Assert.Equal(new ParkedWebhooks(endpoint.Id, endpoint.Url, 3, Now), Assert.Single(await store.Webhooks.Parked(10, default)));
        Equal(endpoint, await store.Done(store.Webhooks.Switch(endpoint.Id, WebhookEndpointState.Enabled, default)));
        Assert.Empty(await store.Webhooks.Failing(10, default));
    }

    [ContractFact]
    public async Task Redeliver_AndRequeue_BeginAnewWhateverBecameOfItBefore()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        var (what, delivery) = Webhook(fleet, endpoint, 1);
        await Queue(store, (what, delivery));
        await Settle(store, Assert.Single(await Claim(store, fleet, endpoint)), WebhookDeliveryState.Parked, Now);
        Assert.Null(await store.Done(store.Webhooks.Redeliver(fleet.NextId(), delivery.Id, Now, Now + Day, default)));
        var again = await store.Done(store.Webhooks.Redeliver(endpoint.Id, delivery.Id, Now + Day, Now + Day + Day, default));
        Assert.Equal((WebhookDeliveryState.Pending, 0, Now + Day, Now + Day + Day), (again!.State, again.Attempts, again.DueAt, again.GiveUpAt));
        Assert.Equal(what.Id, Assert.Single(await Claim(store, fleet, endpoint, Now + Day)).Delivery.Event);

        // Queued anew while one node is about to send it: it is sent again, and that node's word does not count.
        var other = Webhook(fleet, endpoint, 2);
        await store.Done(store.Webhooks.Requeue([what, other.What], [delivery with { Id = fleet.NextId(Now), DueAt = Now }, other.Delivery], Now, default));
        Assert.Equal(2, (await store.Webhooks.Deliveries(null, WebhookDeliveryState.Pending, null, 10, default)).Length);
        Assert.Equal(2, (await Claim(store, fleet, endpoint)).Length);
    }

    [ContractFact]
    public async Task Deliveries_InPages_AreTheLatestFirst()
    {
        using var store = Open();
        var fleet = new Fleet();
        var (one, two) = (await Kept(store, fleet), await Kept(store, fleet));
        var queued = Enumerable.Range(0, 9).Select(i => Webhook(fleet, i % 3 == 0 ? two : one, 1, at: Now + TimeSpan.FromSeconds(i))).ToArray();
        await Queue(store, queued);
        var all = new List<WebhookDelivery>();
        for (var page = await store.Webhooks.Deliveries(null, null, null, 4, default); !page.IsEmpty; page = await store.Webhooks.Deliveries(null, null, page[^1].Id, 4, default))
        {
            all.AddRange(page);
        }

        Equal([.. queued.Select(of => of.Delivery).Reverse()], all);
        Equal([.. queued.Select(of => of.Delivery).Where(of => of.Endpoint == one.Id).Reverse()], await store.Webhooks.Deliveries(one.Id, null, null, 10, default));
        Assert.Empty(await store.Webhooks.Deliveries(one.Id, WebhookDeliveryState.Parked, null, 10, default));
    }

    [ContractFact]
    public async Task Purge_Old_GoesInBatchesAndLeavesTheRest()
    {
        using var store = Open();
        var fleet = new Fleet();
        var endpoint = await Kept(store, fleet);
        var old = Enumerable.Range(0, 5).Select(_ => Webhook(fleet, endpoint, 1)).ToArray();
        await Queue(store, old);
        var young = Webhook(fleet, endpoint, 1, at: Now + Day);
        await store.Done(store.Webhooks.Requeue([young.What], [young.Delivery], Now + Day, default));
        Assert.Equal(0, await store.Done(store.Webhooks.Purge(Now, 3, default)));
        Assert.Equal(3, await store.Done(store.Webhooks.Purge(Now + Day, 3, default)));
        Assert.Equal(2, await store.Done(store.Webhooks.Purge(Now + Day, 3, default)));
        Equal([young.Delivery], await store.Webhooks.Deliveries(null, null, null, 10, default));

        // Its body is gone with the last delivery, and comes anew with the next.
        await store.Done(store.Webhooks.Requeue([old[0].What with { Body = "anew" }], [old[0].Delivery], Now + Day, default));
        Assert.Equal("anew", (await Claim(store, fleet, endpoint)).Single(one => one.Delivery.Event == old[0].What.Id).Body);
    }

    private static async Task<WebhookEndpoint> Kept(StoreUnderTest store, Fleet fleet)
    {
        var endpoint = Endpoint(fleet);
        await store.Done(store.Webhooks.Add(endpoint, default));
        return endpoint;
    }

    private static WebhookEndpoint Endpoint(Fleet fleet) =>
        new(fleet.NextId(), null, "https://a.example/hook?x=1", null, [], null, null, null, "whsec_a", null, null, WebhookEndpointState.Enabled, Now, null);

    private static (WebhookEvent What, WebhookDelivery Delivery) Webhook(Fleet fleet, WebhookEndpoint endpoint, long version, Guid? job = null, DateTimeOffset? at = null)
    {
        var subject = job ?? fleet.NextId();
        var what = new WebhookEvent($"evt_{subject:N}_{version}", "job.completed", subject, version, $$"""{"id":"ü{{version}}"}""");
        return (what, WebhookDelivery.Of(fleet.NextId(at ?? Now), endpoint.Id, what, at ?? Now, Day));
    }

    private static async Task Queue(StoreUnderTest store, params (WebhookEvent What, WebhookDelivery Delivery)[] queued)
    {
        var position = await store.Webhooks.Position(default);
        Assert.True(await store.Done(store.Webhooks.Queue(position, position + "0", [.. queued.Select(of => of.What)], [.. queued.Select(of => of.Delivery)], Now, default)));
    }

    private static async Task<ImmutableArray<ClaimedWebhook>> Claim(StoreUnderTest store, Fleet fleet, WebhookEndpoint endpoint, DateTimeOffset? now = null) =>
        await store.Done(store.Webhooks.Claim(endpoint.Id, fleet.NextId(), now ?? Now, (now ?? Now) + TimeSpan.FromMinutes(1), 100, default));

    private static Task<WebhookSettled> Settle(StoreUnderTest store, ClaimedWebhook claimed, WebhookDeliveryState state, DateTimeOffset at, DateTimeOffset? failingBefore = null) => store.Done(store.Webhooks.Settle(
        claimed,
        new WebhookOutcome(
            state,
            at,
            new WebhookAttempt(at, state == WebhookDeliveryState.Delivered ? 200 : null, 12, state == WebhookDeliveryState.Delivered ? null : "connection: refused", state == WebhookDeliveryState.Delivered ? "thanks" : null),
            failingBefore ?? DateTimeOffset.MinValue),
        default));

    private static void Equal(WebhookEndpoint expected, WebhookEndpoint? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Types.ToArray(), actual.Types.ToArray());
        Assert.Equal(expected, actual with { Types = expected.Types });
    }

    private static void Equal(IReadOnlyList<WebhookDelivery> expected, IReadOnlyList<WebhookDelivery> actual) => Assert.Equal(expected.ToArray(), actual.ToArray());
}
