using System.Collections.Immutable;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Webhooks;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>Webhooks that were given up, and endpoints that were switched off.</summary>
internal sealed class WebhookAlerts(IWebhookStore store) : IAlertSource
{
    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<AlertResource>> Look(int limit, CancellationToken cancellationToken)
    {
        var alerts = ImmutableArray.CreateBuilder<AlertResource>();
        foreach (var parked in await store.Parked(limit, cancellationToken))
        {
            alerts.Add(Alert("webhook_parked", parked.Endpoint, parked.Since, $"{parked.Count} deliveries to the webhook endpoint at {Host(parked.Url)} were given up. Send them again, or delete the endpoint."));
        }

        foreach (var off in await store.Failing(limit, cancellationToken))
        {
            alerts.Add(Alert("webhook_endpoint_off", off.Id, off.FailingSince ?? off.CreatedAt, $"The webhook endpoint at {Host(off.Url)} has only failed and was switched off. Enable it once it works, or delete it."));
        }

        return alerts.ToImmutable();
    }

    private static AlertResource Alert(string kind, Guid endpoint, DateTimeOffset since, string detail) => new($"{kind}:{endpoint:N}", kind, since, detail, null, null, null);

    // The rest of the address may hold a secret of the receiver's.
    private static string Host(string url) => new Uri(url).Host;
}
