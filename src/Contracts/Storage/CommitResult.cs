using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What became of a commit.</summary>
/// <param name="Status">What.</param>
/// <param name="Outbox">The outbox rows with their ids, in the order given; empty unless committed.</param>
/// <param name="Streams">The stream events with their sequences, in the order given; empty unless committed.</param>
/// <param name="SeenAnswer">The stored answer, when the command was seen.</param>
public sealed record CommitResult(
    CommitStatus Status,
    ImmutableArray<OutboxRow> Outbox,
    ImmutableArray<StreamEvent> Streams,
    StoredAnswer? SeenAnswer);
