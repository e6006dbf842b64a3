using System.Net;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Client.Tests;

/// <summary>Requests over HTTP: identity, repetition, keys, problems.</summary>
public sealed class RequestTests : IAsyncLifetime
{
    private static readonly OrderBody Order = new("signed");

    private readonly WatchedClock _clock = new();
    private TestApi _api = null!;
    private DispatchClient _client = null!;

    public async Task InitializeAsync()
    {
        _api = await TestApi.StartAsync();
        _client = _api.Client(new DispatchClientSettings { Clock = _clock });
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task Order_AnswerLost_IsRepeatedUnderItsKeyAndDoneOnce()
    {
        _api.Faults.Enqueue(TestApi.AnswerLost);
        var order = _client.Customer.OrderAsync(Order);
        await PassWaitAsync();
        Assert.Equal(TestJobs.Id(101), (await order.Soon()).JobId);
        Assert.Equal(1, _api.Orders);
        Assert.Equal(2, _api.Requests.Count);
        Assert.Single(_api.Requests.Select(request => (request.Key, request.Body)).Distinct());
        Assert.Matches("^[0-9a-f]{32}$", _api.Requests.First().Key);
    }

    [Fact]
    public async Task Order_TwiceUnderOneKey_GivesOneJob()
    {
        var first = await _client.Customer.OrderAsync(Order, "my key").Soon();
        var again = await _client.Customer.OrderAsync(Order, "my key").Soon();
        var other = await _client.Customer.OrderAsync(Order).Soon();
        Assert.Equal(first.JobId, again.JobId);
        Assert.NotEqual(first.JobId, other.JobId);
        Assert.Equal("my key", _api.Requests.First().Key);
    }

    [Fact]
    public async Task Order_InFlight_IsAskedAgain()
    {
        _api.Faults.Enqueue(TestApi.Problem(409, "in_flight"));
        var order = _client.Customer.OrderAsync(Order);
        await PassWaitAsync();
        await order.Soon();
        Assert.Equal(2, _api.Requests.Count);
    }

    [Fact]
    public async Task RateLimited_WithRetryAfter_WaitsAsLong()
    {
        _api.Faults.Enqueue(TestApi.Problem(429, "rate_limited", "7"));
        var ask = _client.Customer.JobAsync(TestJobs.Id(1));
        await _clock.WaitOfAsync(TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(7) - TimeSpan.FromTicks(1));
        Assert.Single(_api.Requests);
        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(TestJobs.Id(1), (await ask.Soon()).JobId);
    }

    [Fact]
    public async Task StoreUnavailable_WithADate_WaitsUntilThen()
    {
        var until = _clock.GetUtcNow().AddSeconds(9);
        until = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond));
        _api.Faults.Enqueue(TestApi.Problem(503, "store_unavailable", until.ToString("R")));
        var order = _client.Customer.OrderAsync(Order);
        await _clock.WaitOfAsync(until - _clock.GetUtcNow());
        _clock.Advance(until - _clock.GetUtcNow());
        await order.Soon();
        Assert.Equal(2, _api.Requests.Count);
    }

    [Fact]
    public async Task RetryAfter_LongerThanAllowed_IsToldAtOnce()
    {
        _api.Faults.Enqueue(TestApi.Problem(429, "rate_limited", "31"));
        var problem = await Assert.ThrowsAsync<DispatchProblemException>(() => _client.Customer.JobAsync(TestJobs.Id(1)).Soon());
        Assert.Equal(TimeSpan.FromSeconds(31), problem.RetryAfter);
        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task Failures_OfEveryAttempt_WaitLongerEachTimeAndEndWithTheLast()
    {
        for (var i = 0; i < 5; i++)
        {
            _api.Faults.Enqueue(TestApi.Problem(503, "unavailable"));
        }

        var ask = _client.Customer.JobAsync(TestJobs.Id(1));
        foreach (var most in new[] { 0.2, 0.4, 0.8, 1.6 })
        {
            var wait = await PassWaitAsync();
            Assert.InRange(wait.TotalSeconds, most / 2, most);
        }

        Assert.Equal("unavailable", (await Assert.ThrowsAsync<DispatchProblemException>(() => ask.Soon())).Slug);
        Assert.Equal(5, _api.Requests.Count);
    }

    [Fact]
    public async Task Connection_Broken_IsRepeatedAndThenTold()
    {
        using var client = _api.Client(new DispatchClientSettings { Clock = _clock, RetryLimit = 1 });
        _api.Faults.Enqueue(TestApi.Broken);
        _api.Faults.Enqueue(TestApi.Broken);
        var ask = client.Customer.JobAsync(TestJobs.Id(1));
        await PassWaitAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => ask.Soon());
        Assert.Equal(2, _api.Requests.Count);
    }

    [Fact]
    public async Task Attempt_TooLong_IsGivenUpAndRepeated()
    {
        var settings = new DispatchClientSettings { Clock = _clock, RetryLimit = 1, AttemptTimeout = TimeSpan.FromSeconds(3) };
        using var client = _api.Client(settings);
        _api.Faults.Enqueue(Hang);
        _api.Faults.Enqueue(Hang);
        var ask = client.Customer.JobAsync(TestJobs.Id(1));
        await _clock.WaitOfAsync(settings.AttemptTimeout);
        _clock.Advance(settings.AttemptTimeout);
        await PassWaitAsync();
        await _clock.WaitOfAsync(settings.AttemptTimeout);
        _clock.Advance(settings.AttemptTimeout);
        Assert.Contains("3 s", (await Assert.ThrowsAsync<TimeoutException>(() => ask.Soon())).Message);

        static async Task Hang(Microsoft.AspNetCore.Http.HttpContext context, Func<Task> next)
        {
            var gone = new TaskCompletionSource();
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        }
    }

    [Fact]
    public async Task Canceled_WhileItWaits_Ends()
    {
        using var stop = new CancellationTokenSource();
        _api.Faults.Enqueue(TestApi.Problem(503, "unavailable", "20"));
        var ask = _client.Customer.JobAsync(TestJobs.Id(1), stop.Token);
        await _clock.WaitOfAsync(TimeSpan.FromSeconds(20));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ask.Soon());
    }

    [Theory]
    [InlineData(400, "input_invalid")]
    [InlineData(404, "job_unknown")]
    [InlineData(409, "job_ended")]
    [InlineData(422, "quote_expired")]
    [InlineData(500, "fault")]
    public async Task Refusal_OfTheRequest_IsNotRepeated(int status, string slug)
    {
        _api.Faults.Enqueue(TestApi.Problem(status, slug));
        var problem = await Assert.ThrowsAsync<DispatchProblemException>(() => _client.Customer.OrderAsync(Order).Soon());
        Assert.Equal((status, slug, "What was wrong.", "trace-1"), (problem.Status, problem.Slug, problem.Detail, problem.TraceId));
        Assert.Empty(problem.Errors);
        Assert.Null(problem.RetryAfter);
        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task SignIn_Broken_IsNotRepeatedButRefusedIs()
    {
        _api.Faults.Enqueue(TestApi.Broken);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.SignInAsync(new SignInBody("customer")).Soon());
        _api.Faults.Enqueue(TestApi.Problem(503, "unavailable"));
        await Assert.ThrowsAsync<DispatchProblemException>(() => _client.SignInAsync(new SignInBody("customer")).Soon());
        Assert.Equal(2, _api.Requests.Count);
        _api.Faults.Enqueue(TestApi.Problem(429, "rate_limited", "1"));
        var signIn = _client.SignInAsync(new SignInBody("customer"));
        await _clock.WaitOfAsync(TimeSpan.FromSeconds(1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("token", (await signIn.Soon()).AccessToken);
        Assert.All(_api.Requests, request => Assert.Null(request.Key));
    }

    [Fact]
    public async Task Problem_WithFaults_NamesThemAll()
    {
        _api.Faults.Enqueue(async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/problem+json; charset=utf-8";
            await context.Response.Body.WriteAsync("""
                {"type":"/problems/input_invalid","title":"Input invalid","status":400,"slug":"input_invalid","trace_id":"t","errors":{"stops":["Two at least."],"load":["Above 0.","Whole."]},"more":1}
                """u8.ToArray());
        });
        var problem = await Assert.ThrowsAsync<DispatchProblemException>(() => _client.Customer.OrderAsync(Order).Soon());
        Assert.Equal(["load", "stops"], problem.Errors.Keys);
        Assert.Equal("Above 0.|Whole.", string.Join('|', problem.Errors["load"]));
        Assert.Equal("Input invalid", problem.Detail);
        Assert.Equal("400 input_invalid: Input invalid load: Above 0. Whole. stops: Two at least. (trace t)", problem.Message);
    }

    [Theory]
    [InlineData("text/html", "<html>no</html>")]
    [InlineData("application/problem+json", "{\"type\":")]
    [InlineData("application/json", "{\"error\":\"no\"}")]
    public async Task Answer_OfSomethingElse_IsToldAsForeign(string type, string body)
    {
        _api.Faults.Enqueue(async (context, _) =>
        {
            context.Response.StatusCode = 403;
            context.Response.ContentType = type;
            await context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(body + new string(' ', 1000)));
        });
        var problem = await Assert.ThrowsAsync<DispatchProblemException>(() => _client.Customer.OrderAsync(Order).Soon());
        Assert.Equal((403, DispatchProblemException.Foreign, 200), (problem.Status, problem.Slug, problem.Detail!.Length));
        Assert.StartsWith(body, problem.Detail);
    }

    [Fact]
    public async Task Identity_Token_IsAskedBeforeEachAttempt()
    {
        var asked = 0;
        using var client = _api.Client(new DispatchClientSettings { Clock = _clock, ApiKey = "key", Token = _ => ValueTask.FromResult<string?>($"token{++asked}") });
        _api.Faults.Enqueue(TestApi.Problem(503, "unavailable"));
        var ask = client.Customer.JobAsync(TestJobs.Id(1));
        await PassWaitAsync();
        await ask.Soon();
        Assert.Equal(["Bearer token1", "Bearer token2"], _api.Requests.Select(request => request.Authorization));
        Assert.All(_api.Requests, request => Assert.Equal("key", request.ApiKey));
    }

    [Fact]
    public async Task Identity_None_SendsNone()
    {
        await _client.Customer.JobAsync(TestJobs.Id(1)).Soon();
        Assert.Equal((null, null), (_api.Requests.Single().Authorization, _api.Requests.Single().ApiKey));
    }

    [Fact]
    public async Task AllJobs_Pages_AreAskedForAsTheyAreRead()
    {
        var ids = new List<Guid>();
        await foreach (var job in _client.Customer.AllJobsAsync(Contracts.Jobs.JobState.EnRouteToPickup))
        {
            if (ids.Count < 2)
            {
                Assert.Single(_api.Requests);
            }

            ids.Add(job.JobId);
        }

        Assert.Equal([TestJobs.Id(1), TestJobs.Id(2), TestJobs.Id(3)], ids);
        Assert.Equal(
            ["GET /v1/jobs?state=en_route_to_pickup", "GET /v1/jobs?state=en_route_to_pickup&cursor=to%20page%202%3F"], _api.Requests.Select(request => request.Line));
    }

    [Fact]
    public async Task Ready_ServerThereOrNot_IsSaid()
    {
        Assert.True(await _client.IsReadyAsync().Soon());
        _api.Faults.Enqueue(TestApi.Problem(503, "unavailable"));
        Assert.False(await _client.IsReadyAsync().Soon());
        await _api.DisposeAsync();
        Assert.False(await _client.IsReadyAsync().Soon());
    }

    [Fact]
    public async Task NoContent_IsNoFault()
    {
        await _client.Ops.RetryOutboxAsync(12).Soon();
        Assert.Equal("POST /v1/ops/outbox/12/retry", _api.Requests.Single().Line);
    }

    [Fact]
    public async Task Server_WithAPath_KeepsIt()
    {
        using var http = new HttpClient(new Handler()) { BaseAddress = new Uri("http://dispatch.test/base") };
        using var client = new DispatchClient(http);
        await client.MarketsAsync().Soon();
        Assert.Throws<ArgumentException>(() => new DispatchClient(new HttpClient()));
    }

    [Fact]
    public void Settings_OutOfRange_AreRefused()
    {
        var server = new Uri("http://127.0.0.1");
        Assert.Throws<ArgumentOutOfRangeException>(() => new DispatchClient(server, new DispatchClientSettings { RetryLimit = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DispatchClient(server, new DispatchClientSettings { RetryLimit = 21 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DispatchClient(server, new DispatchClientSettings { FirstDelay = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DispatchClient(server, new DispatchClientSettings { LongestDelay = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DispatchClient(server, new DispatchClientSettings { AttemptTimeout = TimeSpan.Zero }));
    }

    /// <summary>Waits until the client waits before a repetition, and lets that time pass.</summary>
    private async Task<TimeSpan> PassWaitAsync()
    {
        var wait = await _clock.NextWaitAsync(length => length < TimeSpan.FromSeconds(3) && length > TimeSpan.Zero);
        _clock.Advance(wait);
        return wait;
    }

    private sealed class Handler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("/base/v1/markets", request.RequestUri!.AbsolutePath);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]") });
        }
    }
}
