using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;

namespace O2O.Dispatch.Client.Tests;

/// <summary>A small server that speaks the contract of docs/reference/api.md as far as these tests go, and fails as it is told.</summary>
public sealed class TestApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, byte[]> _answers = new();

    private TestApi(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>What came in, in order.</summary>
    public ConcurrentQueue<Seen> Requests { get; } = new();

    /// <summary>What the next requests meet instead of the API; true: the request goes on to it.</summary>
    public ConcurrentQueue<Func<HttpContext, Func<Task>, Task>> Faults { get; } = new();

    /// <summary>How many orders were carried out.</summary>
    public int Orders { get; private set; }

    public TestStreams Streams => _app.Services.GetRequiredService<TestStreams>();

    public static async Task<TestApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TestStreams>();
        builder.Services.AddSignalR().AddJsonProtocol(options => options.PayloadSerializerOptions = DispatchJson.Options);
        var app = builder.Build();
        var api = new TestApi(app);
        app.UseWebSockets();
        app.Use(api.MeetAsync);
        app.MapHub<TestStreamHub>("/hubs/customer");
        app.MapHub<TestStreamHub>("/hubs/provider");
        app.MapHub<TestStreamHub>("/hubs/ops");
        app.MapHub<TestStreamHub>("/hubs/merchant");
        app.MapHub<TestShareHub>("/hubs/share");
        app.MapPost("/v1/quotes", () => Answer(new QuoteResource(TestJobs.Id(7), "signed", DateTimeOffset.UnixEpoch, "USD", 1_000, [], 1_200, 300, [])));
        app.MapPost("/v1/jobs", api.OrderAsync);
        app.MapGet("/v1/jobs/{id:guid}", (Guid id) => Answer(TestJobs.Job(id, 1)));
        app.MapGet("/v1/jobs", (string? cursor) => Answer(cursor switch
        {
            null => new Page<JobResource>([TestJobs.Job(TestJobs.Id(1), 1), TestJobs.Job(TestJobs.Id(2), 1)], "to page 2?"),
            "to page 2?" => new Page<JobResource>([TestJobs.Job(TestJobs.Id(3), 1)], null),
            _ => throw new InvalidOperationException(cursor),
        }));
        app.MapGet("/v1/jobs/{id:guid}/receipt", (Guid id) => Answer(new ReceiptResource(
            id, "completed", "captured", "USD", [], 1_000, 1_000, 0, "pm_card_ok", 1_200, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, "19700101-1", "acme", null, "ride", 80, 8.88, 0, 0)));
        app.MapPost("/v1/dev/sign-in", () => Answer(new TokenResource("token", "customer", TestJobs.Id(9), DateTimeOffset.UnixEpoch)));
        app.MapPost("/v1/ops/outbox/{row}/retry", () => Results.NoContent());
        app.MapGet("/health/ready", () => Results.Ok());
        await app.StartAsync();
        return api;
    }

    public DispatchClient Client(DispatchClientSettings? settings = null) => new(Url, settings);

    public static IResult Answer<T>(T answer) => Results.Bytes(JsonSerializer.SerializeToUtf8Bytes(answer, DispatchJson.Options), "application/json");

    /// <summary>Answers with a problem.</summary>
    public static Func<HttpContext, Func<Task>, Task> Problem(int status, string slug, string? retryAfter = null) => async (context, _) =>
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        context.Response.ContentType = "application/problem+json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(
            new ProblemResource($"/problems/{slug}", slug, status, slug, "What was wrong.", "trace-1"), DispatchJson.Options));
    };

    /// <summary>The connection breaks before anything is done.</summary>
    public static Task Broken(HttpContext context, Func<Task> next)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    /// <summary>All is done, and the answer is lost.</summary>
    public static async Task AnswerLost(HttpContext context, Func<Task> next)
    {
        var body = context.Response.Body;
        context.Response.Body = new MemoryStream();
        await next();
        context.Response.Body = body;
        context.Abort();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task MeetAsync(HttpContext context, Func<Task> next)
    {
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;
        var headers = context.Request.Headers;
        Requests.Enqueue(new Seen(
            $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}",
            headers["Idempotency-Key"].FirstOrDefault(),
            headers.Authorization.FirstOrDefault(),
            headers["X-Api-Key"].FirstOrDefault(),
            body));
        await (Faults.TryDequeue(out var fault) ? fault(context, next) : next());
    }

    /// <summary>The promise about keys: one key, one answer.</summary>
    private async Task OrderAsync(HttpContext context)
    {
        var key = context.Request.Headers["Idempotency-Key"].Single()!;
        if (!_answers.TryGetValue(key, out var answer))
        {
            Orders++;
            answer = JsonSerializer.SerializeToUtf8Bytes(TestJobs.Job(TestJobs.Id(100 + Orders), 1), DispatchJson.Options);
            _answers[key] = answer;
        }

        context.Response.StatusCode = StatusCodes.Status201Created;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(answer);
    }
}

