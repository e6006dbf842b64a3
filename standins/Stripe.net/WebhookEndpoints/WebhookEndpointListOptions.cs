namespace Stripe;

/// <summary>Which endpoints are listed.</summary>
public class WebhookEndpointListOptions : ListOptions
{
}
