using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Quotes;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Live;

/// <summary>Jobs and boards of no particular meaning.</summary>
internal static class Sample
{
    public const string Market = "new-york";

    public static readonly DateTimeOffset Now = Scenarios.Now;

    public static Guid Id(int kind, int n) => new(kind, 0, 0, 0, 0, 0, 0, (byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n);

    public static Guid Job(int n) => Id(1, n);

    public static Guid Provider(int n) => Id(2, n);

    public static Guid Customer(int n) => Id(3, n);

    public static JobView View(int n, JobState state, long version, int? provider = null, int customer = 1, DateTimeOffset? requestedAt = null, string market = Market, long captured = 0) => new(
        Job(n),
        version,
        state,
        PaymentState.Authorized,
        market,
        "ride",
        Customer(customer),
        provider is { } who ? Provider(who) : null,
        provider is { } with ? Id(4, with) : null,
        provider is null ? null : 0,
        1,
        [new WirePoint(-73.98 + (n / 1000.0), 40.75), new WirePoint(-73.96, 40.77)],
        0,
        1,
        [],
        requestedAt ?? Now,
        Now + TimeSpan.FromMinutes(15),
        null,
        TimeSpan.FromSeconds(15),
        TimeSpan.FromSeconds(60),
        "USD",
        1_250,
        captured,
        Now);

    public static StreamEvent Changed(JobView job, string name, DateTimeOffset? at = null) =>
        new(StreamNames.Job(job.Job), 1, job.Version, at ?? Now, new PushMessage.JobChanged(job, name, null));

    /// <summary>A board over ports that know nothing.</summary>
    public static (LiveBoard Board, Subscriptions Subscriptions, AlertBoard Alerts) Board(
        TimeProvider time, LiveOptions? options = null, IMarketCatalog? catalog = null, IJobReader? reader = null, IOutboxStore? outbox = null, IJobStore? jobs = null, INodeLink? link = null)
    {
        var meters = new LiveMeters();
        var set = Options.Create(options ?? new LiveOptions());
        var subscriptions = new Subscriptions(meters, link ?? new AloneNode());
        if (reader is null)
        {
            reader = Substitute.For<IJobReader>();
            reader.CountByStatus(default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<(JobStatus, long)>>([]));
            reader.Overdue(default, default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<(JobId, DateTimeOffset)>>([]));
            reader.Attention(default, default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<Domain.Jobs.Job>>([]));
            reader.Search(default!, default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<Job>>([]));
        }

        if (outbox is null)
        {
            outbox = Substitute.For<IOutboxStore>();
            outbox.Parked(default, default).ReturnsForAnyArgs(_ => new ValueTask<ImmutableArray<ParkedRow>>([]));
        }

        if (catalog is null)
        {
            catalog = Substitute.For<IMarketCatalog>();
            catalog.All.Returns([]);
        }

        var secrets = Substitute.For<ISecretSource>();
        secrets.Bytes(Arg.Any<int>()).Returns(call => [.. Enumerable.Range(1, call.Arg<int>()).Select(value => (byte)value)]);
        var work = Substitute.For<IBackgroundWork>();
        var alerts = new AlertBoard(reader, outbox, work, time, subscriptions, set, NullLogger<AlertBoard>.Instance);
        var books = new BooksWatch(Substitute.For<ILedgerReader>(), outbox, work, time, set, NullLogger<BooksWatch>.Instance);
        return (new LiveBoard(catalog, jobs ?? Substitute.For<IJobStore>(), reader, secrets, time, alerts, books, subscriptions, set), subscriptions, alerts);
    }
}
