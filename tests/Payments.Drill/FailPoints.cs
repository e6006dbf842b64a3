using System.Collections.Immutable;
using System.Diagnostics;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Contracts.Wallets;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Payments;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Domain.Wallets;
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
        ("wallet_before", 40, "a wallet's move is decided: a credit, a top-up, what a job holds and takes; nothing is written"),
        ("wallet_during", 40, "that transaction is with the store"),
        ("wallet_after", 40, "it is written: wallet, payment, entry, transfers; nobody knows"),
        ("top_up_after", 10, "a top-up's card is charged; the wallet has nothing of it"),
        ("top_up_mark_before", 10, "the wallet has it; the top-up is not marked"),
    ];

    /// <summary>Not a kill: PostgreSQL is stopped with <c>-m immediate</c> and started again under the service.</summary>
    public const string ServerRestart = "postgres_restart";

    /// <summary>A kill at no chosen step: any instant under load.</summary>
    public const string AnyMoment = "any_moment";

    /// <summary>Whether a point is passed by wallets alone: then all jobs are paid out of them.</summary>
    public static bool IsOfWallets(string? point) => point is not null && (point.StartsWith("wallet_", StringComparison.Ordinal) || point.StartsWith("top_up_", StringComparison.Ordinal));
}

/// <summary>The point that this process dies at. Thread-safe.</summary>
/// <param name="name">Which; null for none.</param>
/// <param name="passes">The pass that it dies at, from 1.</param>
/// <param name="into">How long after the beginning of a step that it is to die in.</param>
internal sealed class FailPoint(string? name, int passes, TimeSpan into)
{
    private int _passed;
    private volatile bool _armed;
    private volatile bool _waits;

    /// <summary>Passes count from here on; or from the first command on that a job acknowledges, so that a point which is passed before any order does not end a round that has nothing to show.</summary>
    public void Arm(bool atFirstAnswer) => (_armed, _waits) = (!atFirstAnswer, atFirstAnswer);

    /// <summary>A job has acknowledged a command.</summary>
    public void Acknowledged()
    {
        if (_waits)
        {
            (_armed, _waits) = (true, false);
        }
    }

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

    private bool IsNow(string at) => _armed && at == name && Interlocked.Increment(ref _passed) == passes;

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
    public ValueTask<ImmutableArray<OutboxRow>> Due(OutboxLane lane, DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.Due(lane, now, limit, cancellationToken);

    public ValueTask<bool> IsDue(long row, int attempts, DateTimeOffset now, CancellationToken cancellationToken) => inner.IsDue(row, attempts, now, cancellationToken);

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
    public async Task<GatewayAnswer> Send(GatewayRequest request, CancellationToken cancellationToken)
    {
        var answer = await point.Through("call", () => inner.Send(request, cancellationToken));
        if (request.Operation == GatewayOperation.TopUp && answer.Outcome == GatewayOutcome.Done)
        {
            point.Pass("top_up_after");
        }

        return answer;
    }
}

internal sealed class FailingWallets(IWalletStore inner, FailPoint point) : IWalletStore
{
    public async ValueTask<WalletChange> Move(WalletMove move, Money? fee, CancellationToken cancellationToken) =>
        await point.Through("wallet", () => inner.Move(move, fee, cancellationToken).AsTask(), change => change.Entry is not null);

    public ValueTask<ImmutableArray<Wallet>> Of(CustomerId customer, CancellationToken cancellationToken) => inner.Of(customer, cancellationToken);

    public ValueTask<ImmutableArray<(long Number, WalletEntry Entry)>> Entries(CustomerId customer, long? before, int limit, CancellationToken cancellationToken) => inner.Entries(customer, before, limit, cancellationToken);

    public ValueTask<WalletHold?> Find(string intent, CancellationToken cancellationToken) => inner.Find(intent, cancellationToken);

    public ValueTask<WalletTopUp> Begin(WalletTopUp topUp, CancellationToken cancellationToken) => inner.Begin(topUp, cancellationToken);

    public ValueTask<WalletTopUp?> TopUp(Guid id, CancellationToken cancellationToken) => inner.TopUp(id, cancellationToken);

    public ValueTask<ImmutableArray<WalletEntry>> Disputes(Guid topUp, CancellationToken cancellationToken) => inner.Disputes(topUp, cancellationToken);

    public ValueTask<ImmutableArray<WalletEntry>> OpenDisputes(int limit, CancellationToken cancellationToken) => inner.OpenDisputes(limit, cancellationToken);

    public ValueTask<ImmutableArray<Wallet>> Owing(int limit, CancellationToken cancellationToken) => inner.Owing(limit, cancellationToken);

    public ValueTask<ImmutableArray<WalletTopUp>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.Due(now, limit, cancellationToken);

    public ValueTask PutOff(Guid id, DateTimeOffset until, CancellationToken cancellationToken) => inner.PutOff(id, until, cancellationToken);

    public ValueTask End(Guid id, WalletTopUpStatus status, string? intent, string? code, CancellationToken cancellationToken)
    {
        if (status == WalletTopUpStatus.Paid)
        {
            point.Pass("top_up_mark_before");
        }

        return inner.End(id, status, intent, code, cancellationToken);
    }
}

internal sealed class FailingWebhooks(IPaymentWebhookStore inner, FailPoint point) : IPaymentWebhookStore
{
    public async ValueTask<PaymentWebhook?> Add(PaymentWebhook webhook, CancellationToken cancellationToken) =>
        await point.Through("hook_store", () => inner.Add(webhook, cancellationToken).AsTask(), kept => kept is not null);

    public ValueTask<ImmutableArray<PaymentWebhook>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken) => inner.Due(now, limit, cancellationToken);

    public ValueTask PutOff(long number, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => inner.PutOff(number, attempts, dueAt, error, cancellationToken);

    public ValueTask Park(long number, int attempts, string error, CancellationToken cancellationToken) => inner.Park(number, attempts, error, cancellationToken);

    public ValueTask<ImmutableArray<PaymentWebhook>> Parked(int limit, CancellationToken cancellationToken) => inner.Parked(limit, cancellationToken);

    public ValueTask<bool> Unpark(long number, DateTimeOffset dueAt, CancellationToken cancellationToken) => inner.Unpark(number, dueAt, cancellationToken);

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
