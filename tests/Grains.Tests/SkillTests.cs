using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Contracts;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Sales;
using O2O.Dispatch.Domain.Catalogue;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Sales;
using O2O.Dispatch.Domain.Stores;
using O2O.Dispatch.Grains.Tests.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>Visits that ask for skills, through the real shard, providers and jobs.</summary>
public sealed class SkillTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    private GrainHost Host => silo.Host;

    [Theory]
    [InlineData("nearest")]
    [InlineData("batched")]
    [InlineData("forward")]
    [InlineData("reassign")]
    [InlineData("reposition")]
    public async Task Visit_AsksForSkills_IsOfferedToWhoHasAllOfThemThoughAnotherIsNearer(string policy)
    {
        var market = await Host.Market(policy: policy, kind: ServiceKind.HomeService);
        var (near, able) = (await market.Provider(6, 6), await market.Provider(1, 1));
        Assert.Equal(["electrician"], (await near.ChangeSkills("electrician")).View!.Skills!.Value.ToArray());
        Assert.Equal(["boiler-gas", "electrician"], (await able.ChangeSkills("electrician", "boiler-gas")).View!.Skills!.Value.ToArray());
        var visit = await Visit(market, 6, 6, "boiler-gas", "electrician");
        await Until([(near, 6, 6), (able, 1, 1)], () => able.Offers.Any(offer => offer.Job.Job == visit.Id), "an offer to who can do it");
        Assert.DoesNotContain(near.Offers, offer => offer.Job.Job == visit.Id);
        Assert.Equal(["boiler-gas", "electrician"], able.Offers[^1].Job.Sale!.Skills!.Value.ToArray());

        var round = (await market.Shard.Matches(visit.Id, 10, default))[0];
        Assert.Equal((able.Id, 1, 0), (round.Chosen, round.LacksSkill, round.Lacking));
        Assert.Equal((visit.Id, PassedByReason.LacksSkill), Assert.Single((await market.Shard.PassedBy(near.Id, null, 10, default)).Select(one => (one.Job, one.Reason))));

        var refused = await near.Grain.Assign(new AssignJob(Host.Stamp(), visit.Id, near.Id, Guid.Empty, 0, null), default);
        Assert.Equal(Rejection.LacksSkill, refused.Rejection);
        Assert.Contains("boiler-gas", refused.Detail, StringComparison.Ordinal);
        var reply = await able.Answer(able.Offers[^1], accept: true);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
    }

    [Fact]
    public async Task Visit_NobodyCanDoIt_SaysSoUntilOneIsGrantedTheSkill()
    {
        var market = await Host.Market(kind: ServiceKind.HomeService);
        var provider = await market.Provider(2, 2);
        var visit = await Visit(market, 2, 2, "boiler-gas");
        await Until([(provider, 2, 2)], async () => await market.Shard.Matches(visit.Id, 1, default) is [{ LacksSkill: 1 }], "a round about the visit");
        Assert.Equal(MatchReason.AllLackSkill, (await market.Shard.Matches(visit.Id, 1, default))[0].Reason);
        Assert.Empty(provider.Offers);
        Assert.True((await provider.ChangeSkills("boiler-gas")).Done);
        await Until([(provider, 2, 2)], () => provider.Offers.Count > 0, "an offer, now that it can");
        Assert.True((await provider.Answer(provider.Offers[^1], accept: true)).Done);
    }

    [Fact]
    public async Task ChangeSkills_WhatIsOfferedAsksForIt_TakesTheOfferBackAndTheNextGetsIt()
    {
        var market = await Host.Market(kind: ServiceKind.HomeService);
        var first = await market.Provider(2, 2);
        Assert.True((await first.ChangeSkills("boiler-gas")).Done);
        var visit = await Visit(market, 2, 2, "boiler-gas");
        await Until([(first, 2, 2)], () => first.Offers.Count > 0, "an offer");
        Assert.Null((await first.ChangeSkills("plumber")).View!.OpenOffer);
        Assert.Contains(Host.Events, one => one.Stream == StreamNames.Provider(first.Id) && one.Message is PushMessage.OfferClosed { Outcome: "withdrawn" } closed && closed.Job == visit.Id);
        Assert.Equal(Rejection.OfferExpired, (await first.Answer(first.Offers[^1], accept: true)).Rejection);

        // A shard that has not heard of it yet is refused by name.
        var now = Host.Clock.GetUtcNow();
        Assert.Equal(Rejection.LacksSkill, (await first.Grain.Offer(new MakeOffer(Host.NewId(), await visit.View(), now + TimeSpan.FromSeconds(15), now), default)).Rejection);
        var other = await market.Provider(6, 6);
        Assert.True((await other.ChangeSkills("boiler-gas")).Done);
        await Until([(first, 2, 2), (other, 6, 6)], () => other.Offers.Count > 0, "an offer to the other");
        Assert.True((await other.Answer(other.Offers[^1], accept: true)).Done);
    }

    [Fact]
    public async Task ChangeSkills_WhatIsAcceptedAsksForIt_StaysItsOwn()
    {
        var market = await Host.Market(kind: ServiceKind.HomeService);
        var provider = await market.Provider(2, 2);
        Assert.True((await provider.ChangeSkills("boiler-gas")).Done);
        var visit = await Visit(market, 2, 2, "boiler-gas");
        await Until([(provider, 2, 2)], () => provider.Offers.Count > 0, "an offer");
        Assert.True((await provider.Answer(provider.Offers[^1], accept: true)).Done);
        var view = (await provider.ChangeSkills()).View!;
        Assert.Equal((visit.Id, true), (Assert.Single(view.Commitments!.Value).Job, view.Skills is null));
        foreach (var step in new[] { JobStep.Depart, JobStep.Arrive, JobStep.Start, JobStep.Complete })
        {
            var reply = await provider.Step(visit, step);
            Assert.True(reply.Done, $"{step}: {reply.Rejection} {reply.Detail}");
        }

        Assert.Equal((JobState.Completed, provider.Id), ((await visit.View()).State, (await visit.View()).Provider));
    }

    [Fact]
    public async Task ChangeSkills_RepeatedUnsoundOrOfNobody_ChangesNothing()
    {
        var market = await Host.Market(kind: ServiceKind.HomeService);
        var provider = await market.Provider(2, 2);
        var grant = new ChangeSkills(Host.Stamp(), ["boiler-gas"]);
        Assert.True((await provider.Grain.ChangeSkills(grant, default)).Done);
        Assert.True((await provider.ChangeSkills("plumber")).Done);
        Assert.Equal(["plumber"], (await provider.Grain.ChangeSkills(grant, default)).View!.Skills!.Value.ToArray());
        foreach (var unsound in new string[][] { ["Not a slug"], ["roofer", "roofer"], [.. Enumerable.Range(0, Skills.MostOfProvider + 1).Select(n => $"skill-{n}")] })
        {
            Assert.Equal(Rejection.InputInvalid, (await provider.ChangeSkills(unsound)).Rejection);
        }

        Assert.Equal(["plumber"], (await provider.Grain.Get(default))!.Skills!.Value.ToArray());
        Assert.Equal(Rejection.ProviderUnknown, (await new TestProvider(market, Host.NewId()).ChangeSkills("roofer")).Rejection);

        // They are kept, and go with the provider.
        await silo.Restart();
        Assert.Equal(["plumber"], (await Grain(provider).Get(default))!.Skills!.Value.ToArray());
        Assert.True((await Grain(provider).ChangeShift(new ChangeShift(Host.Stamp(), false, null, [], null, 0, 0), default)).Done);
        Assert.True((await Grain(provider).Remove(default)).Done);
        Assert.True((await Grain(provider).Onboard(new OnboardProvider(Host.Stamp(), OnboardingStep.Apply, "Test", "acme"), default)).Done);
        Assert.Null((await Grain(provider).Get(default))!.Skills);
    }

    private IProviderGrain Grain(TestProvider provider) => Host.Grains.GetGrain<IProviderGrain>(provider.Id.ToString("N"));

    /// <summary>Orders a store's service for a booked time that is soon: matching begins at once.</summary>
    private async Task<TestJob> Visit(TestMarket market, int x, int y, params string[] skills)
    {
        var store = Host.Services.GetRequiredService<IMerchantStore>();
        var merchant = new Merchant(new MerchantId(Host.NewId()), market.Definition.Operator, "Boilers", Scenarios.Usd(0).Currency, MerchantStanding.Verified);
        await store.Add(merchant, GrainHost.Start, default);
        var shop = new Store(
            new StoreId(Host.NewId()), merchant.Id, market.Definition.Id, "Boilers", TestMarket.Crossing(2, 2), "America/New_York", OpeningHours.Always, [StoreChannel.Visit], [new DeliveryZone(string.Empty, Scenarios.Usd(0), Scenarios.Usd(0), null)], TimeSpan.Zero, null, CounterTerms.Default);
        var service = new Product(new ProductId(Host.NewId()), "Boiler service", Scenarios.Usd(8_000), [], TimeSpan.FromHours(1), [.. skills]);
        await store.Put(shop, 0, GrainHost.Start, default);
        await store.Put(merchant.Id, service, 0, GrainHost.Start, default);
        Assert.True((await Host.Grains.GetGrain<IShelfGrain>(shop.Id.ToString()).Put(new PutStock("visit", service.Id.Value, true, null), default)).Changed);

        var customer = await market.Customer();
        var request = new QuoteRequest(market.Name, "ride", customer, [TestMarket.Wire(x, y)], 1, Host.Clock.GetUtcNow() + TimeSpan.FromMinutes(15));
        var desk = new SaleDesk(Host.Services.GetRequiredService<IMarketCatalog>(), Host.Clock, new StoreDesk(store, Host.Clock));
        var sale = await desk.Price(request, shop.Id, [new BasketItem(service.Id, [], 1)], null, default);
        Assert.Null(sale.Rejection);
        var quote = Host.Services.GetRequiredService<QuoteDesk>().Quote(request, [], sale.Sale);
        Assert.Null(quote.Rejection);
        var command = new RequestJob(Host.Stamp(), Host.NewId(), customer, quote.Token!, string.Empty);
        var reply = await Host.Grains.GetGrain<Contracts.Customers.ICustomerGrain>(customer.ToString("N")).RequestJob(command, default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        return new TestJob(market, command);
    }

    private Task Until((TestProvider Who, int X, int Y)[] standing, Func<bool> condition, string what) => Until(standing, () => Task.FromResult(condition()), what);

    /// <summary>Time passes, while providers stand where they are and say so, until something is so.</summary>
    private async Task Until((TestProvider Who, int X, int Y)[] standing, Func<Task<bool>> condition, string what)
    {
        for (var i = 0; i < 400; i++)
        {
            foreach (var (who, x, y) in standing)
            {
                await who.Report(x, y);
            }

            for (var wait = 0; wait < 20; wait++)
            {
                if (await condition())
                {
                    return;
                }

                await Task.Delay(5);
            }

            Host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Fail($"Waited for: {what}.");
    }
}