/// <summary>A request as it came.</summary>
public sealed record Seen(string Line, string? Key, string? Authorization, string? ApiKey, string Body);

/// <summary>Jobs and events to tell.</summary>
public static class TestJobs
{
    public static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]);

    public static JobResource Job(Guid id, long version, JobState state = JobState.Matching) => new(
        id, version, state, state >= JobState.Completed, PaymentState.Authorized, "hohenmarkt", "ride", Id(1), null, null, 1, [new(9.01, 48.01), new(9.04, 48.03)], 0,
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null, "USD", 1_000, 0, DateTimeOffset.UnixEpoch);

    public static EventEnvelope Event(string stream, long epoch, long sequence, JobState state = JobState.Matching) => new(
        stream, epoch, sequence, DateTimeOffset.UnixEpoch, "job_changed", "job_changed", Job(Id(5), sequence, state));
}

/// <summary>Streams with all their events, told to whoever subscribes, and mishaps on demand.</summary>
public sealed class TestStreams(IHubContext<TestStreamHub> hub)
{
    private readonly ConcurrentDictionary<string, ImmutableList<EventEnvelope>> _events = new();

    /// <summary>The calls that came, in order, as text.</summary>
    public System.Threading.Channels.Channel<string> Calls { get; } = System.Threading.Channels.Channel.CreateUnbounded<string>();

    /// <summary>Refusals for the next subscriptions.</summary>
    public ConcurrentQueue<string> Refusals { get; } = new();

    /// <summary>Runs before the next subscription is answered.</summary>
    public Func<Task>? BeforeReply { get; set; }

    public long Epoch { get; set; } = 77;

    public MapFrame Whole { get; set; } = null!;

    public async Task<string> NextCallAsync() => await O2O.Dispatch.Testing.Waits.Soon(Calls.Reader.ReadAsync().AsTask(), "a call of the hub");

    /// <summary>One more event of a stream.</summary>
    public async Task AddAsync(string stream, JobState state = JobState.Matching, bool told = true)
    {
        var events = _events.AddOrUpdate(
            stream, _ => [TestJobs.Event(stream, Epoch, 1, state)], (_, before) => before.Add(TestJobs.Event(stream, Epoch, before.Count + 1, state)));
        if (told)
        {
            await TellAsync(events[^1]);
        }
    }

    public Task TellAsync(EventEnvelope message) => hub.Clients.Group(message.Stream).SendAsync("Event", message);

    public Task TellAllAsync(string method, object message) => hub.Clients.All.SendAsync(method, message);

    public SubscribeReply Reply(string stream, long epoch, long after)
    {
        var events = _events.GetValueOrDefault(stream, []);
        return epoch == Epoch && after <= events.Count
            ? new SubscribeReply(stream, true, Epoch, events.Count, [.. events.Skip((int)after)], [])
            : new SubscribeReply(stream, false, Epoch, events.Count, [], events.IsEmpty ? [] : [events[^1].Job!]);
    }
}

/// <summary>The hubs of the contract, all in one.</summary>
public sealed class TestStreamHub(TestStreams streams) : Hub
{
    public async Task<SubscribeReply> Subscribe(string stream, long epoch, long after)
    {
        streams.Calls.Writer.TryWrite($"Subscribe {stream} {epoch} {after}");
        if (streams.Refusals.TryDequeue(out var slug))
        {
            throw new HubException(slug);
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, stream);
        if (streams.BeforeReply is { } before)
        {
            streams.BeforeReply = null;
            await before();
        }

        return streams.Reply(stream, epoch, after);
    }

