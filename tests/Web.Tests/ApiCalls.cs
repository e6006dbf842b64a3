using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace O2O.Dispatch.Web.Tests;

/// <summary>What the people of a test do that no page does for them, through the API.</summary>
internal static class ApiCalls
{
    /// <summary>Signs somebody in: `access_token`, `id`.</summary>
    public static Task<JsonNode> SignIn(HttpClient http, string role, string? id, string name) => Send(http, "/v1/dev/sign-in", null, new { role, id, name });

    /// <summary>Sends a command, a POST unless said otherwise, that has to be carried out.</summary>
    public static async Task<JsonNode> Send(HttpClient http, string path, string? token, object? body, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }
}
