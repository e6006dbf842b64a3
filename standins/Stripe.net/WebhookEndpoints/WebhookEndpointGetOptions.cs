namespace Stripe;

/// <summary>Parameters of a look-up.</summary>
public class WebhookEndpointGetOptions : BaseOptions
{
}
