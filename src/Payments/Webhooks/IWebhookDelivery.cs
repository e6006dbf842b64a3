namespace O2O.Dispatch.Payments.Webhooks;

/// <summary>Acts on a webhook that was just stored, without making the gateway wait. Where nobody does, the sweep of another process finds it.</summary>
public interface IWebhookDelivery
{
    /// <summary>Begins to act on it.</summary>
    void Deliver(PaymentWebhook webhook);
}
