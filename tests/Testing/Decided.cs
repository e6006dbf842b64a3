using System.Collections.Immutable;
using System.Globalization;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Testing;

/// <summary>What a decision comes to, folded as a commit takes it: what happened, the job after each of it, and what it posts.</summary>
/// <param name="Before">The job before; null for a new one.</param>
/// <param name="Events">What happened; at least one.</param>
/// <param name="States">The job after each event.</param>
/// <param name="Transfers">What the events post.</param>
/// <param name="Pending">What they hold, and what of it they post or void.</param>
public sealed record Decided(
    Job? Before, ImmutableArray<JobEvent> Events, ImmutableArray<Job> States, ImmutableArray<LedgerTransfer> Transfers, ImmutableArray<LedgerPending> Pending)
{
    /// <summary>The job after all of it.</summary>
    public Job After => States[^1];

    /// <summary>The version that its commit expects.</summary>
    public long ExpectedVersion => Before?.Version ?? 0;

    /// <summary>Carries a command out.</summary>
    /// <exception cref="InvalidOperationException">It is rejected; the message says why.</exception>
    public static Decided Of(Job? before, JobCommand command, DateTimeOffset now)
    {
        var decision = JobDecisions.Decide(before, command, now);
        return decision.Rejection is { } why
            ? throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"{command.GetType().Name} in {before?.Status.ToString() ?? "nothing"} at {now:O} is rejected: {why}."))
            : Of(before, command, decision.Events);
    }

    /// <summary>Folds what was decided on a command.</summary>
    /// <param name="before">The job before; null for a new one.</param>
    /// <param name="command">The command, which has the order of a new one.</param>
    /// <param name="events">What was decided; at least one.</param>
    public static Decided Of(Job? before, JobCommand command, ImmutableArray<JobEvent> events)
    {
        var states = ImmutableArray.CreateBuilder<Job>(events.Length);
        var transfers = ImmutableArray.CreateBuilder<LedgerTransfer>();
        var pending = ImmutableArray.CreateBuilder<LedgerPending>();
        var job = before;
        foreach (var happened in events)
        {
            var previous = job;
            job = job is null ? JobEvents.Begin(((JobCommand.Request)command).Order, (JobEvent.Requested)happened) : JobEvents.Evolve(job, happened);
            states.Add(job);
            transfers.AddRange(LedgerPostings.Of(job, happened));
            pending.AddRange(PendingPostings.Of(previous, job, happened));
        }

        return new Decided(before, events, states.MoveToImmutable(), transfers.ToImmutable(), pending.ToImmutable());
    }
}
