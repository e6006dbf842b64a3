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

    /// <summary>The longest wait between two tries. A guess.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

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

    /// <summary>Acts on everything that is due, once.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var due = await store.Due(time.GetUtcNow(), Batch, cancellationToken);
        foreach (var webhook in due)
        {
            await Handle(webhook, cancellationToken);
        }

        return due.Length;
    }

    /// <summary>Acts on one. What cannot be acted on is put off, longer each time, so that it keeps nobody else from being looked at, and is set aside in the end.</summary>
    public async Task Handle(PaymentWebhook webhook, CancellationToken cancellationToken)
    {
        // The sweep may meet a row that the fast path is still busy with.
        if (!_underWay.TryAdd(webhook.Number, 0))
        {
            return;
        }

        try
        {
            if (!await handler.Handle(webhook, cancellationToken))
            {
                // What it is about may come any moment, and later ever less likely.
                await store.PutOff(webhook.Number, webhook.Attempts, time.GetUtcNow() + Between(time.GetUtcNow() - webhook.ReceivedAt), "early", cancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await Failed(webhook, fault, cancellationToken);
        }
        finally
        {
            _underWay.TryRemove(webhook.Number, out _);
        }
    }

    private async Task Failed(PaymentWebhook webhook, Exception fault, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (fault is GatewayUnavailableException && now - webhook.ReceivedAt < WebhookHandler.Patience)
        {
            // It is no fault of this one's that the gateway answers nobody.
            var pause = Between(now - webhook.ReceivedAt);
            HandlingFailed(log, webhook.EventId, webhook.Attempts, pause, fault);
            await store.PutOff(webhook.Number, webhook.Attempts, now + pause, fault.Message, cancellationToken);
            return;
        }

        var attempts = webhook.Attempts + 1;
        if (attempts >= options.Value.WebhookMaxAttempts)
        {
            Parked(log, webhook.EventId, attempts, fault);
            await store.Park(webhook.Number, attempts, fault.Message, cancellationToken);
            return;
        }

        var wait = Between(options.Value.WebhookSweepPeriod * (1L << Math.Min(attempts - 1, 20)));
        HandlingFailed(log, webhook.EventId, attempts, wait, fault);
        await store.PutOff(webhook.Number, attempts, now + wait, fault.Message, cancellationToken);
    }

    private TimeSpan Between(TimeSpan wait) => TimeSpan.FromTicks(Math.Clamp(wait.Ticks, options.Value.WebhookSweepPeriod.Ticks, Math.Max(LongestWait.Ticks, options.Value.WebhookSweepPeriod.Ticks)));

    [LoggerMessage(1701, LogLevel.Warning, "Webhook {Event} could not be acted on, {Attempts} tries count; the next is in {Wait}")]
    private static partial void HandlingFailed(ILogger log, string @event, int attempts, TimeSpan wait, Exception fault);

    [LoggerMessage(1703, LogLevel.Error, "Webhook {Event} is set aside after {Attempts} tries: somebody has to look")]
    private static partial void Parked(ILogger log, string @event, int attempts, Exception fault);

    [LoggerMessage(1702, LogLevel.Warning, "The sweep of webhooks failed; it goes on")]
    private static partial void SweepFailed(ILogger log, Exception fault);
}
