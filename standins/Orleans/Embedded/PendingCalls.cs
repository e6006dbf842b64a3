namespace O2O.Dispatch.Embedded;

/// <summary>
/// Calls that wait for an answer, in lanes of equal time-out: a lane is in order of deadline, so only heads are looked at. In wall mode the
/// lanes are spread over shards by thread, so that callers seldom meet on a lock.
/// </summary>
internal sealed class PendingCalls
{
    private readonly Shard[] _shards;

    public PendingCalls(bool single)
    {
        _shards = new Shard[single ? 1 : 16];
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new Shard();
    }

    public static void Remove(GrainCall call)
    {
        var lane = call.WaitLane;
        if (lane is null)
            return;
        lock (lane.Shard)
            lane.Unlink(call);
    }

    public void Add(GrainCall call, long now, long timeout)
    {
        call.Deadline = timeout > long.MaxValue - now ? long.MaxValue : now + timeout;
        var shard = _shards[_shards.Length == 1 ? 0 : Environment.CurrentManagedThreadId & 15];
        lock (shard)
            shard.LaneOf(timeout).Append(call);
    }

    /// <summary>The next deadline, or <see cref="long.MaxValue"/>.</summary>
    public long NextDeadline()
    {
        var next = long.MaxValue;
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                foreach (var lane in shard.Lanes)
                    next = Math.Min(next, lane.Head?.Deadline ?? long.MaxValue);
            }
        }

        return next;
    }

    /// <summary>Calls whose deadline has come.</summary>
    public List<GrainCall>? Expired(long now)
    {
        List<GrainCall>? expired = null;
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                foreach (var lane in shard.Lanes)
                {
                    for (var call = lane.Head; call is not null && call.Deadline <= now; call = call.WaitNext)
                        (expired ??= []).Add(call);
                }
            }
        }

        return expired;
    }

    public List<GrainCall> All()
    {
        var all = new List<GrainCall>();
        foreach (var shard in _shards)
        {
            lock (shard)
            {
                foreach (var lane in shard.Lanes)
                {
                    for (var call = lane.Head; call is not null; call = call.WaitNext)
                        all.Add(call);
                }
            }
        }

        return all;
    }

    internal sealed class Shard
    {
        public readonly List<Lane> Lanes = [];

        public Lane LaneOf(long timeout)
        {
            foreach (var lane in Lanes)
            {
                if (lane.Timeout == timeout)
                    return lane;
            }

            var added = new Lane(this, timeout);
            Lanes.Add(added);
            return added;
        }
    }

    internal sealed class Lane(Shard shard, long timeout)
    {
        public readonly Shard Shard = shard;
        public readonly long Timeout = timeout;
        public GrainCall? Head;
        private GrainCall? _tail;

        public void Append(GrainCall call)
        {
            call.WaitLane = this;
            call.WaitPrevious = _tail;
            if (_tail is null)
                Head = call;
            else
                _tail.WaitNext = call;
            _tail = call;
        }

        public void Unlink(GrainCall call)
        {
            if (call.WaitLane != this)
                return;
            if (call.WaitPrevious is null)
                Head = call.WaitNext;
            else
                call.WaitPrevious.WaitNext = call.WaitNext;
            if (call.WaitNext is null)
                _tail = call.WaitPrevious;
            else
                call.WaitNext.WaitPrevious = call.WaitPrevious;
            call.WaitLane = null;
            call.WaitPrevious = call.WaitNext = null;
        }
    }
}
