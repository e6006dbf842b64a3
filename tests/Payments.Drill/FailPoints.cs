using System.Collections.Immutable;
using System.Diagnostics;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Payments;
using O2O.Dispatch.Payments.Webhooks;

namespace O2O.Dispatch.Payments.Drill;

/// <summary>Where the service may be killed: between every two steps that money goes through. The ports are wrapped, so that no line of the service itself knows of it and nothing of it is in production.</summary>
internal static class FailPoints
{
    /// <summary>Every point, in the order of the steps, with the most passes that a round lets go by.</summary>
    public static readonly ImmutableArray<(string Name, int Passes, string Meaning)> All =
    [
        ("commit_before", 60, "a command that owes the gateway something is decided; nothing is written"),
        ("commit_during", 60, "its commit is with the store"),
        ("commit_after", 60, "it is written: job, answer, outbox, transfers; nobody knows"),
        ("publish_after", 80, "it is published; the outbox is not told, the caller not answered"),
        ("call_before", 40, "the outbox is about to ask the gateway"),
        ("call_during", 40, "the gateway is being asked"),
        ("call_after", 40, "the gateway has answered; nothing of it is written"),
        ("mark_before", 40, "the job has decided on the answer; the outbox row is not marked"),
        ("mark_during", 40, "that commit is with the store"),
        ("mark_after", 40, "job, transfers and the marked row are written"),
        ("close_before", 60, "others were told of the job; the row is not marked"),
        ("close_after", 60, "that row is marked"),
        ("hook_store_before", 40, "a webhook has come; it is not stored"),
        ("hook_store_after", 40, "it is stored; the gateway is not answered, the job not told"),
        ("hook_tell_before", 40, "the job is about to be told"),
        ("hook_tell_after", 40, "the job was told; the webhook is not marked"),
        ("hook_mark_after", 40, "it is marked"),
    ];

    /// <summary>Not a kill: PostgreSQL is stopped with <c>-m immediate</c> and started again under the service.</summary>
    public const string ServerRestart = "postgres_restart";

    /// <summary>A kill at no chosen step: any instant under load.</summary>
    public const string AnyMoment = "any_moment";
}

/// <summary>The point that this process dies at. Thread-safe.</summary>
/// <param name="name">Which; null for none.</param>
/// <param name="passes">The pass that it dies at, from 1.</param>
/// <param name="into">How long after the beginning of a step that it is to die in.</param>
internal sealed class FailPoint(string? name, int passes, TimeSpan into)
{
    private int _passed;

    /// <summary>Passes count from here on.</summary>
    public volatile bool Armed;

    /// <summary>Passes a point; the process may end here.</summary>
    public void Pass(string at)
    {
        if (IsNow(at))
        {
            Die();
        }
    }

    /// <summary>Passes a step that the process may end in.</summary>
    public async Task<T> Through<T>(string step, Func<Task<T>> run, Func<T, bool>? done = null)
    {
        Pass(step + "_before");
        var running = run();
        if (IsNow(step + "_during"))
        {
            await Task.WhenAny(running, Task.Delay(into, CancellationToken.None));
            Die();
        }

        var result = await running;
        if (done is null || done(result))
        {
            Pass(step + "_after");
        }

        return result;
    }

    private bool IsNow(string at) => Armed && at == name && Interlocked.Increment(ref _passed) == passes;

    /// <summary>SIGKILL: nothing is flushed, no handler runs.</summary>
    private static void Die()
    {
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(Timeout.Infinite);
    }
}

internal sealed class FailingJobStore(IJobStore inner, FailPoint point) : IJobStore
{
    public ValueTask<Job?> Load(JobId job, CancellationToken cancellationToken) => inner.Load(job, cancellationToken);

    public async ValueTask<CommitResult> Commit(JobCommit commit, CancellationToken cancellationToken) =>
        !commit.ClosedOutbox.IsEmpty ? await Step("mark", commit, cancellationToken)
        : commit.Answer is not null && commit.Outbox.Any(owed => owed is OutboxMessage.AskGateway) ? await Step("commit", commit, cancellationToken)
        : await inner.Commit(commit, cancellationToken);

