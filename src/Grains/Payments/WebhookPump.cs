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
    public void Deliver(PaymentWebhook webhook) => work.Start("webhook", cancellationToken => Handle(webhook, mayAsk: true, cancellationToken));

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

    /// <summary>Acts on everything that is due, once. A gateway that answers nobody is asked about the first row alone; those after it that have to ask it are put off, and the others are acted on.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var due = await store.Due(time.GetUtcNow(), Batch, cancellationToken);
        var answers = true;
        foreach (var webhook in due)
        {
            answers = await Handle(webhook, answers, cancellationToken) && answers;
        }

        return due.Length;
    }

    /// <summary>Acts on one. What cannot be acted on is put off, longer each time, so that it keeps nobody else from being looked at, and is set aside in the end.</summary>
    /// <param name="webhook">Which.</param>
    /// <param name="mayAsk">Whether the gateway may be asked.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>False when the gateway would have had to answer, and did not.</returns>
    private async Task<bool> Handle(PaymentWebhook webhook, bool mayAsk, CancellationToken cancellationToken)
    {
        // The sweep may meet a row that the fast path is still busy with.
        if (!_underWay.TryAdd(webhook.Number, 0))
        {
            return true;
        }

        try
        {
            if (!await handler.Handle(webhook, mayAsk, cancellationToken))
            {
                // What it is about may come any moment.
                var now = time.GetUtcNow();
                await store.PutOff(webhook.Number, webhook.Attempts, now + Again(webhook, now), "early", cancellationToken);
            }

            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            await Failed(webhook, fault, mayAsk, cancellationToken);
            return fault is not GatewayUnavailableException;
        }
        finally
        {
            _underWay.TryRemove(webhook.Number, out _);
        }
    }

    private async Task Failed(PaymentWebhook webhook, Exception fault, bool mayAsk, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (fault is GatewayUnavailableException && (!mayAsk || now - webhook.ReceivedAt < WebhookHandler.Patience))
        {
            // It is no fault of this one's that the gateway answers nobody, or was not asked.
            var pause = Again(webhook, now);
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

        var wait = Backoff.After(attempts, options.Value.WebhookSweepPeriod, options.Value.WebhookSweepPeriod > LongestWait ? options.Value.WebhookSweepPeriod : LongestWait);
        HandlingFailed(log, webhook.EventId, attempts, wait, fault);
        await store.PutOff(webhook.Number, attempts, now + wait, fault.Message, cancellationToken);
    }

    /// <summary>As long again as it has waited, less up to a fifth, another part each time: one that the gateway never answers is not for ever the first of those that would ask it.</summary>
    private TimeSpan Again(PaymentWebhook webhook, DateTimeOffset now)
    {
        var waited = now - webhook.ReceivedAt;
        return Backoff.Jittered(Backoff.AsLongAgain(waited, options.Value.WebhookSweepPeriod, LongestWait), 5, webhook.Number, (int)waited.TotalSeconds);
    }

    [LoggerMessage(1701, LogLevel.Warning, "Webhook {Event} could not be acted on, {Attempts} tries count; the next is in {Wait}")]
    private static partial void HandlingFailed(ILogger log, string @event, int attempts, TimeSpan wait, Exception fault);

    [LoggerMessage(1703, LogLevel.Error, "Webhook {Event} is set aside after {Attempts} tries: somebody has to look")]
    private static partial void Parked(ILogger log, string @event, int attempts, Exception fault);

    [LoggerMessage(1702, LogLevel.Warning, "The sweep of webhooks failed; it goes on")]
    private static partial void SweepFailed(ILogger log, Exception fault);
}
