using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using O2O.Dispatch.Client.Problems;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Json;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace O2O.Dispatch.Client.Http;

/// <summary>
/// Sends requests and reads answers: identity, idempotency keys, repetition, problems. A request is repeated with the same bytes and the same key. It is repeated after
/// a network error, a time-out, 502, 503 and 504 when that is harmless (<see cref="Repeat.Freely"/>), after 429 always, and after <c>in_flight</c>, which says that an
/// earlier attempt of the same command is still under way. Retry-After is honoured.
/// </summary>
internal sealed class ApiRequests
{
    private const string KeyHeader = "Idempotency-Key";

    /// <summary>Of an answer that is no problem+json, what is kept for the message.</summary>
    private const int ForeignAnswerKept = 200;

    private readonly HttpClient _http;
    private readonly Uri _server;
    private readonly DispatchClientSettings _settings;
    private readonly ResiliencePipeline _freely;
    private readonly ResiliencePipeline _whenRefused;

    public ApiRequests(HttpClient http, Uri server, DispatchClientSettings settings)
    {
        (_http, _server, _settings) = (http, server, settings);
        var jitter = new Jitter(NewKey());
        _freely = Pipeline(Repeat.Freely, jitter);
        _whenRefused = Pipeline(Repeat.WhenRefused, jitter);
    }

    /// <summary>A new idempotency key: 32 hexadecimal digits.</summary>
    public string NewKey() => (_settings.Ids?.Next() ?? Guid.CreateVersion7(_settings.Clock.GetUtcNow())).ToString("N");

    public Task<TAnswer> GetAsync<TAnswer>(string path, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Get, path, null, null, Repeat.Freely, cancellationToken);

    public Task<TAnswer> PutAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Put, path, Bytes(body), null, Repeat.Freely, cancellationToken);

    public Task<TAnswer> DeleteAsync<TAnswer>(string path, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Delete, path, null, null, Repeat.Freely, cancellationToken);

    /// <summary>A command: with its key, or a new one, it may be repeated until its answer comes.</summary>
    public Task<TAnswer> CommandAsync<TAnswer>(string path, string? key, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Post, path, null, key ?? NewKey(), Repeat.Freely, cancellationToken);

    /// <summary>A command with a body.</summary>
    public Task<TAnswer> CommandAsync<TBody, TAnswer>(string path, TBody body, string? key, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Post, path, Bytes(body), key ?? NewKey(), Repeat.Freely, cancellationToken);

    /// <summary>A question, or news of which the latest counts: doing it twice does no more than once.</summary>
    public Task<TAnswer> PostAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Post, path, Bytes(body), null, Repeat.Freely, cancellationToken);

    /// <summary>What would be done twice when it is asked for twice.</summary>
    public Task<TAnswer> PostOnceAsync<TBody, TAnswer>(string path, TBody body, CancellationToken cancellationToken) =>
        SendAsync<TAnswer>(HttpMethod.Post, path, Bytes(body), null, Repeat.WhenRefused, cancellationToken);

    private static byte[] Bytes<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body, DispatchJson.Options);

    private async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, byte[]? body, string? key, Repeat repeat, CancellationToken cancellationToken)
    {
        try
        {
            return await (repeat == Repeat.Freely ? _freely : _whenRefused).ExecuteAsync(
                static async (request, stop) => await request.Api.AttemptAsync<TAnswer>(request.Method, request.Path, request.Body, request.Key, stop),
                (Api: this, Method: method, Path: path, Body: body, Key: key),
                cancellationToken);
        }
        catch (TimeoutRejectedException e)
        {
            throw new TimeoutException($"{method} {path}: no answer within {_settings.AttemptTimeout.TotalSeconds} s, also not to repetitions where those are allowed.", e);
        }
    }

    private async Task<TAnswer> AttemptAsync<TAnswer>(HttpMethod method, string path, byte[]? body, string? key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_server, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_settings.Token is { } source && await source(cancellationToken) is { } token)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (_settings.ApiKey is { } apiKey)
        {
            request.Headers.Add("X-Api-Key", apiKey);
        }

        if (key is not null)
        {
            request.Headers.Add(KeyHeader, key);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw await ProblemAsync(answer, cancellationToken);
        }

        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return default!;
        }

        await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonSerializer.DeserializeAsync<TAnswer>(content, DispatchJson.Options, cancellationToken)
            ?? throw new JsonException($"{method} {path}: the answer is null.");
    }

    private async Task<DispatchProblemException> ProblemAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var status = (int)answer.StatusCode;
        var retryAfter = RetryAfter.Read(answer.Headers.RetryAfter, _settings.Clock.GetUtcNow());
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType is "application/problem+json" or "application/json")
        {
            try
            {
                if (JsonSerializer.Deserialize<ProblemResource>(text, DispatchJson.Options) is { Slug: not null } problem)
                {
                    return new DispatchProblemException(status, problem.Slug, problem.Detail ?? problem.Title, problem.TraceId, problem.Errors, retryAfter);
                }
            }
            catch (JsonException)
            {
                // Told below as what it is: an answer that the API does not give.
            }
        }

        // Something between here and the API has answered: a proxy, or another server altogether.
        return new DispatchProblemException(
            status, DispatchProblemException.Foreign, text.Length > ForeignAnswerKept ? text[..ForeignAnswerKept] : text, null, null, retryAfter);
    }

    private ResiliencePipeline Pipeline(Repeat repeat, Jitter jitter)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _settings.Clock };
        if (_settings.RetryLimit > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = _settings.RetryLimit,
                ShouldHandle = arguments => ValueTask.FromResult(IsRepeated(arguments.Outcome.Exception, repeat)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Delay(arguments.AttemptNumber, arguments.Outcome.Exception, jitter)),
            });
        }

        return builder.AddTimeout(_settings.AttemptTimeout).Build();
    }

    private bool IsRepeated(Exception? failure, Repeat repeat) => failure switch
    {
        DispatchProblemException problem when problem.RetryAfter > _settings.LongestDelay => false,
        DispatchProblemException { Status: 429 } => true,
        DispatchProblemException { Slug: "in_flight" } => true,
        DispatchProblemException { Status: 502 or 503 or 504 } => repeat == Repeat.Freely,
        HttpRequestException or IOException or TimeoutRejectedException => repeat == Repeat.Freely,
        _ => false,
    };

    /// <summary>What the server asked for; else twice as long each time, less up to half of it at random, so that clients that failed together do not come back together.</summary>
    private TimeSpan Delay(int attempt, Exception? failure, Jitter jitter)
    {
        if (failure is DispatchProblemException { RetryAfter: { } asked })
        {
            return asked;
        }

        var grown = _settings.FirstDelay * Math.Pow(2, attempt);
        var most = grown < _settings.LongestDelay ? grown : _settings.LongestDelay;
        return most * (1 - (jitter.Next() / 2));
    }
}