    public ValueTask<StoredAnswer?> FindAnswer(Guid command, CancellationToken cancellationToken) => inner.FindAnswer(command, cancellationToken);

    public ValueTask<ImmutableArray<Job>> ActiveOfProvider(ProviderId provider, CancellationToken cancellationToken) => inner.ActiveOfProvider(provider, cancellationToken);

    public ValueTask<ImmutableArray<Job>> LiveInShard(string shard, CancellationToken cancellationToken) => inner.LiveInShard(shard, cancellationToken);

    public ValueTask<ImmutableArray<JobId>> Due(string shard, DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.Due(shard, now, limit, cancellationToken);

    private Task<CommitResult> Step(string step, JobCommit commit, CancellationToken cancellationToken) =>
        point.Through(step, () => inner.Commit(commit, cancellationToken).AsTask(), result => result.Status == CommitStatus.Committed);
}

internal sealed class FailingOutbox(IOutboxStore inner, FailPoint point) : IOutboxStore
{
    public ValueTask<ImmutableArray<OutboxRow>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.Due(now, limit, cancellationToken);

    public async ValueTask Close(ImmutableArray<long> rows, CancellationToken cancellationToken) => await point.Through("close", async () =>
    {
        await inner.Close(rows, cancellationToken);
        return true;
    });

    public ValueTask PutOff(long row, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => inner.PutOff(row, attempts, dueAt, error, cancellationToken);

    public ValueTask Park(long row, int attempts, string error, CancellationToken cancellationToken) => inner.Park(row, attempts, error, cancellationToken);

    public ValueTask<(long Waiting, long Parked)> Count(CancellationToken cancellationToken) => inner.Count(cancellationToken);

    public ValueTask<ImmutableArray<ParkedRow>> Parked(int limit, CancellationToken cancellationToken) => inner.Parked(limit, cancellationToken);

    public ValueTask<bool> Unpark(long row, DateTimeOffset dueAt, CancellationToken cancellationToken) => inner.Unpark(row, dueAt, cancellationToken);
}

internal sealed class FailingBus(IEventBus inner, FailPoint point) : IEventBus
{
    public async ValueTask Publish(ImmutableArray<StreamEvent> events)
    {
        await inner.Publish(events);
        if (events.Any(happened => happened.Message is PushMessage.JobChanged { Job.Payment: PaymentState.Authorizing or PaymentState.Capturing }))
        {
            point.Pass("publish_after");
        }
    }

    public IDisposable Listen(Action<StreamEvent> handler) => inner.Listen(handler);
}

internal sealed class FailingGateway(IPaymentGateway inner, FailPoint point) : IPaymentGateway
{
    public Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken) => point.Through("call", () => inner.Send(request, cancellationToken));
}

internal sealed class FailingWebhooks(IPaymentWebhookStore inner, FailPoint point) : IPaymentWebhookStore
{
    public async ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken) =>
        await point.Through("hook_store", () => inner.Add(webhook, cancellationToken).AsTask(), kept => kept is not null);

    public ValueTask<ImmutableArray<PaymentWebhook>> Waiting(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.Waiting(before, limit, cancellationToken);

    public async ValueTask Mark(long number, WebhookState state, string? reason, DateTimeOffset at, CancellationToken cancellationToken) => await point.Through("hook_mark", async () =>
    {
        await inner.Mark(number, state, reason, at, cancellationToken);
        return true;
    });

    public ValueTask<ImmutableArray<PaymentWebhook>> Page(WebhookState? state, long? before, int limit, CancellationToken cancellationToken) => inner.Page(state, before, limit, cancellationToken);

    public ValueTask<int> Purge(DateTimeOffset before, int limit, CancellationToken cancellationToken) => inner.Purge(before, limit, cancellationToken);
}

internal sealed class FailingSink(IPaymentEventSink inner, FailPoint point) : IPaymentEventSink
{
    public Task<EventVerdict> Tell(PaymentEvent happened, CancellationToken cancellationToken) => point.Through("hook_tell", () => inner.Tell(happened, cancellationToken));
}
