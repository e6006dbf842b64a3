using System.Text;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Bad input has a documented answer, the same in Development and Production, and never a stack trace.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string, string, int, string> Bad() => new()
    {
        { "POST", "/v1/quotes", "{", 400, "input_invalid" },
        { "POST", "/v1/quotes", "", 400, "input_invalid" },
        { "POST", "/v1/quotes", "null", 400, "input_invalid" },
        { "POST", "/v1/quotes", "[]", 400, "input_invalid" },
        { "POST", "/v1/quotes", "{}", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":5,"service_class":"ride","stops":[]}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":null,"service_class":"ride","stops":[]}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":"grid","service_class":"ride","stops":null}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":"grid","service_class":"ride","stops":[{"longitude":1e999,"latitude":0},{"longitude":0,"latitude":0}]}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":"grid","service_class":"ride","stops":[{"longitude":0},{"latitude":0}]}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":"grid","service_class":"ride","stops":[{"longitude":-73.99,"latitude":40.75},{"longitude":-73.98,"latitude":40.75}],"load":-1}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":"grid","service_class":"ride","stops":[{"longitude":-73.99,"latitude":40.75},{"longitude":-73.98,"latitude":40.75}],"pick_up_at":"yesterday"}""", 400, "input_invalid" },
        { "POST", "/v1/quotes", """{"market":"nowhere","service_class":"ride","stops":[{"longitude":-73.99,"latitude":40.75},{"longitude":-73.98,"latitude":40.75}]}""", 404, "market_unknown" },
        { "POST", "/v1/quotes", """{"market":"grid","service_class":"ride","stops":[{"longitude":10,"latitude":10},{"longitude":-73.98,"latitude":40.75}]}""", 422, "not_served_here" },
        { "POST", "/v1/jobs", """{"quote":"abc.def"}""", 422, "quote_invalid" },
        { "POST", "/v1/jobs", """{"quote":"abc.$$$"}""", 422, "quote_invalid" },
        { "GET", "/v1/jobs?cursor=********************************", "", 400, "input_invalid" },
        { "GET", "/v1/jobs/xyz", "", 400, "input_invalid" },
        { "GET", "/v1/jobs/00000000000000000000000000000000", "", 400, "input_invalid" },
        { "GET", "/v1/jobs/00000000000000000000000000000001", "", 404, "job_unknown" },
        { "PUT", "/v1/me", """{"name":5}""", 400, "input_invalid" },
        { "GET", "/v1/jobs?state=flying", "", 400, "input_invalid" },
        { "GET", "/v1/jobs?limit=0", "", 400, "input_invalid" },
        { "GET", "/v1/jobs?limit=many", "", 400, "input_invalid" },
        { "GET", "/v1/jobs?cursor=!!", "", 400, "input_invalid" },
        { "GET", "/v1/jobs?cursor=________________________________", "", 400, "input_invalid" },
        { "GET", "/v1/nothing", "", 404, "not_found" },
        { "GET", "/v1/share/abc", "", 404, "job_unknown" },
        { "DELETE", "/v1/jobs", "", 405, "method_not_allowed" },
        { "PUT", "/v1/me", """{"name":""}""", 400, "input_invalid" },
    };

    [Fact]
    public async Task Input_Bad_HasItsDocumentedAnswerInBothEnvironments()
    {
        var wrong = new List<string>();
        foreach (var environment in new[] { "Development", "Production" })
        {
            await using var host = await ApiHost.Begin(environment);
            var (_, token) = await host.SignIn(Roles.Customer);
            foreach (var row in Bad())
            {
                var (method, path, body, status, slug) = ((string)row[0], (string)row[1], (string)row[2], (int)row[3], (string)row[4]);
                var content = method == "GET" ? null : new StringContent(body, Encoding.UTF8, "application/json");
                var answer = await host.Send(method, path, token, content, "k");
                if (answer.Status != status || answer.Slug != slug || Leaks(answer.Text))
                {
                    wrong.Add($"{environment} {method} {path} {body}: {answer.Status} {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public async Task Body_TooLargeTooDeepOrOfAnotherKind_IsRefused()
    {
        await using var host = await ApiHost.Begin();
        var (_, token) = await host.SignIn(Roles.Customer);
        var large = await host.Send("POST", "/v1/quotes", token, new StringContent(new string(' ', 300_000), Encoding.UTF8, "application/json"));
        Assert.Equal((413, "too_large"), (large.Status, large.Slug));
        var deep = await host.Send("POST", "/v1/quotes", token, new StringContent(new string('[', 10_000), Encoding.UTF8, "application/json"));
        Assert.Equal((400, "input_invalid"), (deep.Status, deep.Slug));
        var text = await host.Send("POST", "/v1/quotes", token, new StringContent("{}", Encoding.UTF8, "text/plain"));
        Assert.Equal((415, "media_type_unsupported"), (text.Status, text.Slug));
    }

    [Fact]
    public async Task Input_WithSeveralFaults_NamesAllOfThem()
    {
        await using var host = await ApiHost.Begin();
        var (_, token) = await host.SignIn(Roles.Customer);
        var answer = await host.Send("POST", "/v1/quotes", token, new { market = "grid" });
        Assert.Equal(["service_class", "stops"], answer.Json["errors"]!.AsObject().Select(error => error.Key));
        var (_, provider) = await host.Provider(0, 0);
        answer = await host.Send("POST", "/v1/locations", provider, new { reports = new object[] { new { longitude = 999, latitude = 0 }, new { longitude = 0, latitude = 0, provider_id = Guid.NewGuid() } } });
        Assert.Equal(400, answer.Status);
        Assert.Equal(["reports[0]", "reports[1].provider_id"], answer.Json["errors"]!.AsObject().Select(error => error.Key));
    }

    [Fact]
    public async Task Requests_TenTimesTheAllowedRate_Are429WithRetryAfter()
    {
        await using var host = await ApiHost.Begin(settings: [("Api:RequestsPerSecond", "5"), ("Api:RequestBurst", "10")]);
        var (_, token) = await host.SignIn(Roles.Customer);
        var answers = new List<ApiHost.Answer>();
        for (var i = 0; i < 100; i++)
        {
            answers.Add(await host.Send("GET", "/v1/me", token));
        }

        Assert.Contains(answers, answer => answer.Status == 200);
        var refused = answers.Where(answer => answer.Status == 429).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.True(answer is { Slug: "rate_limited", RetryAfter.TotalSeconds: >= 1 }, answer.Text));
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 429, answer.Text));

        // One who sends too much takes nothing from another, and nothing from the health checks.
        var (_, other) = await host.SignIn(Roles.Customer);
        Assert.Equal(200, (await host.Send("GET", "/v1/me", other)).Status);
        Assert.Equal(200, (await host.Send("GET", "/health/ready")).Status);
    }

    [Fact]
    public async Task Ids_Empty_AreRefusedWhereverTheyStand()
    {
        await using var host = await ApiHost.Begin();
        var (_, ops) = await host.SignIn(Roles.Ops);
        var (_, provider) = await host.Provider(0, 0);
        foreach (var (method, path, token, body) in new (string, string, string, object?)[]
        {
            ("GET", $"/v1/ops/jobs?customer_id={Guid.Empty:N}", ops, null),
            ("GET", $"/v1/ops/jobs?provider_id={Guid.Empty}", ops, null),
            ("GET", $"/v1/ops/providers/{Guid.Empty:N}", ops, null),
            ("POST", $"/v1/ops/jobs/{Guid.NewGuid():N}/assign", ops, new { provider_id = Guid.Empty }),
            ("POST", "/v1/ops/api-keys", ops, new { name = "x", scopes = new[] { "quotes" }, customer_id = Guid.Empty }),
            ("POST", "/v1/locations", ops, new { reports = new[] { new { longitude = -73.99, latitude = 40.75, provider_id = Guid.Empty } } }),
            ("POST", $"/v1/provider/offers/{Guid.NewGuid():N}/accept", provider, new { job_id = Guid.Empty }),
        })
        {
            var answer = await host.Send(method, path, token, body);
            Assert.True(answer is { Status: 400, Slug: "input_invalid" }, $"{method} {path}: {answer.Status} {answer.Text}");
        }
    }

    private static bool Leaks(string text) => text.Contains("   at ", StringComparison.Ordinal) || text.Contains("O2O.Dispatch.", StringComparison.Ordinal) || text.Contains("Exception", StringComparison.Ordinal);
}
