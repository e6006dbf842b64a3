namespace Stripe;

/// <summary>What carries requests.</summary>
public interface IHttpClient
{
    Task<StripeResponse> MakeRequestAsync(StripeRequest request, CancellationToken cancellationToken = default);

    Task<StripeStreamedResponse> MakeStreamingRequestAsync(StripeRequest request, CancellationToken cancellationToken = default);
}
