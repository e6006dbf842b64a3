namespace Stripe;

/// <summary>How one request differs from the client's others.</summary>
public class RequestOptions
{
    public string ApiKey { get; set; }

    /// <summary>A request that is sent again with the same key is done once. A key is made up for a POST that has none.</summary>
    public string IdempotencyKey { get; set; }

    /// <summary>The connected account that the request is made for.</summary>
    public string StripeAccount { get; set; }

    public string StripeContext { get; set; }

    public string StripeRequestTrigger { get; set; }
}
