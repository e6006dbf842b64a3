using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Ledger;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>One change of one job with all that belongs to it: all of it is durable, or none.</summary>
/// <param name="After">The job after the events; its order is written by the first commit alone.</param>
/// <param name="ExpectedVersion">The version before; 0 for a new job. After.Version - ExpectedVersion = Events.Length.</param>
/// <param name="Events">What happened, in order. Empty with an <paramref name="Answer"/> alone: then only the answer is stored and no version is checked.</param>
/// <param name="Shard">The dispatch shard that sweeps the job.</param>
/// <param name="Answer">The answer to the command; null for commands of the platform that need none.</param>
/// <param name="Outbox">What is owed to others.</param>
/// <param name="ClosedOutbox">Outbox rows that this commit settles.</param>
/// <param name="Transfers">Ledger transfers; a key that exists is an error of the caller and fails the commit.</param>
/// <param name="Streams">Events for customer and provider streams.</param>
/// <param name="Offers">Offers that end with this commit.</param>
/// <param name="At">The instant of the commit.</param>
public sealed record JobCommit(
    Job After,
    long ExpectedVersion,
    ImmutableArray<JobEvent> Events,
    string Shard,
    StoredAnswer? Answer,
    ImmutableArray<OutboxMessage> Outbox,
    ImmutableArray<long> ClosedOutbox,
    ImmutableArray<LedgerTransfer> Transfers,
    ImmutableArray<StreamAppend> Streams,
    ImmutableArray<OfferChange> Offers,
    DateTimeOffset At)
{
    /// <summary>Pending transfers that are made, posted or voided. One that is resolved already, or that there is none of, is an error of the caller and fails the commit.</summary>
    public ImmutableArray<LedgerPending> Pending { get; init; } = [];
}
