using O2O.Dispatch.Client.Http;
using O2O.Dispatch.Client.Integrators;

namespace O2O.Dispatch.Client.Merchants;

/// <summary>A merchant's endpoints that are sent the events of its orders and their money, and the log of deliveries to each.</summary>
public sealed class MerchantWebhookClient : WebhookEndpointsClient
{
    internal MerchantWebhookClient(ApiRequests api)
        : base(api, "v1/merchant/webhook-endpoints")
    {
    }
}
