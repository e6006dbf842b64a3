using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Grains.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace O2O.Dispatch.Grains.Tests;

/// <summary>An offer of which the shard does not know whether it is before its provider, as when the provider's silo dies: the job waits for no time-out.</summary>
public sealed class UnknownOfferTests(SiloFixture silo) : IClassFixture<SiloFixture>
{
    // Of an offer; a job that waited for it to lapse would be later.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Offer_ThatMayBeBeforeItsProvider_IsTakenBackAndMadeAgainToTheSame(bool recorded) => silo.Aside(async () =>
    {
        ForgetfulOfferStore? store = null;
        await using var host = await GrainHost.Begin(offers: real => store = new ForgetfulOfferStore(real));
        var market = await host.Market();
        var provider = await market.Provider(1, 0);
        store!.Fail(1, recorded);
        var began = host.Clock.GetUtcNow();
        var job = await market.Request(0, 0);
        var offer = await provider.Offered(job);
        Assert.True(host.Clock.GetUtcNow() - began < Soon, $"It was offered after {host.Clock.GetUtcNow() - began}.");
        Assert.True((await provider.Answer(offer, accept: true)).Done);

        // What had been recorded is closed: it is not before the provider any more, nor found open after a restart.
        var offers = await host.Services.GetRequiredService<IOfferStore>().OfJob(new JobId(job.Id), default);
        Assert.Equal(recorded ? [OfferStatus.Withdrawn, OfferStatus.Accepted] : [OfferStatus.Accepted], offers.Select(one => one.Status));
    });

    [Fact]
    public Task Offer_ThatFailsAgain_GoesToTheNext() => silo.Aside(async () =>
    {
        ForgetfulOfferStore? store = null;
        await using var host = await GrainHost.Begin(offers: real => store = new ForgetfulOfferStore(real));
        var market = await host.Market();
        var near = await market.Provider(1, 0);
        var far = await market.Provider(5, 0);
        store!.Fail(2, after: false);
        var began = host.Clock.GetUtcNow();
        var job = await market.Request(0, 0);
        Assert.True((await far.Accept(job)).Done);
        Assert.True(host.Clock.GetUtcNow() - began < Soon, $"It was accepted after {host.Clock.GetUtcNow() - began}.");
        Assert.Empty(near.Offers);
    });
}
