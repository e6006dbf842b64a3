namespace O2O.Dispatch.Embedded;

/// <summary>
/// Requests that wait. Wall mode: a linked list in order of arrival. Deterministic mode: a bag from which the seed draws, for nothing
/// promises an order between calls that were not awaited. It is changed under its activation's lock.
/// </summary>
internal struct Inbox
{
    private GrainCall? _head;
    private GrainCall? _tail;
    private List<GrainCall>? _bag;
    private int _interleaving;

    /// <summary>How many wait, settled ones included until they are met.</summary>
    public int Count { get; private set; }

    public readonly bool HasInterleaving => _interleaving > 0;

    public readonly GrainCall? Any => _head ?? (_bag is { Count: > 0 } ? _bag[0] : null);

    public void Add(GrainCall call, bool shuffled)
    {
        Count++;
        if (call.Interleaves || call.IsReadOnly)
            _interleaving++;
        if (shuffled)
        {
            (_bag ??= new List<GrainCall>(2)).Add(call);
            return;
        }

        call.Next = null;
        if (_tail is null)
            _head = call;
        else
            _tail.Next = call;
        _tail = call;
    }

    public readonly List<GrainCall> ToList()
    {
        var all = new List<GrainCall>(_bag ?? []);
        for (var call = _head; call is not null; call = call.Next)
            all.Add(call);
        return all;
    }

    public List<GrainCall> TakeAll()
    {
        var all = ToList();
        this = default;
        return all;
    }

    public bool HasStartable(Activation activation) => Find(activation, 0, out _, out _) is not null;

    /// <summary>Takes a request that may start.</summary>
    public GrainCall? Take(Activation activation)
    {
        var draw = _bag is { Count: > 1 } ? activation.Draw(_bag.Count) : 0;
        var found = Find(activation, draw, out var before, out var index);
        if (found is null)
            return null;
        if (_bag is not null)
            RemoveAt(index);
        else
            Unlink(found, before);
        return found;
    }

    private GrainCall? Find(Activation activation, int from, out GrainCall? before, out int index)
    {
        before = null;
        index = -1;
        return _bag is not null ? FindInBag(activation, from, out index) : FindInLine(activation, out before);
    }

    private GrainCall? FindInLine(Activation activation, out GrainCall? before)
    {
        before = null;
        for (var call = _head; call is not null; call = call.Next)
        {
            if (call.IsAnswered)
            {
                Unlink(call, before);
                continue;
            }

            if (activation.CanStart(call))
                return call;
            if (!activation.MayMix)
                return null;
            before = call;
        }

        return null;
    }

    private GrainCall? FindInBag(Activation activation, int from, out int index)
    {
        index = from;
        for (var seen = 0; seen < _bag!.Count; seen++)
        {
            if (index >= _bag.Count)
                index = 0;
            var call = _bag[index];
            if (call.IsAnswered)
            {
                RemoveAt(index);
                seen--;
                continue;
            }

            if (activation.CanStart(call))
                return call;
            if (!activation.MayMix)
                return null;
            index++;
        }

        return null;
    }

    private void RemoveAt(int index)
    {
        Forget(_bag![index]);
        _bag[index] = _bag[^1];
        _bag.RemoveAt(_bag.Count - 1);
    }

    private void Unlink(GrainCall call, GrainCall? before)
    {
        Forget(call);
        if (before is null)
            _head = call.Next;
        else
            before.Next = call.Next;
        if (call.Next is null)
            _tail = before;
    }

    private void Forget(GrainCall call)
    {
        Count--;
        if (call.Interleaves || call.IsReadOnly)
            _interleaving--;
    }
}
