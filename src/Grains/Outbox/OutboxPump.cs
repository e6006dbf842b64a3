using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Providers;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Grains.Observability;
using O2O.Dispatch.Payments;

namespace O2O.Dispatch.Grains.Outbox;

/// <summary>Delivers what commits owe: at once after the commit, and by a sweep for what that left over (a crash, a gateway that did not answer). It runs outside any grain, so it may await them all.
/// At least once; whoever receives recognises a repetition. Thread-safe.</summary>
public sealed partial class OutboxPump(
    IGrainFactory grains, IPaymentGateway gateway, IOutboxStore store, IBackgroundWork work, TimeProvider time, IOptions<OutboxOptions> options, ILogger<OutboxPump> log)
{
    private readonly ConcurrentDictionary<long, byte> _underWay = new();

    /// <summary>Delivers rows that were just committed, in their order, without making the caller wait.</summary>
    public void Deliver(ImmutableArray<OutboxRow> rows)
    {
        if (rows.IsEmpty)
        {
            return;
        }

        // The delivery outlives the turn that committed: a trace of its own, with a link to the commit's.
        var commit = Activity.Current?.Context;
        work.Start("outbox", cancellationToken => DeliverAll(rows, commit, cancellationToken));
    }

    /// <summary>Starts the sweep; it goes on until the engine stops.</summary>
    public void StartSweeping() => work.Start("outbox-sweep", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(options.Value.SweepPeriod, time, cancellationToken);
            try
            {
                await Sweep(cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                SweepFailed(log, fault);
            }
        }
    });

    /// <summary>Delivers every row that is due, once.</summary>
    /// <returns>How many were tried.</returns>
    public async Task<int> Sweep(CancellationToken cancellationToken)
    {
        var due = await store.Due(time.GetUtcNow(), options.Value.SweepBatch, cancellationToken);
        await DeliverAll(due, null, cancellationToken);
        return due.Length;
    }

    private async Task DeliverAll(ImmutableArray<OutboxRow> rows, ActivityContext? commit, CancellationToken cancellationToken)
    {
        var delivered = ImmutableArray.CreateBuilder<long>();
        foreach (var row in rows)
        {
            // The sweep may meet a row that the fast path is still busy with.
            if (!_underWay.TryAdd(row.Id, 0))
            {
                continue;
            }

            using var span = Span(row, commit);
            try
            {
                if (await DeliverOne(row, cancellationToken))
                {
                    delivered.Add(row.Id);
                }

                DispatchMeters.Delivered(KindOf(row.Message), time.GetUtcNow() - row.CreatedAt);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                await Failed(row, fault, cancellationToken);
            }
            finally
            {
                _underWay.TryRemove(row.Id, out _);
            }
        }

        if (delivered.Count > 0)
        {
            await store.Close(delivered.ToImmutable(), cancellationToken);
        }
    }

    private static Activity? Span(OutboxRow row, ActivityContext? commit)
    {
        if (!DispatchTraces.Source.HasListeners())
        {
            return null;
        }

        // Without a parent, whatever flows here from the turn that started this.
        Activity.Current = null;
        var span = DispatchTraces.Source.StartActivity(ActivityKind.Producer, default(ActivityContext), [new("dispatch.outbox.row", row.Id)], commit is { } context ? [new ActivityLink(context)] : null, default, "outbox delivery");
        span?.SetTag("dispatch.outbox.kind", KindOf(row.Message));
        return span;
    }

    private static string KindOf(OutboxMessage message) => message switch
    {
        OutboxMessage.TellShard => "tell_shard",
        OutboxMessage.TellProvider => "tell_provider",
        OutboxMessage.AskGateway => "ask_gateway",
        _ => "other",
    };

    /// <returns>Whether the row is still to be closed; a payment's answer closes it in the job's own commit.</returns>
    private async Task<bool> DeliverOne(OutboxRow row, CancellationToken cancellationToken)
    {
        switch (row.Message)
        {
            case OutboxMessage.TellShard shard:
                await grains.GetGrain<IDispatchShardGrain>(shard.Shard).HearOfJob(shard.Job, cancellationToken);
                return true;
            case OutboxMessage.TellProvider provider:
                await grains.GetGrain<IProviderGrain>(provider.Provider.ToString("N")).HearOfJob(provider.Job, cancellationToken);
                return true;
            case OutboxMessage.AskGateway ask:
                return await Ask(row.Id, ask.Request, cancellationToken);
            default:
                throw new InvalidOperationException($"No rule for {row.Message.GetType().Name}.");
        }
    }

    private async Task<bool> Ask(long row, GatewayRequest request, CancellationToken cancellationToken)
    {
        var answer = await Call(request, cancellationToken);
        var news = new PaymentNews(OutcomeOf(request.Operation, answer), answer.Intent, answer.Code, answer.Amount.MinorUnits, answer.Amount.Currency.Code, row);
        var reply = await grains.GetGrain<IJobGrain>(request.Job.ToString()).RecordPayment(news, cancellationToken);
        if (reply.Done)
        {
            return false;
        }

        // The job knew already, or cannot use it: the row has done its work either way.
        NewsRefused(log, request.Job.ToString(), request.Operation, reply.Rejection!.Value);
        return true;
    }

    private async Task<GatewayAnswer> Call(GatewayRequest request, CancellationToken cancellationToken)
    {
        using var span = DispatchTraces.Source.StartActivity("gateway call", ActivityKind.Client);
        if (span is null && !DispatchMeters.MeasuresGateway)
        {
            return await gateway.Send(request, cancellationToken);
        }

        var operation = JsonNamingPolicy.SnakeCaseLower.ConvertName(request.Operation.ToString());
        span?.SetTag("dispatch.gateway.operation", operation);
        var started = Stopwatch.GetTimestamp();
        try
        {
            var answer = await gateway.Send(request, cancellationToken);
            DispatchMeters.Called(started, operation, JsonNamingPolicy.SnakeCaseLower.ConvertName(answer.Outcome.ToString()));
            return answer;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            span?.SetStatus(ActivityStatusCode.Error);
            DispatchMeters.Called(started, operation, "unavailable");
            throw;
        }
    }

    private static PaymentOutcome OutcomeOf(GatewayOperation operation, GatewayAnswer answer) => answer.Outcome switch
    {
        GatewayOutcome.Done => operation switch
        {
            GatewayOperation.Authorize => PaymentOutcome.Authorized,
            GatewayOperation.Capture => PaymentOutcome.Captured,
            GatewayOperation.Release => PaymentOutcome.Released,
        },
        GatewayOutcome.RequiresAction => PaymentOutcome.RequiresAction,
        GatewayOutcome.Declined or GatewayOutcome.Refused => operation switch
        {
            GatewayOperation.Authorize => PaymentOutcome.Declined,
            GatewayOperation.Capture or GatewayOperation.Release => PaymentOutcome.Failed,
        },
    };

    private async Task Failed(OutboxRow row, Exception fault, CancellationToken cancellationToken)
    {
        var attempts = row.Attempts + 1;
        if (attempts >= options.Value.MaxAttempts)
        {
            Parked(log, row.Id, attempts, fault);
            DispatchMeters.Failed(parked: true);
            await store.Park(row.Id, attempts, fault.Message, cancellationToken);
            return;
        }

        var wait = TimeSpan.FromTicks(Math.Min(
            options.Value.LongestBackoff.Ticks, options.Value.FirstBackoff.Ticks * (1L << Math.Min(attempts - 1, 20))));
        PutOff(log, row.Id, attempts, wait, fault.Message);
        DispatchMeters.Failed(parked: false);
        await store.PutOff(row.Id, attempts, time.GetUtcNow() + wait, fault.Message, cancellationToken);
    }
}
