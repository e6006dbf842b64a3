using System.Collections.Immutable;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Api.Gateway;

/// <summary>News of the payment gateway that could not be acted on and was set aside.</summary>
internal sealed class GatewayWebhookAlerts(IPaymentWebhookStore store) : IAlertSource
{
    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AlertResource>> Look(int limit, CancellationToken cancellationToken) =>
    [
        .. (await store.Parked(limit, cancellationToken)).Select(webhook => new AlertResource(
            $"gateway_webhook_parked:{webhook.Number}",
            "gateway_webhook_parked",
            webhook.ReceivedAt,
            $"The payment gateway's news {webhook.EventId} ({webhook.Type}) could not be acted on, after {webhook.Attempts} attempts: {webhook.Error}",
            null,
            null,
            null,
            webhook.Number)),
    ];
}
