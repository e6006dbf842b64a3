using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Fares;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Markets;
using O2O.Dispatch.Domain.Merchants;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Storage.Tests;

/// <summary>Makes jobs and the commits that carry them through their lives, as the grains do. Ids come from a seed.</summary>
public sealed class Fleet(int seed = 1)
{
    public const string Shard = "nyc:ride";
    public static readonly DateTimeOffset Start = new(2013, 1, 1, 0, 30, 0, TimeSpan.Zero);
    private readonly Random _random = new(seed);

    public static Money Usd(long minorUnits) => new(minorUnits, Currency.Usd);

    public Guid NextId()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>A version 7 id: the instant first, as those that the platform makes.</summary>
    public Guid NextId(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        var milliseconds = at.ToUnixTimeMilliseconds();
        for (var i = 5; i >= 0; i--, milliseconds >>= 8)
        {
            bytes[i] = (byte)(milliseconds & 0xFF);
        }

        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    public JobOrder Order(DateTimeOffset? at = null, string market = "nyc", bool merchant = false, bool free = false)
    {
        var requestedAt = at ?? Start;
        var plan = new FarePlan(Usd(250), Usd(150), Usd(40), Usd(700), new BasisPoints(800), PricingMode.Quoted, BasisPoints.Zero);
        var discounts = free
            ? [new Discount(Usd(1_000_000), Funder.Platform)]
            : _random.Next(3) == 0 ? ImmutableArray.Create(new Discount(Usd(100), Funder.Platform)) : [];
        var distance = new Metres(1_000 + _random.Next(9_000));
        var duration = TimeSpan.FromSeconds(200 + _random.Next(1_500));
        var terms = new JobTerms(
            plan,
            new CommissionPlan(new BasisPoints(2_000), Usd(30)),
            new CancellationPolicy(TimeSpan.FromMinutes(1), Usd(300), Usd(500), TimeSpan.FromMinutes(3), Usd(600)),
            TimeSpan.FromSeconds(15),
            TimeSpan.FromMinutes(5),
            TimeSpan.FromMinutes(20),
            TimeSpan.FromSeconds(60),
            TimeSpan.FromMinutes(10),
            false,
            5,
            5);
        return new JobOrder(
            new JobId(NextId(requestedAt)),
            new OperatorId("acme"),
            new MarketId(market),
            new ServiceClassId("ride"),
            merchant ? new MerchantId(NextId()) : null,
            new CustomerId(NextId()),
            [
                new JobStop(StopKind.PickUp, new GeoPoint(-73.98 + (_random.NextDouble() / 50), 40.75 + (_random.NextDouble() / 50))),
                new JobStop(StopKind.DropOff, new GeoPoint(-73.96 + (_random.NextDouble() / 50), 40.77 + (_random.NextDouble() / 50))),
            ],
            1,
            requestedAt,
            null,
            new QuoteId(NextId()),
            FareMeter.Price(plan, distance, duration, BasisPoints.One, discounts),
            distance,
            duration,
            terms,
            "tok_visa",
            null);
    }

    public ProviderId Provider() => new(NextId());

    /// <summary>The commit of a command that must be legal.</summary>
    public JobCommit Commit(Job? before, JobCommand command, DateTimeOffset at, params long[] closes) =>
        TryCommit(before, command, at, closes) ?? throw new InvalidOperationException($"{command.GetType().Name} is refused from {before?.Status}.");

    /// <summary>The commit of a command; null when it is rejected.</summary>
    public JobCommit? TryCommit(Job? before, JobCommand command, DateTimeOffset at, params long[] closes)
    {
        var decision = JobDecisions.Decide(before, command, at);
        if (decision.Rejection is not null)
        {
            return null;
        }

        var decided = Decided.Of(before, command, decision.Events);
        var after = decided.After;
        var view = JobViews.Of(after, at);
        var name = O2O.Dispatch.Contracts.Json.JobCodec.EventName(decision.Events[^1]);
        var outbox = ImmutableArray.CreateBuilder<OutboxMessage>();
        foreach (var request in GatewayRequests.Of(before, after, decision.Events))
        {
            outbox.Add(new OutboxMessage.AskGateway(request));
        }

        var streams = ImmutableArray.CreateBuilder<StreamAppend>();
        streams.Add(new StreamAppend(StreamNames.Customer(after.Order.Customer.Value), new PushMessage.JobChanged(view, name, after.Order.Pin)));
        if (after.Status != JobStatus.Scheduled)
        {
            outbox.Add(new OutboxMessage.TellShard(Shard, view));
        }

        if (after.Assignment is { } assignment)
        {
            outbox.Add(new OutboxMessage.TellProvider(assignment.Provider.Value, view));
            streams.Add(new StreamAppend(StreamNames.Provider(assignment.Provider.Value), new PushMessage.JobChanged(view, name, null)));
        }

        return new JobCommit(
            after,
            decided.ExpectedVersion,
            decided.Events,
            Shard,
            new StoredAnswer(new CommandStamp(NextId(), "5f0c1d1e9c675f0a"), new JobReply(view, null, null), at),
            outbox.ToImmutable(),
            [.. closes],
            decided.Transfers,
            streams.ToImmutable(),
            [],
            at)
        {
            Pending = decided.Pending,
        };
    }

    public JobCommand Accept(Job job, ProviderId provider, int slot, DateTimeOffset at) => new JobCommand.Accept(
        new OfferId(NextId()), job.Attempt, job.Version, provider, new VehicleId(NextId()), slot, at + TimeSpan.FromMinutes(3));

    /// <summary>The commands that take a job from its request to its capture.</summary>
    public IEnumerable<Func<Job?, JobCommand>> Life(JobOrder order, ProviderId provider, DateTimeOffset at)
    {
        yield return _ => new JobCommand.Request(order);
        yield return job => new JobCommand.PaymentAuthorised($"pi_{order.Id}", job!.Order.Hold);
        yield return job => Accept(job!, provider, 0, at);
        yield return _ => new JobCommand.Depart(provider);
        yield return _ => new JobCommand.Arrive(provider);
        yield return _ => new JobCommand.Start(provider, null);
        yield return _ => new JobCommand.Complete(provider, null);
        yield return job => new JobCommand.PaymentCaptured(job!.FinalFare!.Total);
    }
}
