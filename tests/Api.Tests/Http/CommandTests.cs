using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Commands that come twice, late, together, or changed.</summary>
public sealed class CommandTests : IAsyncLifetime
{
    private ApiHost _host = null!;

    public async Task InitializeAsync() => _host = await ApiHost.Begin();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Order_SameKeySameBody_GivesTheSameAnswerAndOneJob()
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        var body = new { quote = await _host.Quote(token, 1, 1) };
        var first = await _host.Send("POST", "/v1/jobs", token, body, "order-1");
        Assert.Equal(201, first.Status);

        // Order and spaces of the JSON do not make it another body.
        var spaced = new StringContent($"{{ \"payment_method\" : null,  \"quote\" : \"{body.quote}\" }}", System.Text.Encoding.UTF8, "application/json");
        var again = await _host.Send("POST", "/v1/jobs", token, spaced, "order-1");
        Assert.Equal((201, first.Text), (again.Status, again.Text));
        Assert.Single((await _host.Send("GET", "/v1/jobs", token)).Json["items"]!.AsArray());

        // Somebody else's same key is another command.
        var (_, other) = await _host.SignIn(Roles.Customer);
        Assert.Equal(201, (await _host.Send("POST", "/v1/jobs", other, new { quote = await _host.Quote(other, 1, 1) }, "order-1")).Status);
    }

    [Fact]
    public async Task Order_SameKeyChangedBody_Is422()
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        Assert.Equal(201, (await _host.Send("POST", "/v1/jobs", token, new { quote = await _host.Quote(token, 1, 1) }, "k")).Status);
        var changed = await _host.Send("POST", "/v1/jobs", token, new { quote = await _host.Quote(token, 2, 2) }, "k");
        Assert.Equal((422, "command_id_reused"), (changed.Status, changed.Slug));
    }

    [Fact]
    public async Task Order_SameKeyWhileUnderWay_Is409()
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        var body = new { quote = await _host.Quote(token, 1, 1) };
        var gate = new TaskCompletionSource();
        _host.Store.Gate = gate.Task;
        var before = _host.Store.Came;
        var first = _host.Send("POST", "/v1/jobs", token, body, "k");
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); _host.Store.Came == before && waited.Elapsed < TimeSpan.FromSeconds(30);)
        {
            await Task.Delay(5);
        }

        var second = await _host.Send("POST", "/v1/jobs", token, body, "k");
        gate.SetResult();
        Assert.Equal((409, "in_flight"), (second.Status, second.Slug));
        Assert.NotNull(second.RetryAfter);
        var done = await first;
        Assert.Equal(201, done.Status);
        Assert.Equal(done.Text, (await _host.Send("POST", "/v1/jobs", token, body, "k")).Text);
    }

    [Theory]
    [InlineData(null, "idempotency_key_missing")]
    [InlineData("with space", "input_invalid")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x", "input_invalid")]
    public async Task Order_WithoutAProperKey_Is400(string? key, string slug)
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        var answer = await _host.Send("POST", "/v1/jobs", token, new { quote = "x" }, key);
        Assert.Equal((400, slug), (answer.Status, answer.Slug));
    }

    [Fact]
    public async Task Cancel_Twice_GivesTheSameAnswer()
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        var job = await _host.Job(token);
        var first = await _host.Send("POST", $"/v1/jobs/{job:N}/cancel", token, new { reason = "changed_mind" }, "c");
        Assert.True(first.Status == 200, first.Text);
        Assert.Equal(first.Text, (await _host.Send("POST", $"/v1/jobs/{job:N}/cancel", token, new { reason = "changed_mind" }, "c")).Text);
        Assert.Equal(409, (await _host.Send("POST", $"/v1/jobs/{job:N}/cancel", token, new { reason = "changed_mind" }, "d")).Status);
    }

    [Fact]
    public async Task Store_Unreachable_Is503AndTheSameKeyGoesThroughLater()
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        var body = new { quote = await _host.Quote(token, 1, 1) };
        _host.Store.Broken = true;
        var refused = await _host.Send("POST", "/v1/jobs", token, body, "k");
        Assert.Equal((503, "store_unavailable"), (refused.Status, refused.Slug));
        Assert.NotNull(refused.RetryAfter);
        Assert.DoesNotContain("Exception", refused.Text, StringComparison.Ordinal);
        Assert.Equal(503, (await _host.Send("GET", "/v1/jobs", token)).Status);
        Assert.Equal(503, (await _host.Send("GET", "/health/ready")).Status);
        Assert.Equal(200, (await _host.Send("GET", "/health/live")).Status);
        _host.Store.Broken = false;
        Assert.Equal(201, (await _host.Send("POST", "/v1/jobs", token, body, "k")).Status);
        Assert.Equal(200, (await _host.Send("GET", "/health/ready")).Status);
    }

    [Fact]
    public async Task PaymentMethods_ChangedTogether_AllStand()
    {
        var (_, token) = await _host.SignIn(Roles.Customer);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => _host.Send("POST", "/v1/me/payment-methods", token, new { payment_method = $"pm_{n}" })));
        var methods = (await _host.Send("GET", "/v1/me", token)).Json["payment_methods"]!.AsArray().Select(method => (string)method!).ToList();
        Assert.Equal(9, methods.Count);
        var first = await _host.Send("POST", "/v1/me/payment-methods", token, new Dictionary<string, object> { ["payment_method"] = "pm_7", ["default"] = true });
        Assert.Equal("pm_7", (string)first.Json["payment_methods"]![0]!);
        Assert.Equal(8, (await _host.Send("DELETE", "/v1/me/payment-methods/pm_3", token)).Json["payment_methods"]!.AsArray().Count);
    }
}
