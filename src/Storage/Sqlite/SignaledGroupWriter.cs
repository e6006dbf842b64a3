using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>
/// Replay: commits run in line on the caller's thread inside the open transaction; when nothing else can happen at this instant of virtual time the group is written
/// and its waiters are told in the order of their commits. No thread, no clock: the same calls give the same completions.
/// </summary>
internal sealed partial class SignaledGroupWriter : GroupWriter
{
    // Bounds what SQLite holds in memory. The waiters of what is written early still wait for the signal, so that the bound changes no order.
    private const int WriteEarlyAt = 1_000;

    private readonly WriteSession _session;
    private readonly Lock _gate;
    private readonly ILogger _log;
    private readonly OpenGroup _group;
    private bool _closed;

    /// <summary>Registers the flush.</summary>
    /// <param name="session">The one connection.</param>
    /// <param name="gate">Held while it is used.</param>
    /// <param name="durable">Whether there is a file; memory has nothing to write to, and its transaction stays open.</param>
    /// <param name="signal">Tells when to flush.</param>
    /// <param name="log">Where failures of groups are told.</param>
    public SignaledGroupWriter(WriteSession session, Lock gate, bool durable, IGroupCommitSignal signal, ILogger log)
    {
        _session = session;
        _gate = gate;
        _log = log;
        _group = new OpenGroup(session, durable);
        signal.OnQuiescent(Flush);
    }

    /// <inheritdoc/>
    public override bool ContinuesElsewhere => false;

    /// <inheritdoc/>
    public override void Add(WriteOperation operation)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _group.Add(operation);
                if (_group.Count >= WriteEarlyAt)
                {
                    Write();
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
        List<WriteOperation> told;
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _group.Drop(Closed());
            told = _group.Take();
            _session.Dispose();
        }

        Tell(told);
    }

    private static void Tell(List<WriteOperation> told)
    {
        foreach (var operation in told)
        {
            operation.Complete();
        }
    }

    private bool Flush()
    {
        List<WriteOperation> told;
        lock (_gate)
        {
            if (_closed || !_group.HasWaiters)
            {
                return false;
            }

            Write();
            told = _group.Take();
        }

        Tell(told);
        return true;
    }

    private void Write()
    {
        var commits = _group.Count;
        if (_group.Write() is { } failure)
        {
            GroupFailed(_log, failure, commits);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A group of {Commits} commits could not be written.")]
    private static partial void GroupFailed(ILogger log, Exception fault, int commits);
}
