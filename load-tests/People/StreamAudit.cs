using O2O.Dispatch.Client.Hubs;

namespace O2O.Dispatch.LoadTests.People;

/// <summary>Holds what a stream told against its promise: within an epoch every sequence once and in order, or a snapshot instead. Not thread-safe: a stream tells one thing at a time.</summary>
internal sealed class StreamAudit
{
    private long _epoch;
    private long _sequence;

    /// <summary>Events that were told.</summary>
    public long Events { get; private set; }

    /// <summary>Sequences that were left out.</summary>
    public long Missed { get; private set; }

    /// <summary>Sequences that came again, or out of order.</summary>
    public long Doubled { get; private set; }

    /// <summary>Snapshots; the first is how a stream begins, each further one a time when the server could not say what was missed.</summary>
    public long Snapshots { get; private set; }

    /// <summary>Takes news in.</summary>
    public void See(StreamNews news)
    {
        if (news.Snapshot is { } snapshot)
        {
            (_epoch, _sequence) = (snapshot.Epoch, snapshot.Sequence);
            Snapshots++;
        }
        else if (news.Event is { Sequence: > 0 } told)
        {
            Events++;
            if (told.Epoch != _epoch)
            {
                // Another epoch without a snapshot: nobody can say what lies between.
                Missed++;
            }
            else if (told.Sequence <= _sequence)
            {
                Doubled++;
            }
            else
            {
                Missed += told.Sequence - _sequence - 1;
            }

            (_epoch, _sequence) = (told.Epoch, Math.Max(told.Sequence, told.Epoch == _epoch ? _sequence : 0));
        }
    }
}
