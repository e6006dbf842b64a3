using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Statistics;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The commit of a job. Its documents are formatted before its turn comes.</summary>
internal sealed class JobCommitWrite(JobCommit commit, CommitDocuments documents, bool elsewhere) : WriteOperation<CommitResult>(elsewhere)
{
    private const string StockGivenBack = "the stock of the job was given back";
    private const string PlanSlotColumns = "jobs.provider_id, jobs.plan_slot";

    /// <inheritdoc/>
    public override bool Execute(WriteSession session)
    {
        try
        {
            Outcome = Write(session);
        }
        finally
        {
            documents.Return();
        }

        return Outcome.Status == CommitStatus.Committed;
    }

    private static CommitResult Refused(CommitStatus status, StoredAnswer? seen = null) => new(status, [], [], seen);

    private CommitResult Write(WriteSession session)
    {
        // What is written for a commit that turns out to be refused is undone with it.
        long? view = documents.HasView ? session.AddView(documents.View) : null;
        if (commit.Answer is { } answer && session.PutAnswer(answer, documents.Reply, view, commit.At) is { } seen)
        {
            return Refused(CommitStatus.CommandSeen, seen);
        }

        if (commit.Events.Length > 0)
        {
            try
            {
                if (!session.PutJob(commit, documents))
                {
                    return Refused(CommitStatus.VersionConflict);
                }
            }
            catch (SqliteErrorException fault) when (fault.IsUnique(PlanSlotColumns))
            {
                return Refused(CommitStatus.PlanSlotTaken);
            }
            catch (SqliteErrorException fault) when (fault.Words.EndsWith(StockGivenBack, StringComparison.Ordinal))
            {
                return Refused(CommitStatus.StockGivenBack);
            }

            for (var i = 0; i < commit.Events.Length; i++)
            {
                session.AddEvent(commit.After.Id, commit.ExpectedVersion + 1 + i, commit.Events[i], documents.Event(i));
            }

            session.AddLoop(commit);
        }

        foreach (var row in commit.ClosedOutbox)
        {
            session.CloseOutbox(row);
        }

        foreach (var transfer in commit.Transfers)
        {
            session.AddTransfer(transfer);
        }

        foreach (var pending in commit.Pending)
        {
            session.AddPending(pending);
        }

        foreach (var fact in SaleFacts.Of(commit.After, commit.Events))
        {
            session.AddFact(commit.After.Order, fact);
        }

        foreach (var offer in commit.Offers)
        {
            session.EndOffer(offer, commit.At);
        }

        var result = new CommitResult(CommitStatus.Committed, AddOutbox(session, view), AddStreams(session, view), null);
        session.Seen(commit.At);
        return result;
    }

    private ImmutableArray<OutboxRow> AddOutbox(WriteSession session, long? view)
    {
        if (commit.Outbox.IsEmpty)
        {
            return [];
        }

        var rows = ImmutableArray.CreateBuilder<OutboxRow>(commit.Outbox.Length);
        for (var i = 0; i < commit.Outbox.Length; i++)
        {
            rows.Add(session.AddOutbox(commit.Outbox[i], documents.Outbox(i), view, commit.At));
        }

        return rows.MoveToImmutable();
    }

    private ImmutableArray<StreamEvent> AddStreams(WriteSession session, long? view)
    {
        if (commit.Streams.IsEmpty)
        {
            return [];
        }

        var events = ImmutableArray.CreateBuilder<StreamEvent>(commit.Streams.Length);
        for (var i = 0; i < commit.Streams.Length; i++)
        {
            events.Add(session.AddStreamEvent(commit.Streams[i], documents.Stream(i), view, commit.At));
        }

        return events.MoveToImmutable();
    }
}