    public async Task Unsubscribe(string stream)
    {
        streams.Calls.Writer.TryWrite($"Unsubscribe {stream}");
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, stream);
    }

    public MapFrame WatchMap(string market)
    {
        streams.Calls.Writer.TryWrite($"WatchMap {market}");
        return streams.Refusals.TryDequeue(out var slug) ? throw new HubException(slug) : streams.Whole;
    }

    public MapFrame WatchMapView(string market, double west, double south, double east, double north, double zoom)
    {
        streams.Calls.Writer.TryWrite(FormattableString.Invariant($"WatchMapView {market} {west} {south} {east} {north} {zoom}"));
        return streams.Refusals.TryDequeue(out var slug) ? throw new HubException(slug) : streams.Whole;
    }

    public void UnwatchMap(string market) => streams.Calls.Writer.TryWrite($"UnwatchMap {market}");

    public MerchantStatisticsResource WatchStatistics(Guid? storeId)
    {
        streams.Calls.Writer.TryWrite($"WatchStatistics {storeId:N}");
        return streams.Refusals.TryDequeue(out var slug) ? throw new HubException(slug) : Statistics(storeId, 1);
    }

    public void UnwatchStatistics() => streams.Calls.Writer.TryWrite("UnwatchStatistics");

    public static MerchantStatisticsResource Statistics(Guid? storeId, long ordered)
    {
        var none = new DurationResource(0);
        var figures = new SaleFiguresResource(ordered, 0, 0, 0, 0, 0, 0, 0, none, none, none, none, 0, 0, 0, [], 0, null, 0, 0);
        return new MerchantStatisticsResource(DateTimeOffset.UnixEpoch, new DateOnly(1970, 1, 1), new DateOnly(1970, 1, 2), "USD", storeId, figures, figures, [], []);
    }

    public int ReportLocations(ImmutableArray<LocationBody> reports)
    {
        if (streams.Refusals.TryDequeue(out var slug))
        {
            throw new HubException(slug);
        }

        streams.Calls.Writer.TryWrite($"ReportLocations {string.Join(' ', reports.Select(report => $"{report.Longitude}/{report.Latitude}"))}");
        return reports.Length;
    }

    public HubCommandReply Accept(Guid offerId, Guid jobId, string key) => Reply($"Accept {offerId:N} {jobId:N} {key}", jobId);

    public HubCommandReply Decline(Guid offerId, Guid jobId, string key) => Reply($"Decline {offerId:N} {jobId:N} {key}", jobId);

    public HubCommandReply Advance(Guid jobId, string step, string? pin, string key) => Reply($"Advance {jobId:N} {step} {pin ?? "-"} {key}", jobId);

    public string Identity() => $"{Context.GetHttpContext()!.Request.Headers.Authorization} {Context.GetHttpContext()!.Request.QueryString}";

    public void Cut() => Context.GetHttpContext()!.Abort();

    private HubCommandReply Reply(string call, Guid jobId)
    {
        streams.Calls.Writer.TryWrite(call);
        return streams.Refusals.TryDequeue(out var slug) ? new HubCommandReply(null, slug, "No.") : new HubCommandReply(TestJobs.Job(jobId, 2), null, null);
    }
}

/// <summary>The hub of share links: its job, without people and money.</summary>
public sealed class TestShareHub(TestStreams streams) : Hub
{
    public override Task OnConnectedAsync() =>
        Context.GetHttpContext()!.Request.Query["token"] == "void" ? throw new HubException("unauthenticated") : Task.CompletedTask;

    public async Task<ShareSubscribeReply> Subscribe(string stream, long epoch, long after)
    {
        streams.Calls.Writer.TryWrite($"Subscribe {stream} {epoch} {after}");
        await Groups.AddToGroupAsync(Context.ConnectionId, stream);
        var reply = streams.Reply(stream, epoch, after);
        var missed = !reply.Recovered || !reply.Events.IsEmpty;
        return new ShareSubscribeReply(stream, !missed, reply.Epoch, reply.Sequence, missed ? [Share(reply.Sequence)] : []);
    }

    public void Unsubscribe(string stream) => streams.Calls.Writer.TryWrite($"Unsubscribe {stream}");

    public string Identity() => $"{Context.GetHttpContext()!.Request.Headers.Authorization} {Context.GetHttpContext()!.Request.QueryString}";

    public Task Tell(string stream, long sequence) => Clients.Caller.SendAsync("Event", new ShareEventEnvelope(
        stream, streams.Epoch, sequence, DateTimeOffset.UnixEpoch, "job_changed", null, Share(sequence)));

    public Task TellVehicle() => Clients.Caller.SendAsync("Vehicle", new ShareVehicleFrame(TestJobs.Id(5), 9.5, 48.25, DateTimeOffset.UnixEpoch));

    private static ShareResource Share(long version) => new(TestJobs.Id(5), version, JobState.Matching, false, "hohenmarkt", [], null, null);
}
