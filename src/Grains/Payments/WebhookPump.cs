using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Grains.Payments;

/// <summary>Acts on stored webhooks: at once, and by a sweep for what that left over (a crash, a store that was away, an API node without grains). Thread-safe.</summary>
public sealed partial class WebhookPump(
    IPaymentWebhookStore store, WebhookHandler handler, IBackgroundWork work, TimeProvider time, IOptions<PaymentsOptions> options, ILogger<WebhookPump> log) : IWebhookDelivery
{
    private const int Batch = 500;

    private static readonly TimeSpan PurgePeriod = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<long, byte> _underWay = new();

    /// <inheritdoc/>
    public void Deliver(PaymentWebhook webhook) => work.Start("webhook", cancellationToken => Handle(webhook, cancellationToken));

    /// <summary>Starts the sweep where webhooks can come in; it goes on until the engine stops.</summary>
    public void Start()
    {
        if (options.Value.WebhookSecret.Length > 0 || options.Value.Gateway == PaymentsOptions.Online)
        {
            var purged = time.GetUtcNow();
            work.Every(
                "webhook-sweep",
                () => options.Value.WebhookSweepPeriod,
                time,
                async cancellationToken =>
                {
                    await Sweep(cancellationToken);
                    if (time.GetUtcNow() - purged >= PurgePeriod)
                    {
                        purged = time.GetUtcNow();
                        while (await store.Purge(purged - options.Value.WebhookRetention, Batch, cancellationToken) == Batch)
                        {
                            // As long as batches are full there is more.
                        }
                    }
                },
                fault => SweepFailed(log, fault));
        }
    }

    /// <summary>Acts on everything that waits for longer than a sweep's period, once.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var waiting = await store.Waiting(time.GetUtcNow() - options.Value.WebhookSweepPeriod, Batch, cancellationToken);
        foreach (var webhook in waiting)
        {
            await Handle(webhook, cancellationToken);
        }

        return waiting.Length;
    }

    /// <summary>Acts on one; a fault is logged, and the sweep comes back to it.</summary>
    public async Task Handle(PaymentWebhook webhook, CancellationToken cancellationToken)
    {
        // The sweep may meet a row that the fast path is still busy with.
        if (!_underWay.TryAdd(webhook.Number, 0))
        {
            return;
        }

        try
        {
            await handler.Handle(webhook, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            HandlingFailed(log, webhook.EventId, fault);
        }
        finally
        {
            _underWay.TryRemove(webhook.Number, out _);
        }
    }

    [LoggerMessage(1701, LogLevel.Warning, "Webhook {Event} could not be acted on; the sweep comes back to it")]
    private static partial void HandlingFailed(ILogger log, string @event, Exception fault);

    [LoggerMessage(1702, LogLevel.Warning, "The sweep of webhooks failed; it goes on")]
    private static partial void SweepFailed(ILogger log, Exception fault);
}
