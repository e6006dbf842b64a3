using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Api.Webhooks;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Silo.Runtime;
using O2O.Dispatch.Storage.Postgres;
using O2O.Dispatch.Storage.Sqlite;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Webhooks;

/// <summary>The pump over a real store and a real receiver, on a clock that a test moves.</summary>
internal sealed class WebhookBench : IAsyncDisposable
{
    private static readonly Guid Secret = new("00000000-0000-4000-8000-0000000000aa");
    private readonly List<WebhookSender> _senders = [];

    private WebhookBench(WebhookReceiver receiver, WebhookOptions options, string? postgres)
    {
        Receiver = receiver;
        Options = options;
        Store = postgres is null ? Ports.Of(new SqliteStore(new SqliteOptions { Path = SqliteOptions.InMemory }, Clock)) : Ports.Of(new PostgresStore(new PostgresOptions { ConnectionString = postgres, MaxPoolSize = 20 }, Clock));
        Ids = new OneAtATime(new SeededIdSource(Clock, 7));
        Pump = Node();
    }

    public ManualClock Clock { get; } = new();

    public WebhookReceiver Receiver { get; }

    public WebhookOptions Options { get; }

    public Ports Store { get; }

    public IIdSource Ids { get; }

    public WebhookPump Pump { get; }

    /// <summary>Looks names up; by default as the system does.</summary>
    public IHostAddresses Addresses { get; set; } = new SystemHostAddresses();

    public static async Task<WebhookBench> Begin(Action<WebhookOptions>? configure = null, string? postgres = null)
    {
        var options = new WebhookOptions { AllowHttp = true, AllowLoopback = true };
        configure?.Invoke(options);
        return new WebhookBench(await WebhookReceiver.Begin(), options, postgres);
    }

    /// <summary>Another node over the same store.</summary>
    public WebhookPump Node() =>
        new(Store.Webhooks, Store.JobFeed, Store.Jobs, Store.JobReader, Sender(), Substitute.For<IBackgroundWork>(), Ids, Clock, new LiveMeters(), Microsoft.Extensions.Options.Options.Create(Options), NullLogger<WebhookPump>.Instance);

    public WebhookSender Sender()
    {
        var sender = new WebhookSender(Microsoft.Extensions.Options.Options.Create(Options), new Now(this), Clock);
        _senders.Add(sender);
        return sender;
    }

    public async Task<WebhookEndpoint> Endpoint(Func<WebhookEndpoint, WebhookEndpoint>? change = null)
    {
        var endpoint = new WebhookEndpoint(Ids.Next(), null, Receiver.Url, null, [], null, null, null, $"whsec_{Secret:N}", null, null, WebhookEndpointState.Enabled, Clock.GetUtcNow(), null);
        endpoint = change?.Invoke(endpoint) ?? endpoint;
        await Store.Webhooks.Add(endpoint, default);
        return endpoint;
    }

    /// <summary>A whole life of a job, committed event by event.</summary>
    public async Task<Job> Job(int n, JobOrder? order = null)
    {
        order ??= Scenarios.Order(n: n, now: Clock.GetUtcNow());
        var provider = Scenarios.Provider(n);
        var job = await Commit(null, new JobCommand.Request(order));
        job = await Commit(job, new JobCommand.PaymentAuthorised(Scenarios.Intent, order.Hold));
        job = await Commit(job, Scenarios.Accept(job, n));
        job = await Commit(job, new JobCommand.Depart(provider));
        job = await Commit(job, new JobCommand.Arrive(provider));
        job = await Commit(job, new JobCommand.Start(provider, order.Pin));
        job = await Commit(job, new JobCommand.Complete(provider, null));
        return await Commit(job, new JobCommand.PaymentCaptured(job.FinalFare!.Total));
    }

    public async Task<Job> Commit(Job? before, JobCommand command)
    {
        var at = Clock.GetUtcNow();
        var decision = JobDecisions.Decide(before, command, at);
        Assert.Null(decision.Rejection);
        var after = before;
        foreach (var happened in decision.Events)
        {
            after = after is null ? JobEvents.Begin(((JobCommand.Request)command).Order, (JobEvent.Requested)happened) : JobEvents.Evolve(after, happened);
        }

        var result = await Store.Jobs.Commit(new JobCommit(after!, before?.Version ?? 0, decision.Events, "shard", null, [], [], [], [], [], at), default);
        Assert.Equal(CommitStatus.Committed, result.Status);
        return after!;
    }

    public async Task<ImmutableArray<WebhookDelivery>> Log(WebhookDeliveryState? state = null) => await Store.Webhooks.Deliveries(null, state, null, 100_000, default);

    public async ValueTask DisposeAsync()
    {
        _senders.ForEach(sender => sender.Dispose());
        await Receiver.DisposeAsync();
        Store.Store.Dispose();
    }

    /// <summary>Ids of a seed for several nodes.</summary>
    private sealed class OneAtATime(IIdSource ids) : IIdSource
    {
        private readonly Lock _gate = new();

        public Guid Next()
        {
            lock (_gate)
            {
                return ids.Next();
            }
        }
    }

    /// <summary>The ports of whichever store it is.</summary>
    public sealed record Ports(IWebhookStore Webhooks, IJobFeed JobFeed, IJobStore Jobs, IJobReader JobReader, IDisposable Store)
    {
        public static Ports Of(SqliteStore store) => new(store.Webhooks, store.JobFeed, store.Jobs, store.JobReader, store);

        public static Ports Of(PostgresStore store) => new(store.Webhooks, store.JobFeed, store.Jobs, store.JobReader, store);
    }

    /// <summary>Whatever the test has set by then.</summary>
    private sealed class Now(WebhookBench bench) : IHostAddresses
    {
        public ValueTask<IPAddress[]> Of(string host, CancellationToken cancellationToken) => bench.Addresses.Of(host, cancellationToken);
    }

    /// <summary>Names that lead where a test says.</summary>
    public sealed class Told(Func<string, IPAddress[]> addresses) : IHostAddresses
    {
        public int Asked { get; private set; }

        public ValueTask<IPAddress[]> Of(string host, CancellationToken cancellationToken)
        {
            Asked++;
            return new ValueTask<IPAddress[]>(addresses(host));
        }
    }
}
