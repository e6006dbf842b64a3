using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Api.Live;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Webhooks;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Webhooks;

/// <summary>
/// Brings events to endpoints, at least once. First it queues: it reads the feed of all job events from the position where it stopped, and writes the deliveries that follow and the new position in one
/// commit. Then it delivers: it claims what is due, sends it, and writes what came of it. A crash before a write repeats what was before it, with the same event ids; several nodes share the work.
/// </summary>
internal sealed partial class WebhookPump(
    IWebhookStore store, IJobFeed feed, IJobStore jobs, IJobReader reader, WebhookSender sender, IBackgroundWork work, IIdSource ids, TimeProvider time, LiveMeters meters,
    IOptions<WebhookOptions> options, ILogger<WebhookPump> log)
{
    private const int DueEndpoints = 1_000;
    private const int PurgeBatch = 1_000;
    // A store that is away is not asked four times a second.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UpkeepPeriod = TimeSpan.FromHours(1);

    private readonly List<(Guid Endpoint, Task Delivery)> _underWay = [];
    private Guid _lastServed;

    /// <summary>Starts to queue and to deliver; goes on until the engine stops.</summary>
    public void Start()
    {
        work.Start("webhooks-queue", cancellationToken => Repeat(options.Value.PollPeriod, QueueNew, QueueFailed, cancellationToken));
        work.Start("webhooks-deliver", Deliver);
        work.Start("webhooks-upkeep", cancellationToken => Repeat(UpkeepPeriod, Purge, PurgeFailed, cancellationToken));
    }

    /// <summary>Queues all that is new.</summary>
    /// <returns>How many deliveries.</returns>
    internal async Task<int> QueueNew(CancellationToken cancellationToken)
    {
        var queued = 0;
        while (true)
        {
            var now = time.GetUtcNow();
            var position = await store.Position(cancellationToken);
            var page = await feed.After(position, options.Value.QueueBatch, cancellationToken);
            if (page.Position == position)
            {
                return queued;
            }

            // Read after the events: whatever endpoint was there when one of them was committed is among these.
            var endpoints = await store.Enabled(cancellationToken);
            var (events, deliveries) = await DeliveriesOf(page.Entries, endpoints, now, cancellationToken);
            if (await store.Queue(position, page.Position, events, deliveries, now, cancellationToken))
            {
                queued += deliveries.Length;
            }
        }
    }

    /// <summary>What follows from events for endpoints.</summary>
    internal async Task<(ImmutableArray<WebhookEvent> Events, ImmutableArray<WebhookDelivery> Deliveries)> DeliveriesOf(
        ImmutableArray<JobFeedEntry> entries, ImmutableArray<WebhookEndpoint> endpoints, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var orders = new Dictionary<JobId, JobOrder>();
        var histories = new Dictionary<JobId, ImmutableArray<TimelineEntry>>();
        var events = ImmutableArray.CreateBuilder<WebhookEvent>();
        var deliveries = ImmutableArray.CreateBuilder<WebhookDelivery>();
        foreach (var entry in entries)
        {
            if (WebhookTypes.Of(entry.Name) is not { } type || !endpoints.Any(endpoint => Wants(endpoint, type)))
            {
                continue;
            }

            if (!orders.TryGetValue(entry.Job, out var order))
            {
                order = (await jobs.Load(entry.Job, cancellationToken))?.Order ?? throw new InvalidOperationException($"Job {entry.Job} has events and no row.");
                orders.Add(entry.Job, order);
            }

            var wanted = endpoints.Where(endpoint => Wants(endpoint, type) && IsOf(endpoint, order)).ToList();
            if (wanted.Count == 0)
            {
                continue;
            }

            if (!histories.TryGetValue(entry.Job, out var history))
            {
                history = await reader.Timeline(entry.Job, cancellationToken);
                histories.Add(entry.Job, history);
            }

            var past = history.TakeWhile(one => one.Version <= entry.Version).Select(one => one.Event).ToList();
            var job = JobEvents.Replay(order, past)!;
            foreach (var audience in wanted.GroupBy(endpoint => endpoint.Owner is { IsMerchant: true }))
            {
                var what = audience.Key ? WebhookEvents.ForMerchant(type, job, past[^1]) : WebhookEvents.Of(type, job, past[^1]);
                events.Add(what);
                deliveries.AddRange(audience.Select(endpoint => WebhookDelivery.Of(ids.Next(), endpoint.Id, what, now, options.Value.GiveUpAfter)));
            }
        }

        return (events.ToImmutable(), deliveries.ToImmutable());
    }

    /// <summary>Sends everything that is due, and what becomes due by it, and waits for all of it.</summary>
    /// <returns>How many tries were made.</returns>
    internal async Task<int> DeliverDue(CancellationToken cancellationToken)
    {
        var tried = 0;
        while (await Launch(cancellationToken) is var launched and > 0)
        {
            tried += launched;
            await Task.WhenAll(_underWay.Select(one => one.Delivery));
            _underWay.Clear();
        }

        return tried;
    }

    /// <summary>Forgets what is older than it is kept.</summary>
    internal async Task<int> Purge(CancellationToken cancellationToken)
    {
        var purged = 0;
        int batch;
        do
        {
            batch = await store.Purge(time.GetUtcNow() - options.Value.KeepDeliveries, PurgeBatch, cancellationToken);
            purged += batch;
        }
        while (batch == PurgeBatch);

        return purged;
    }

    private static bool Wants(WebhookEndpoint endpoint, string type) =>
        (endpoint.Types.IsEmpty || endpoint.Types.Contains(type)) && (endpoint.Owner is not { IsMerchant: true } || WebhookTypes.IsOfMerchants(type));

    private static bool IsOf(WebhookEndpoint endpoint, JobOrder order) =>
        (endpoint.Customer is null || endpoint.Customer == order.Customer)
        && (endpoint.Market is null || endpoint.Market == order.Market.Value)
        && (endpoint.Merchant is null || endpoint.Merchant == order.Merchant?.Value)

        // A merchant sees what its stores sell. That a ride's price is shared with it makes the ride no order of its.
        && (endpoint.Owner is not { IsMerchant: true } || order.Sale is not null);

    /// <summary>The wait after so many failed tries, less up to a fifth. One that is longer than the delivery is tried at all parks it, however long it is.</summary>
    private TimeSpan Wait(Guid delivery, int failed)
    {
        Span<byte> bytes = stackalloc byte[16];
        delivery.TryWriteBytes(bytes);
        var what = BitConverter.ToInt64(bytes) ^ BitConverter.ToInt64(bytes[8..]) ^ options.Value.Seed;
        return Backoff.Jittered(Backoff.After(failed, options.Value.FirstRetry, options.Value.GiveUpAfter * 2), 5, what, failed);
    }

    private async Task Repeat(TimeSpan period, Func<CancellationToken, Task<int>> round, Action<ILogger, Exception> failed, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await round(cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                failed(log, fault);
                await Task.Delay(RetryAfter, time, cancellationToken);
            }

            await Task.Delay(period, time, cancellationToken);
        }
    }

    private async Task Deliver(CancellationToken cancellationToken)
    {
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await Launch(cancellationToken);
                }
                catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    ClaimFailed(log, fault);
                }

                using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny([Task.Delay(options.Value.PollPeriod, time, rest.Token), .. _underWay.Select(one => one.Delivery)]);
                await rest.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
                _underWay.RemoveAll(one => one.Delivery.IsCompleted);
            }
        }
        finally
        {
            await Task.WhenAll(_underWay.Select(one => one.Delivery)).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Claims what is due, as far as there is room, and begins to send it.</summary>
    private async Task<int> Launch(CancellationToken cancellationToken)
    {
        var launched = 0;
        if (_underWay.Count >= options.Value.AtOnce)
        {
            return launched;
        }

        // The next in turn first, or those with small ids would have all the room there is.
        var now = time.GetUtcNow();
        var due = await store.Due(now, DueEndpoints, cancellationToken);
        foreach (var endpoint in due.OrderBy(endpoint => endpoint.Id.CompareTo(_lastServed) <= 0).ThenBy(endpoint => endpoint.Id))
        {
            var room = Math.Min(options.Value.AtOnce - _underWay.Count, options.Value.AtOncePerEndpoint - _underWay.Count(one => one.Endpoint == endpoint.Id));
            if (room <= 0)
            {
                continue;
            }

            var claimed = await store.Claim(endpoint.Id, ids.Next(), now, now + options.Value.Claim, room, cancellationToken);
            launched += claimed.Length;
            _underWay.AddRange(claimed.Select(one => (endpoint.Id, Try(endpoint, one, cancellationToken))));
            _lastServed = endpoint.Id;
        }

        return launched;
    }

    private async Task Try(WebhookEndpoint endpoint, ClaimedWebhook claimed, CancellationToken cancellationToken)
    {
        var delivery = claimed.Delivery;
        var attempt = await sender.Send(endpoint, delivery, claimed.Body, cancellationToken);
        var now = time.GetUtcNow();
        var next = now + Wait(delivery.Id, delivery.Attempts + 1);
        var state = attempt.Fault is null ? WebhookDeliveryState.Delivered : next > delivery.GiveUpAt ? WebhookDeliveryState.Parked : WebhookDeliveryState.Pending;
        meters.Webhook(Snake.Of(state), attempt.LatencyMilliseconds);
        try
        {
            switch (await store.Settle(claimed, new WebhookOutcome(state, next, attempt, now - options.Value.SwitchOffAfter), CancellationToken.None))
            {
                case WebhookSettled.SwitchedOff:
                    SwitchedOff(log, endpoint.Id);
                    break;
                case WebhookSettled.Written:
                case WebhookSettled.Stale:
                    break;
            }
        }
        catch (Exception fault)
        {
            SettleFailed(log, delivery.Id, fault);
            return;
        }

        if (state == WebhookDeliveryState.Parked)
        {
            Parked(log, delivery.Id, endpoint.Id, delivery.Attempts + 1);
        }
        else if (attempt.Fault is { } said)
        {
            Failed(log, delivery.Id, endpoint.Id, delivery.Attempts + 1, said);
        }
    }
}
