using System.Text.Json;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>Follows one stream by the table of docs/reference/push.md over any number of connections, and writes down all it was told. What breaks the stream's promise is a fault.</summary>
/// <param name="stream">Which.</param>
/// <param name="counts">What all have come to.</param>
internal sealed class Follower(string stream, DrillCounts counts)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly List<Fact> _facts = [];
    private readonly List<StreamSnapshot> _snapshots = [];
    private readonly HashSet<long> _again = [];
    private HubLink? _link;
    private List<Fact>? _early;
    private long _epoch;
    private long _sequence;
    private long _asked;
    private long _answered;
    private bool _forgot;

    /// <summary>Its name.</summary>
    public string Stream => stream;

    /// <summary>What is known.</summary>
    public (long Epoch, long Sequence) Known
    {
        get
        {
            lock (_gate)
            {
                return (_epoch, _sequence);
            }
        }
    }

    /// <summary>Whether it was subscribed to over a connection.</summary>
    public bool IsOn(HubLink link)
    {
        lock (_gate)
        {
            return _link == link;
        }
    }

    /// <summary>All that was told, in order. Read when nothing comes any more.</summary>
    public IReadOnlyList<Fact> Facts => _facts;

    /// <summary>What began it, and what took the place of what was missed. Read when nothing comes any more.</summary>
    public IReadOnlyList<StreamSnapshot> Snapshots => _snapshots;

    /// <summary>A fact was taken in that makes an offer: which, of which job.</summary>
    public event Action<Guid, Guid>? Offered;

    /// <summary>Subscribes over a connection; what comes meanwhile is kept until the answer.</summary>
    /// <param name="link">The connection. What comes over another one counts no more.</param>
    /// <param name="forget">Whether to begin anew, as an app does that was installed again.</param>
    /// <param name="stop">Gives up.</param>
    public async Task Subscribe(HubLink link, bool forget, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var (epoch, after) = Begin(link, forget);
            await link.Subscribe(stream, epoch, after, reply => Answer(link, reply), stop);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Takes in what was pushed.</summary>
    /// <returns>Whether something is missing, so that the stream has to be subscribed to again.</returns>
    public bool Hear(HubLink? link, JsonElement envelope)
    {
        var fact = Fact.Of(envelope);
        lock (_gate)
        {
            if (_link != link || fact.Sequence == 0)
            {
                return false;
            }

            if (_early is not null)
            {
                _early.Add(fact);
                return false;
            }

            return Look(fact);
        }
    }

    /// <summary>A subscription begins: what is pushed is kept until its answer.</summary>
    /// <returns>What to ask with.</returns>
    public (long Epoch, long After) Begin(HubLink? link, bool forget)
    {
        lock (_gate)
        {
            if (_link != link)
            {
                _again.Clear();
            }

            _link = link;
            _early = [];
            _forgot = forget || _epoch == 0;
            _asked = _forgot ? 0 : _sequence;
            return (_forgot ? 0 : _epoch, _asked);
        }
    }

    /// <summary>Takes the answer in, and what was pushed before it.</summary>
    public void Answer(HubLink? link, JsonElement reply)
    {
        var (recovered, epoch, sequence) = (reply.GetProperty("recovered").GetBoolean(), reply.GetProperty("epoch").GetInt64(), reply.GetProperty("sequence").GetInt64());
        lock (_gate)
        {
            if (_link != link)
            {
                return;
            }

            if (recovered)
            {
                if (_forgot || epoch != _epoch)
                {
                    counts.Fault($"{stream}: recovered from {(_forgot ? "nothing" : $"epoch {_epoch}")} in epoch {epoch}.");
                }

                var next = _asked;
                foreach (var envelope in reply.GetProperty("events").EnumerateArray())
                {
                    var fact = Fact.Of(envelope);
                    if (fact.Epoch != epoch || fact.Sequence != ++next)
                    {
                        counts.Fault($"{stream}: the answer has {fact.Epoch}/{fact.Sequence} where {epoch}/{next} comes.");
                    }

                    Take(fact);
                    counts.RecoveredFact();
                }

                if (next != sequence)
                {
                    counts.Fault($"{stream}: the answer ends at {next} and says {sequence}.");
                }

                counts.Recovered(next > _asked);
            }
            else
            {
                if (!_forgot && epoch == _epoch && sequence < _sequence)
                {
                    counts.Fault($"{stream}: a snapshot of {epoch}/{sequence}, though {_sequence} was told.");
                }

                _snapshots.Add(new StreamSnapshot(_facts.Count, epoch, sequence, [.. reply.GetProperty("jobs").EnumerateArray().Select(ToldJob.Of)]));
                counts.Snapshot(_forgot);
            }

            (_epoch, _sequence, _answered) = (epoch, sequence, sequence);
            var early = _early ?? [];
            _early = null;
            foreach (var fact in early)
            {
                Look(fact);
            }
        }
    }

    private bool Look(Fact fact)
    {
        if (fact.Epoch == _epoch && fact.Sequence == _sequence + 1)
        {
            Take(fact);
            _sequence = fact.Sequence;
            return false;
        }

        if (fact.Epoch == _epoch && fact.Sequence <= _sequence)
        {
            // What the answer contains may come once beside it; what was pushed after it may not come again.
            if (fact.Sequence > _answered || !_again.Add(fact.Sequence))
            {
                counts.Doubled($"{stream}: {fact.Epoch}/{fact.Sequence} was pushed twice: {fact.Text}.");
            }

            return false;
        }

        counts.Gap();
        return true;
    }

    private void Take(Fact fact)
    {
        _facts.Add(fact);
        counts.Told();
        if (fact.Offer != default)
        {
            Offered?.Invoke(fact.Offer, fact.Job);
        }
    }
}
