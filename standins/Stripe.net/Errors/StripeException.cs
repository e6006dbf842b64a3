using System.Net;

namespace Stripe;

/// <summary>The API answered with an error, or with something that is no answer of it.</summary>
public class StripeException : Exception
{
    public StripeException()
    {
    }

    public StripeException(string message)
        : base(message)
    {
    }

    public StripeException(string message, Exception err)
        : base(message, err)
    {
    }

    public StripeException(HttpStatusCode httpStatusCode, StripeError stripeError, string message)
        : base(message) => (HttpStatusCode, StripeError) = (httpStatusCode, stripeError);

    public HttpStatusCode HttpStatusCode { get; set; }

    /// <summary>What was wrong; null when the answer was no error object.</summary>
    public StripeError StripeError { get; set; }

    public StripeResponse StripeResponse { get; set; }
}
