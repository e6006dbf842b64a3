using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Customers;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Payments.InProcess;
using O2O.Dispatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace O2O.Dispatch.Grains.Tests.Harness;

/// <summary>A market of a <see cref="GrainHost"/>, with the people that a test needs.</summary>
public sealed class TestMarket(GrainHost host, Market market)
{
    public GrainHost Host => host;

    public Market Definition => market;

    public string Name => market.Id.Value;

    public IDispatchShardGrain Shard => host.Grains.GetGrain<IDispatchShardGrain>(ShardKey.Of(Name, "ride"));

    public static GeoPoint Crossing(int x, int y) => StreetGrid.Crossing(x, y);

    public static WirePoint Wire(int x, int y) => JobViews.Of(Crossing(x, y));

    /// <summary>An approved provider on a shift, standing at a crossing.</summary>
    public async Task<TestProvider> Provider(int x, int y, int capacity = 4, int chain = 1)
    {
        var provider = new TestProvider(this, host.NewId());
        Assert.True((await provider.Onboard(OnboardingStep.Apply)).Done);
        Assert.True((await provider.Onboard(OnboardingStep.Approve)).Done);
        Assert.True((await provider.StartShift(capacity, chain)).Done);
        await provider.Report(x, y);
        return provider;
    }

    public async Task<Guid> Customer(params string[] methods)
    {
        var customer = host.NewId();
        var reply = await host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).Register(
            new RegisterCustomer("Test", methods.Length == 0 ? [TestMethods.Succeeds] : [.. methods]), default);
        Assert.Null(reply.Rejection);
        return customer;
    }

    public QuoteReply Quote(Guid customer, WirePoint from, WirePoint to, DateTimeOffset? pickUpAt = null, int load = 1) =>
        host.Services.GetRequiredService<QuoteDesk>().Quote(new QuoteRequest(Name, "ride", customer, [from, to], load, pickUpAt), []);

    /// <summary>Orders a ride from (x, y) to (9, 9).</summary>
    public async Task<TestJob> Request(int x, int y, string method = TestMethods.Succeeds, DateTimeOffset? pickUpAt = null, int load = 1)
    {
        var customer = await Customer(method);
        var quote = Quote(customer, Wire(x, y), Wire(9, 9), pickUpAt, load);
        Assert.Null(quote.Rejection);
        var command = new RequestJob(host.Stamp(), host.NewId(), customer, quote.Token!, string.Empty);
        var reply = await host.Grains.GetGrain<ICustomerGrain>(customer.ToString("N")).RequestJob(command, default);
        Assert.True(reply.Done, $"{reply.Rejection} {reply.Detail}");
        return new TestJob(this, command);
    }
}

/// <summary>A provider's app.</summary>
public sealed class TestProvider(TestMarket market, Guid id)
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(5);
    private (int X, int Y, DateTimeOffset When)? _reported;

    private GrainHost Host => market.Host;

    public Guid Id => id;

    public IProviderGrain Grain => Host.Grains.GetGrain<IProviderGrain>(id.ToString("N"));

    public Task<ProviderReply> Onboard(OnboardingStep step) =>
        Grain.Onboard(new OnboardProvider(Host.Stamp(), step, "Test", "acme"), default);

    public Task<ProviderReply> StartShift(int capacity = 4, int chain = 1) =>
        Grain.ChangeShift(new ChangeShift(Host.Stamp(), true, market.Name, ["ride"], Host.NewId(), capacity, chain), default);

    public Task<ProviderReply> EndShift() => Grain.ChangeShift(new ChangeShift(Host.Stamp(), false, null, [], null, 0, 0), default);

    public Task<ProviderReply> ChangeSkills(params string[] skills) => Grain.ChangeSkills(new ChangeSkills(Host.Stamp(), [.. skills]), default);

    public Task Report(int x, int y)
    {
        var now = Host.Clock.GetUtcNow();
        _reported = (x, y, now);
        return market.Shard.ReportLocations(new LocationBatch([new LocationReport(id, TestMarket.Wire(x, y), now)]), default);
    }

    /// <summary>The offers pushed to this provider so far.</summary>
    public IReadOnlyList<PushMessage.OfferMade> Offers => [.. Host.Events
        .Where(happened => happened.Stream == StreamNames.Provider(id)).Select(happened => happened.Message).OfType<PushMessage.OfferMade>()];

    public async Task<PushMessage.OfferMade> Offered(TestJob job)
    {
        await Host.Until(
            async () =>
            {
                // Whoever waits for an offer goes on reporting, as an app does: where a slow machine lets virtual time run ahead, the silent are offered nothing.
                if (_reported is { } last && Host.Clock.GetUtcNow() - last.When >= Between)
                {
                    await Report(last.X, last.Y);
                }

                return Offers.Any(offer => offer.Job.Job == job.Id);
            },
            $"an offer of job {job.Id:N} to provider {id:N}");
        return Offers.Last(offer => offer.Job.Job == job.Id);
    }

    public Task<JobReply> Answer(PushMessage.OfferMade offer, bool accept, CommandStamp? stamp = null) =>
        Grain.Answer(new AnswerOffer(stamp ?? Host.Stamp(), offer.Offer, offer.Job.Job, accept), default);

    public async Task<JobReply> Accept(TestJob job) => await Answer(await Offered(job), accept: true);

    public Task<JobReply> Step(TestJob job, JobStep step, string? pin = null, CommandStamp? stamp = null, double? measured = null) =>
        Grain.Advance(new AdvanceJob(stamp ?? Host.Stamp(), job.Id, id, step, pin, measured), default);
}

/// <summary>A customer's ride.</summary>
public sealed class TestJob(TestMarket market, RequestJob command)
{
    private GrainHost Host => market.Host;

    public Guid Id => command.Job;

    public RequestJob Command => command;

    public IJobGrain Grain => Host.Grains.GetGrain<IJobGrain>(Id.ToString("N"));

    public string? Pin => Host.Events.Where(happened => happened.Stream == StreamNames.Customer(command.Customer))
        .Select(happened => happened.Message).OfType<PushMessage.JobChanged>().Select(changed => changed.Pin).LastOrDefault(pin => pin is not null);

    public async Task<JobView> View() => await Grain.Get(default) ?? throw new InvalidOperationException("There is no such job.");

    public async Task<JobView> In(JobState state, TimeSpan? atMost = null)
    {
        await Host.Until(async () => (await View()).State == state, $"job {Id:N} in {state}", atMost);
        return await View();
    }

    public async Task<JobView> Paid(PaymentState state, TimeSpan? atMost = null)
    {
        await Host.Until(async () => (await View()).Payment == state, $"job {Id:N} with its payment {state}", atMost);
        return await View();
    }

    public Task<JobReply> CancelByCustomer() => Grain.Cancel(new CancelJob(Host.Stamp(), command.Customer, "changed_mind"), default);

    public async Task<ImmutableArray<TimelineEntry>> Timeline() =>
        await Host.Services.GetRequiredService<IJobReader>().Timeline(new JobId(Id), default);
}
