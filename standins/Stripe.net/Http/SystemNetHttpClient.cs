using System.Globalization;
using System.Net;

namespace Stripe;

/// <summary>Carries requests over <see cref="HttpClient"/> and repeats those that may be repeated, with the same idempotency key. Thread-safe.</summary>
public class SystemNetHttpClient : IHttpClient
{
    public const int DefaultMaxNumberRetries = 2;

    private static readonly Lazy<HttpClient> Shared = new(BuildDefaultSystemNetHttpClient);
    private readonly HttpClient _http;
    private readonly string _agent;

    public SystemNetHttpClient(HttpClient httpClient = null, int maxNetworkRetries = DefaultMaxNumberRetries, AppInfo appInfo = null, bool enableTelemetry = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxNetworkRetries);
        _http = httpClient ?? Shared.Value;
        MaxNetworkRetries = maxNetworkRetries;
        EnableTelemetry = enableTelemetry;
        _agent = $"Stripe/v1 .NetBindings/{StripeConfiguration.StripeNetVersion} (stand-in)" + (appInfo is null ? null : " " + appInfo.FormatUserAgent());
    }

    public static TimeSpan DefaultHttpTimeout => TimeSpan.FromSeconds(80);

    public static TimeSpan MaxNetworkRetriesDelay => TimeSpan.FromSeconds(5);

    public static TimeSpan MinNetworkRetriesDelay => TimeSpan.FromMilliseconds(500);

    /// <summary>Kept for the callers; nothing is measured or sent.</summary>
    public bool EnableTelemetry { get; }

    public int MaxNetworkRetries { get; }

    /// <summary>Where the waits between repetitions come from.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>False lets tests repeat without a wait.</summary>
    internal bool NetworkRetriesSleep { get; set; } = true;

    public static HttpClient BuildDefaultSystemNetHttpClient() => new() { Timeout = DefaultHttpTimeout };

    public async Task<StripeResponse> MakeRequestAsync(StripeRequest request, CancellationToken cancellationToken = default)
    {
        var (message, retries) = await Send(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        using (message)
        {
            return new StripeResponse(message.StatusCode, message.Headers, await message.Content.ReadAsStringAsync(cancellationToken)) { NumRetries = retries };
        }
    }

    public async Task<StripeStreamedResponse> MakeStreamingRequestAsync(StripeRequest request, CancellationToken cancellationToken = default)
    {
        var (message, retries) = await Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return new StripeStreamedResponse(message.StatusCode, message.Headers, await message.Content.ReadAsStreamAsync(cancellationToken)) { NumRetries = retries };
    }

    private async Task<(HttpResponseMessage Message, int Retries)> Send(StripeRequest request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        for (var retry = 0; ; retry++)
        {
            HttpResponseMessage answer = null;
            try
            {
                using var message = Message(request);
                answer = await _http.SendAsync(message, completion, cancellationToken);
                if (retry >= MaxNetworkRetries || !MayRepeat(answer))
                {
                    return (answer, retry);
                }
            }
            catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException && !cancellationToken.IsCancellationRequested && retry < MaxNetworkRetries)
            {
                // Nobody knows whether it was done. The key makes it safe to ask again.
            }

            answer?.Dispose();
            if (NetworkRetriesSleep)
            {
                await Task.Delay(Wait(retry), Time, cancellationToken);
            }
        }
    }

    /// <summary>The server's own word counts first; without it conflicts and server errors are asked again.</summary>
    private static bool MayRepeat(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("Stripe-Should-Retry", out var said) && bool.TryParse(said.First(), out var should)
            ? should
            : answer.StatusCode == HttpStatusCode.Conflict || (int)answer.StatusCode >= 500;

    /// <summary>Doubles from the shortest wait to the longest; a quarter of it is left to chance, so that clients that failed together do not come back together.</summary>
    private static TimeSpan Wait(int retry)
    {
        var full = Math.Min(MinNetworkRetriesDelay.TotalMilliseconds * Math.Pow(2, retry), MaxNetworkRetriesDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(MinNetworkRetriesDelay.TotalMilliseconds, full * (0.75 + (0.25 * Random.Shared.NextDouble()))));
    }

    private HttpRequestMessage Message(StripeRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Uri) { Content = request.Content };
        message.Headers.Authorization = request.AuthorizationHeader;
        message.Headers.TryAddWithoutValidation("User-Agent", _agent);
        foreach (var (name, value) in request.StripeHeaders)
        {
            message.Headers.TryAddWithoutValidation(name, value.ToString(CultureInfo.InvariantCulture));
        }

        return message;
    }
}
