using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>A merchant's stream, or that of one of its stores: where it is, and its latest events. Guarded by the board.</summary>
internal sealed class MerchantStream(long epoch)
{
    private readonly FactRing _ring = new();

    /// <summary>Of its sequence.</summary>
    public long Epoch => epoch;

    /// <summary>The last sequence.</summary>
    public long Sequence { get; private set; }

    /// <summary>When somebody was last seen to hear it.</summary>
    public DateTimeOffset HeardAt { get; set; }

    /// <summary>Adds an event.</summary>
    /// <returns>It; null for old news.</returns>
    public StreamEvent? Add(string name, DateTimeOffset at, PushMessage.JobChanged message)
    {
        foreach (var earlier in _ring.Facts)
        {
            if (earlier.Message is PushMessage.JobChanged known && known.Job.Job == message.Job.Job && known.Job.Version >= message.Job.Version)
            {
                return null;
            }
        }

        var told = new StreamEvent(name, epoch, ++Sequence, at, message);
        _ring.Add(told);
        return told;
    }

    /// <summary>What came after a sequence; null when that is of another epoch, not there yet, or too long ago.</summary>
    public IReadOnlyList<StreamEvent>? After(long known, long after) => known == epoch ? _ring.After(Sequence, after) : null;
}
