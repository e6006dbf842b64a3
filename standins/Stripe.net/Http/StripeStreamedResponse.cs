using System.Net;
using System.Net.Http.Headers;

namespace Stripe;

/// <summary>An answer whose body is read by the caller.</summary>
public class StripeStreamedResponse : StripeResponseBase
{
    public StripeStreamedResponse(HttpStatusCode statusCode, HttpResponseHeaders headers, Stream body)
        : base(statusCode, headers) => Body = body;

    public Stream Body { get; }

    public async Task<StripeResponse> ToStripeResponseAsync()
    {
        using var reader = new StreamReader(Body);
        return new StripeResponse(StatusCode, Headers, await reader.ReadToEndAsync()) { NumRetries = NumRetries };
    }
}
