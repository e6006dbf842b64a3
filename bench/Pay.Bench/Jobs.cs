using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Customers;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;
using O2O.Dispatch.Domain.Money;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Providers;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.Pay.Bench;

/// <summary>Jobs with their customer on board: what is left is to complete them. The first eight digits of every id of a job are its number.</summary>
internal static class Jobs
{
    private static readonly string Shard = ShardKey.Of(Scenarios.Market.Value, Scenarios.ServiceClass.Value);

    /// <summary>The n-th job.</summary>
    public static JobId Id(int n) => new(As(n, 0x10));

    /// <summary>The command that completes it.</summary>
    public static AdvanceJob Completion(int n) => new(CommandStamp.Of(As(n, 0x70)), As(n, 0x10), As(n, 0x30), JobStep.Complete, null, null);

    /// <summary>Stores it, all its steps up to here in one commit.</summary>
    public static Task Store(IJobStore store, int n, string intent, DateTimeOffset now) => Store(store, n, intent, now, captured: false);

    /// <summary>Stores it completed and captured, with a tip, in one commit.</summary>
    public static Task StoreCaptured(IJobStore store, int n, string intent, DateTimeOffset now) => Store(store, n, intent, now, captured: true);

    private static async Task Store(IJobStore store, int n, string intent, DateTimeOffset now, bool captured)
    {
        var order = Scenarios.Order(now: now) with { Id = Id(n), Customer = new CustomerId(As(n, 0x20)) };
        var provider = new ProviderId(As(n, 0x30));
        Job? job = null;
        var events = ImmutableArray.CreateBuilder<JobEvent>();
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        var pending = ImmutableArray.CreateBuilder<LedgerPending>();
        Do(new JobCommand.Request(order));
        Do(new JobCommand.PaymentAuthorised(intent, order.Hold));
        Do(new JobCommand.Accept(new OfferId(As(n, 0x50)), job!.Attempt, job.Version, provider, new VehicleId(As(n, 0x40)), 0, now + TimeSpan.FromMinutes(3)));
        Do(new JobCommand.Arrive(provider));
        Do(new JobCommand.Start(provider, null));
        if (captured)
        {
            Do(new JobCommand.Complete(provider, null));
            Do(new JobCommand.PaymentCaptured(job.FinalFare!.Total));
            Do(new JobCommand.Tip(new Money(200, job.FinalFare.Total.Currency), TimeSpan.FromDays(30)));
            Do(new JobCommand.TipCharged(1, intent + "_tip", new Money(200, job.FinalFare.Total.Currency)));
        }

        var result = await store.Commit(new JobCommit(job, 0, events.ToImmutable(), Shard, null, [], [], transfers.ToImmutable(), [], [], now) { Pending = pending.ToImmutable() }, default);
        if (result.Status != CommitStatus.Committed)
        {
            throw new InvalidOperationException($"Job {n} was not stored: {result.Status}.");
        }

        void Do(JobCommand command)
        {
            var decided = Decided.Of(job, command, now);
            job = decided.After;
            events.AddRange(decided.Events);
            transfers.AddRange(decided.Transfers);
            pending.AddRange(decided.Pending);
        }
    }

    private static Guid As(int n, short kind) => new(n, kind, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 1);
}
