using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Api.Hubs;
using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Live;

/// <summary>What a person should look at: jobs past their deadline, providers that fell silent with somebody aboard, outbox rows that were set aside, and what other parts have found. Thread-safe.</summary>
internal sealed partial class AlertBoard(
    IJobReader jobs, IOutboxStore outbox, IBackgroundWork work, TimeProvider time, Subscriptions subscriptions, IOptions<LiveOptions> options, ILogger<AlertBoard> log,
    IEnumerable<IAlertSource>? sources = null)
{
    /// <summary>The event that says that a provider fell silent.</summary>
    public const string SilentEvent = "provider_went_silent";

    private static readonly ImmutableArray<JobAttention> Reasons = [JobAttention.PaymentOwed, JobAttention.RefundReversed, JobAttention.FareCapped];

    // How long a price that was cut off is shown where nobody does anything about it. A guess.
    private static readonly TimeSpan CappedFor = TimeSpan.FromDays(7);

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, AlertResource> _silent = [];
    private ImmutableArray<AlertResource> _polled = [];
    private volatile IReadOnlyList<AlertResource> _current = [];

    /// <summary>The open alerts, the oldest first.</summary>
    public IReadOnlyList<AlertResource> Current => _current;

    /// <summary>Starts to look; goes on until the engine stops.</summary>
    public void Start() => work.Start("live-alerts", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Look(cancellationToken);
            await Task.Delay(options.Value.AlertPeriod, time, cancellationToken);
        }
    });

    /// <summary>News of a job: its provider may have fallen silent, or be rid of it.</summary>
    public void Hear(PushMessage.JobChanged changed)
    {
        var job = changed.Job;
        var over = job.State.IsEnd() || job.Provider is null;
        if (changed.Event == SilentEvent && !over)
        {
            Silent(job.Job, job.Provider!.Value, job.ChangedAt);
            return;
        }

        lock (_gate)
        {
            if (!_silent.TryGetValue(job.Job, out var alert) || (!over && alert.ProviderId == job.Provider))
            {
                return;
            }

            _silent.Remove(job.Job);
        }

        Tell();
    }

    /// <summary>A job as the store has it at the start: it may have been silent before.</summary>
    public void Find(Job job)
    {
        if (job is { SilentSince: { } since, Assignment: { } bound })
        {
            Silent(job.Id.Value, bound.Provider.Value, since);
        }
    }

    /// <summary>Looks into the store once.</summary>
    public async Task Look(CancellationToken cancellationToken)
    {
        try
        {
            var limit = options.Value.AlertsPerKind;
            var found = ImmutableArray.CreateBuilder<AlertResource>();
            foreach (var (job, deadline) in await jobs.Overdue(time.GetUtcNow() - options.Value.StuckAfter, limit, cancellationToken))
            {
                found.Add(new AlertResource($"stuck_job:{job}", "stuck_job", deadline, "The job is past the instant at which something had to be done about it.", job.Value, null, null));
            }

            foreach (var reason in Reasons)
            {
                foreach (var job in await jobs.Attention(reason, limit, cancellationToken))
                {
                    if (Money(job, reason, time.GetUtcNow()) is { } alert)
                    {
                        found.Add(alert);
                    }
                }
            }

            foreach (var parked in await outbox.Parked(limit, cancellationToken))
            {
                found.Add(Parked(parked));
            }

            foreach (var source in sources ?? [])
            {
                found.AddRange(await source.Look(limit, cancellationToken));
            }

            lock (_gate)
            {
                _polled = found.ToImmutable();
            }

            Tell();
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            LookFailed(log, fault);
        }
    }

    private static AlertResource Parked(ParkedRow parked)
    {
        var (what, job) = parked.Row.Message switch
        {
            OutboxMessage.AskGateway ask => ($"The payment gateway did not do what it was asked ({ask.Request.Operation})", (Guid?)ask.Request.Job.Value),
            OutboxMessage.TellShard shard => ($"The news of a job did not reach its dispatch shard {shard.Shard}", shard.Job.Job),
            OutboxMessage.TellProvider provider => ("The news of a job did not reach its provider", provider.Job.Job),
            OutboxMessage.SettleVoucher voucher => ($"A campaign was not told that a job's voucher is to be settled ({voucher.Move.Step})", voucher.Job),
            OutboxMessage.SettleBooking booking => ($"A booking was not told what becomes of it ({booking.Step})", booking.Job),
            OutboxMessage.ReturnStock back => ("A store was not told that a job takes nothing of its shelf any more", back.Job),
            OutboxMessage.GiveVoucher earned => ("A voucher that a job has earned was not issued", earned.Earned.Job),
            _ => ("A message could not be delivered", null),
        };
        return new AlertResource(
            $"payment_parked:{parked.Row.Id}", "payment_parked", parked.Row.CreatedAt, $"{what}, after {parked.Row.Attempts} attempts: {parked.Error}", job, null, parked.Row.Id);
    }

    private void Silent(Guid job, Guid provider, DateTimeOffset since)
    {
        lock (_gate)
        {
            _silent[job] = new AlertResource(
                $"silent_provider:{job:N}", "silent_provider", since, "The provider has not reported where it is, and the service has begun.", job, provider, null);
        }

        Tell();
    }

    /// <summary>What a job's state says that a person should look at, one alert of the reason; null when the state says it no more.</summary>
    private static AlertResource? Money(Job job, JobAttention reason, DateTimeOffset now)
    {
        if ((job.Attention & reason) == 0 || (reason == JobAttention.FareCapped && job.EndedAt < now - CappedFor))
        {
            return null;
        }

        var (kind, since, detail) = reason switch
        {
            JobAttention.PaymentOwed => (
                "payment_owed",
                job.EndedAt,
                $"Of {job.FinalFare!.Total} {job.Payment.Captured} were taken; the rest stays on the customer's account. It may be asked for again."),
            JobAttention.RefundReversed => (
                "refund_reversed", job.Payment.Refunds!.ReversedAt, "A refund that was told as paid came back: the customer has not got it, and the books are reversed."),
            JobAttention.FareCapped => (
                "fare_capped",
                job.EndedAt,
                $"The meter came to {job.Metered}, above the limit of the terms: the price is {job.FinalFare!.Total}. Look at the ride; a refund, saying that it was looked at, or a week ends this."),
            _ => throw new InvalidOperationException($"No rule for {reason}."),
        };
        return new AlertResource($"{kind}:{job.Id}", kind, since ?? job.Order.RequestedAt, detail, job.Id.Value, null, null);
    }

    /// <summary>Makes the list anew and tells operators when it changed.</summary>
    private void Tell()
    {
        IReadOnlyList<AlertResource> now;
        lock (_gate)
        {
            now = [.. _polled.Concat(_silent.Values.OrderBy(alert => alert.Since).ThenBy(alert => alert.AlertId, StringComparer.Ordinal).Take(options.Value.AlertsPerKind))
                .OrderBy(alert => alert.Since).ThenBy(alert => alert.AlertId, StringComparer.Ordinal)];
            if (now.SequenceEqual(_current))
            {
                return;
            }

            _current = now;
        }

        Utf8Payload? payload = null;
        foreach (var connection in subscriptions.Connections)
        {
            if (connection.Audience == Audience.Ops)
            {
                connection.Send(nameof(IOpsClient.Alerts), payload ??= Utf8Payload.Of(now));
            }
        }
    }

    [LoggerMessage(2003, LogLevel.Warning, "The alert board could not look into the store")]
    private static partial void LookFailed(ILogger log, Exception fault);
}
