using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Json;
using O2O.Dispatch.Contracts.Push;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>The documents of one job commit, formatted before its turn at the database comes, in the forms of <see cref="JobCodec"/> and <see cref="DispatchJson"/>.</summary>
internal sealed class CommitDocuments
{
    // A buffer that one large commit has grown beyond this is not kept.
    private const int KeptBytes = 256 * 1_024;

    private static readonly Lock Gate = new();
    private static readonly Stack<CommitDocuments> Spare = new();
    private readonly DocumentBuffer _buffer = new();
    private int _view;
    private int _order;
    private int _state;
    private int _events;
    private int _reply;
    private int _outbox;
    private int _streams;

    /// <summary>The order; only of a job's first commit.</summary>
    public ReadOnlySpan<byte> Order => _buffer[_order];

    /// <summary>The state without the order; only when there are events.</summary>
    public ReadOnlySpan<byte> State => _buffer[_state];

    /// <summary>Whether the documents share a view.</summary>
    public bool HasView { get; private set; }

    /// <summary>The view that the reply, the outbox messages and the stream messages share.</summary>
    public ReadOnlySpan<byte> View => _buffer[_view];

    /// <summary>The answer's reply; only when there is an answer.</summary>
    public ReadOnlySpan<byte> Reply => _buffer[_reply];

    /// <summary>Formats a commit's documents. Give them back with <see cref="Return"/>.</summary>
    public static CommitDocuments Of(JobCommit commit)
    {
        CommitDocuments? documents;
        lock (Gate)
        {
            Spare.TryPop(out documents);
        }

        documents ??= new CommitDocuments();
        documents.Fill(commit);
        return documents;
    }

    /// <summary>The event at an index.</summary>
    public ReadOnlySpan<byte> Event(int index) => _buffer[_events + index];

    /// <summary>The outbox message at an index.</summary>
    public ReadOnlySpan<byte> Outbox(int index) => _buffer[_outbox + index];

    /// <summary>The stream message at an index.</summary>
    public ReadOnlySpan<byte> Stream(int index) => _buffer[_streams + index];

    /// <summary>Gives the documents back for the next commit. They are not used after that.</summary>
    public void Return()
    {
        _buffer.Clear();
        if (_buffer.Capacity > KeptBytes)
        {
            return;
        }

        lock (Gate)
        {
            if (Spare.Count < 512)
            {
                Spare.Push(this);
            }
        }
    }

    private void Fill(JobCommit commit)
    {
        if (commit.Events.Length > 0)
        {
            if (commit.ExpectedVersion == 0)
            {
                _order = _buffer.Add(commit.After.Order, DispatchJson.Options);
            }

            _state = _buffer.Add(commit.After, DispatchJson.Options);
            for (var i = 0; i < commit.Events.Length; i++)
            {
                First(ref _events, i, _buffer.AddAsItself(commit.Events[i], DispatchJson.Options));
            }
        }

        var view = SharedView(commit);
        HasView = view is not null;
        if (view is not null)
        {
            _view = _buffer.Add(view, DispatchJson.Options);
        }

        JobViewConverter.Share(view);
        try
        {
            FillSharing(commit);
        }
        finally
        {
            JobViewConverter.Share((JobView?)null);
        }
    }

    private void FillSharing(JobCommit commit)
    {
        if (commit.Answer is { } answer)
        {
            _reply = _buffer.Add(answer.Reply, StoreJson.Options);
        }

        for (var i = 0; i < commit.Outbox.Length; i++)
        {
            First(ref _outbox, i, _buffer.AddAsItself(commit.Outbox[i], StoreJson.Options));
        }

        for (var i = 0; i < commit.Streams.Length; i++)
        {
            First(ref _streams, i, _buffer.Add<PushMessage>(commit.Streams[i].Message, StoreJson.Options));
        }
    }

    /// <summary>The first view that the commit carries; the others are the same as a rule.</summary>
    private static JobView? SharedView(JobCommit commit)
    {
        if (commit.Answer?.Reply.View is { } answered)
        {
            return answered;
        }

        foreach (var append in commit.Streams)
        {
            if (append.Message is PushMessage.JobChanged changed)
            {
                return changed.Job;
            }
        }

        foreach (var message in commit.Outbox)
        {
            switch (message)
            {
                case OutboxMessage.TellShard shard:
                    return shard.Job;
                case OutboxMessage.TellProvider provider:
                    return provider.Job;
            }
        }

        return null;
    }

    private static void First(ref int first, int index, int document)
    {
        if (index == 0)
        {
            first = document;
        }
    }
}
