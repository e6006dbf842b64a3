using System.Net;
using System.Net.Http.Headers;

namespace Stripe;

/// <summary>Status and headers of an answer.</summary>
public abstract class StripeResponseBase
{
    public StripeResponseBase(HttpStatusCode statusCode, HttpResponseHeaders headers) => (StatusCode, Headers) = (statusCode, headers);

    public HttpStatusCode StatusCode { get; }

    public HttpResponseHeaders Headers { get; }

    public DateTimeOffset? Date => Headers?.Date;

    public string IdempotencyKey => Header("Idempotency-Key");

    public string RequestId => Header("Request-Id");

    /// <summary>How often the request was repeated before this answer came.</summary>
    internal int NumRetries { get; set; }

    public override string ToString() => $"<{GetType().FullName} status={(int)StatusCode} Request-Id={RequestId} Date={Date:s}>";

    private string Header(string name) => Headers is not null && Headers.TryGetValues(name, out var values) ? values.First() : null;
}
