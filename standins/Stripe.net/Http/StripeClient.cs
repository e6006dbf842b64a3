using Stripe.Infrastructure;

namespace Stripe;

/// <summary>A client of the API with one key. Thread-safe.</summary>
public class StripeClient : IStripeClient
{
    private readonly StripeClientOptions _options;

    public StripeClient(
        string apiKey = null,
        string clientId = null,
        IHttpClient httpClient = null,
        string apiBase = null,
        string connectBase = null,
        string filesBase = null,
        string meterEventsBase = null)
        : this(new StripeClientOptions
        {
            ApiKey = apiKey,
            ClientId = clientId,
            HttpClient = httpClient,
            ApiBase = apiBase,
            ConnectBase = connectBase,
            FilesBase = filesBase,
            MeterEventsBase = meterEventsBase,
        })
    {
    }

    /// <exception cref="ArgumentException">The key is empty or holds white space.</exception>
    public StripeClient(StripeClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.ApiKey is { } key && (key.Length == 0 || key.Any(char.IsWhiteSpace)))
        {
            throw new ArgumentException("The API key is empty or holds white space.", nameof(options));
        }

        _options = options;
        HttpClient = options.HttpClient ?? new SystemNetHttpClient();
    }

    public static string DefaultApiBase => "https://api.stripe.com";

    public static string DefaultConnectBase => "https://connect.stripe.com";

    public static string DefaultFilesBase => "https://files.stripe.com";

    public static string DefaultMeterEventsBase => "https://meter-events.stripe.com";

    public string ApiBase => _options.ApiBase ?? DefaultApiBase;

    public string ApiKey => _options.ApiKey;

    public string ClientId => _options.ClientId;

    public string ConnectBase => _options.ConnectBase ?? DefaultConnectBase;

    public string FilesBase => _options.FilesBase ?? DefaultFilesBase;

    public string MeterEventsBase => _options.MeterEventsBase ?? DefaultMeterEventsBase;

    public IHttpClient HttpClient { get; }

    public async Task<T> RequestAsync<T>(
        HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken = default)
        where T : IStripeEntity
    {
        var response = await HttpClient.MakeRequestAsync(Request(method, path, options, requestOptions), cancellationToken);
        return ResponseReader.Read<T>(response);
    }

    public async Task<Stream> RequestStreamingAsync(
        HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken = default)
    {
        var response = await HttpClient.MakeStreamingRequestAsync(Request(method, path, options, requestOptions), cancellationToken);
        if ((int)response.StatusCode is >= 200 and < 300)
        {
            return response.Body;
        }

        throw ResponseReader.Failure(await response.ToStripeResponseAsync());
    }

    private StripeRequest Request(HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions) => new(this, method, path, options, new RequestOptions
    {
        ApiKey = requestOptions?.ApiKey,
        IdempotencyKey = requestOptions?.IdempotencyKey,
        StripeAccount = requestOptions?.StripeAccount ?? _options.StripeAccount,
        StripeContext = requestOptions?.StripeContext ?? _options.StripeContext,
        StripeRequestTrigger = requestOptions?.StripeRequestTrigger,
    });
}
