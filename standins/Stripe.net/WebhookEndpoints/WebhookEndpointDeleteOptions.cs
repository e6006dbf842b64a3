namespace Stripe;

/// <summary>Parameters of a deletion.</summary>
public class WebhookEndpointDeleteOptions : BaseOptions
{
}
