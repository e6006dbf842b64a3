namespace Stripe;

/// <summary>Sends requests to the API.</summary>
public interface IStripeClient
{
    string ApiBase { get; }

    string ApiKey { get; }

    string ClientId { get; }

    string ConnectBase { get; }

    string FilesBase { get; }

    string MeterEventsBase { get; }

    Task<T> RequestAsync<T>(HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken = default)
        where T : IStripeEntity;

    Task<Stream> RequestStreamingAsync(HttpMethod method, string path, BaseOptions options, RequestOptions requestOptions, CancellationToken cancellationToken = default);
}
