using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Identity;
using O2O.Dispatch.Api.Tests.Harness;
using O2O.Dispatch.Api.Tests.Hubs.Harness;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Api.Tests.Http;

/// <summary>Walks every hub and every method of it: who may enter, and whose is whose. A new hub or method is walked without a word here, unless it takes an argument of a new name.</summary>
public sealed class HubAccessTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    // Stands for a key that was never used before.
    private const string Key = "key";

    private static readonly string[] Steps = ["depart", "arrive", "start", "complete_stop", "complete", "no_show", "cancel"];

    // What is refused is named; a fault is no refusal.
    private static readonly string[] Refusals = ["forbidden", "job_unknown", "provider_unknown", "offer_unknown", "offer_expired"];

    private ApiHost Host => fixture.Host;

    [Fact]
    public async Task Hubs_EveryCaller_IsLetInOrKeptOut()
    {
        var callers = new List<(string Name, string? Token, string? Role)> { ("nobody", null, null), ("a key", await Host.Key([.. ApiKeys.Scopes]), null) };
        foreach (var role in Roles.All)
        {
            callers.Add((role, (await Host.SignIn(role)).Token, role));
        }

        var wrong = new List<string>();
        var walked = 0;
        foreach (var (type, path, access) in Hubs().Where(hub => hub.Access is not null))
        {
            foreach (var caller in callers)
            {
                walked++;
                var answer = await Host.Send("POST", $"{path}/negotiate?negotiateVersion=1", caller.Token);
                var allowed = caller.Role is not null && access!.Roles.Contains(caller.Role);
                if (allowed ? answer.Status != 200 : answer.Status is not (401 or 403))
                {
                    wrong.Add($"{type.Name} as {caller.Name}: {answer.Status} {answer.Text}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(walked >= 3 * (Roles.All.Count + 2), $"Only {walked} were walked.");
    }

    [Fact]
    public void Hubs_Each_AreMappedAndSayWhoMay()
    {
        var made = typeof(LiveHub<>).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Hub)) && !type.IsAbstract).OrderBy(type => type.Name).ToArray();
        Assert.Equal(made, Hubs().Select(hub => hub.Type).OrderBy(type => type.Name));

        // Only a share link lets somebody in who is not signed in.
        Assert.Equal(["ShareHub"], Hubs().Where(hub => hub.Access is null).Select(hub => hub.Type.Name));
    }

    [Fact]
    public async Task HubMethods_OnWhatIsAnothers_AreRefused()
    {
        var (job, customer, provider) = await Host.AcceptedJob();
        var before = await Host.Send("GET", $"/v1/jobs/{job:N}", customer.Token);
        var wrong = new List<string>();
        var walked = 0;
        foreach (var (type, path, access) in Hubs().Where(hub => hub.Type != typeof(OpsHub)))
        {
            await using var stranger = await WireClient.Connect(new Uri(Host.Url), path["/hubs/".Length..], await Credentials(access));
            foreach (var method in Methods(type))
            {
                foreach (var arguments in Arguments(method, job, customer.Id, provider.Id))
                {
                    walked++;
                    var said = await Said(stranger, method, arguments);
                    if (method.ReturnType == typeof(void) ? said is not null : !Refusals.Contains(said))
                    {
                        wrong.Add($"{type.Name}.{method.Name}({string.Join(", ", arguments.Select(argument => System.Text.Json.JsonSerializer.Serialize(argument)))}): {said ?? "nothing"}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.True(walked >= 20, $"Only {walked} were walked.");
        var after = await Host.Send("GET", $"/v1/jobs/{job:N}", customer.Token);
        Assert.Equal((before.Json["state"]!.ToString(), before.Json["version"]!.ToString()), (after.Json["state"]!.ToString(), after.Json["version"]!.ToString()));
    }

    [Fact]
    public async Task HubMethods_OfOperators_AnswerForEverybodys()
    {
        var (job, customer, provider) = await Host.AcceptedJob();
        await using var ops = await WireClient.Connect(new Uri(Host.Url), "ops", await Credentials(Hubs().Single(hub => hub.Type == typeof(OpsHub)).Access));
        var wrong = new List<string>();
        foreach (var method in Methods(typeof(OpsHub)))
        {
            foreach (var arguments in Arguments(method, job, customer.Id, provider.Id))
            {
                if (await Said(ops, method, arguments) is { } said)
                {
                    wrong.Add($"{method.Name}({string.Join(", ", arguments)}): {said}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
    }

    private static IEnumerable<MethodInfo> Methods(Type hub) => hub.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method.GetBaseDefinition().DeclaringType == hub && !method.IsSpecialName);

    /// <summary>What a method can be called with so that it touches another's; each combination of what its arguments can be.</summary>
    private static IEnumerable<object?[]> Arguments(MethodInfo method, Guid job, Guid customer, Guid provider)
    {
        IEnumerable<object?[]> all = [[]];
        foreach (var parameter in method.GetParameters())
        {
            object?[] values = parameter.Name switch
            {
                "stream" => [$"job/{job:N}", $"customer/{customer:N}", $"provider/{provider:N}", $"market/{ApiHost.Market}", $"merchant/{ApiHost.Merchant}"],
                "epoch" or "after" => [0],
                "market" => [ApiHost.Market],
                "west" or "south" => [10],
                "east" or "north" => [20],
                "zoom" => [12],
                "storeId" => [null, Guid.NewGuid().ToString()],
                "offerId" => [Guid.NewGuid().ToString()],
                "jobId" => [job.ToString()],
                "step" => [.. Steps],
                "pin" => [null],
                "key" => [Key],
                "reports" => [new[] { new { provider_id = provider, longitude = StreetGrid.Crossing(1, 1).Longitude, latitude = StreetGrid.Crossing(1, 1).Latitude } }],
                var other => throw new InvalidOperationException($"{method.DeclaringType!.Name}.{method.Name} takes '{other}': say here what of another's it could name."),
            };
            all = [.. all.SelectMany(begun => values.Select(value => (object?[])[.. begun, value]))];
        }

        return all;
    }

    /// <summary>The slug that a call ends with; null when it is done.</summary>
    private static async Task<string?> Said(WireClient client, MethodInfo method, object?[] arguments)
    {
        try
        {
            return await client.Invoke(method.Name, [.. arguments.Select(argument => Equals(argument, Key) ? Guid.NewGuid().ToString("N") : argument)]) is JsonObject reply ? (string?)reply["slug"] : null;
        }
        catch (WireError error)
        {
            return error.Message.Split("HubException: ")[^1];
        }
    }

    private async Task<string> Credentials(Access? access)
    {
        if (access is not null)
        {
            return $"access_token={(await Host.SignIn(access.Roles[0])).Token}";
        }

        var (own, customer, _) = await Host.AcceptedJob();
        return $"token={(string)(await Host.Send("POST", $"/v1/jobs/{own:N}/share", customer.Token)).Json["token"]!}";
    }

    private IEnumerable<(Type Type, string Path, Access? Access)> Hubs() => Host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<HubMetadata>() is not null && !endpoint.RoutePattern.RawText!.EndsWith("/negotiate", StringComparison.Ordinal))
        .Select(endpoint => (endpoint.Metadata.GetMetadata<HubMetadata>()!.HubType, endpoint.RoutePattern.RawText!, endpoint.Metadata.GetMetadata<Access>()));
}
