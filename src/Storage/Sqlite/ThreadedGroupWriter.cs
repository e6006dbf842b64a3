using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Wall time: a thread of its own writes what has gathered while it wrote the last group. Waiters go on on the thread pool, or where their grain runs.</summary>
internal sealed partial class ThreadedGroupWriter : GroupWriter
{
    private readonly WriteSession _session;
    private readonly Lock _gate;
    private readonly int _limit;
    private readonly ILogger _log;
    private readonly OpenGroup _group;
    private readonly Thread _thread;
    private readonly object _queueGate = new();
    private readonly Queue<WriteOperation> _queue = new();
    private bool _closed;

    /// <summary>Starts the thread.</summary>
    /// <param name="session">The writer's connection.</param>
    /// <param name="gate">Held while a group is written, for readers that share the connection.</param>
    /// <param name="durable">Whether there is a file; memory has nothing to write to, and its transaction stays open.</param>
    /// <param name="limit">At most this many commits a group.</param>
    /// <param name="log">Where failures of groups are told.</param>
    public ThreadedGroupWriter(WriteSession session, Lock gate, bool durable, int limit, ILogger log)
    {
        _session = session;
        _gate = gate;
        _limit = limit;
        _log = log;
        _group = new OpenGroup(session, durable);
        _thread = new Thread(Run) { IsBackground = true, Name = "sqlite-writer" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public override bool ContinuesElsewhere => true;

    /// <inheritdoc/>
    public override void Add(WriteOperation operation)
    {
        lock (_queueGate)
        {
            if (!_closed)
            {
                _queue.Enqueue(operation);
                if (_queue.Count == 1)
                {
                    Monitor.Pulse(_queueGate);
                }

                return;
            }
        }

        operation.Failure = Closed();
        operation.Complete();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_queueGate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            Monitor.Pulse(_queueGate);
        }

        // The group that is being written is finished; what still queues is told below, by the thread.
        _thread.Join();
        lock (_gate)
        {
            _session.Dispose();
        }
    }

    private void Run()
    {
        var batch = new List<WriteOperation>(_limit);
        while (TakeBatch(batch))
        {
            Write(batch);
            batch.Clear();
        }

        foreach (var operation in _queue)
        {
            operation.Failure = Closed();
            operation.Complete();
        }
    }

    private bool TakeBatch(List<WriteOperation> batch)
    {
        lock (_queueGate)
        {
            while (_queue.Count == 0 && !_closed)
            {
                Monitor.Wait(_queueGate);
            }

            if (_closed)
            {
                return false;
            }

            while (batch.Count < _limit && _queue.TryDequeue(out var operation))
            {
                batch.Add(operation);
            }

            return true;
        }
    }

    private void Write(List<WriteOperation> batch)
    {
        List<WriteOperation> told;
        Exception? failure;
        lock (_gate)
        {
            foreach (var operation in batch)
            {
                _group.Add(operation);
            }

            failure = _group.Write();
            told = _group.Take();
        }

        if (failure is not null)
        {
            GroupFailed(_log, failure, batch.Count);
        }

        foreach (var operation in told)
        {
            operation.Complete();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Commits} commits could not be written.")]
    private static partial void GroupFailed(ILogger log, Exception fault, int commits);
}
