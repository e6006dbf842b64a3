using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>The latest facts of a stream whose sequence is this process's own, for who was away for a moment. Whoever owns it guards it.</summary>
internal sealed class FactRing
{
    /// <summary>Who missed more reads a snapshot.</summary>
    public const int Remembered = 256;

    private readonly Queue<StreamEvent> _facts = new();

    /// <summary>The facts that are remembered, the oldest first.</summary>
    public IEnumerable<StreamEvent> Facts => _facts;

    /// <summary>Adds the next fact.</summary>
    public void Add(StreamEvent told)
    {
        _facts.Enqueue(told);
        if (_facts.Count > Remembered)
        {
            _facts.Dequeue();
        }
    }

    /// <summary>Forgets all, where facts were lost.</summary>
    public void Clear() => _facts.Clear();

    /// <summary>What came after a sequence; null when that is not there yet, or too long ago.</summary>
    /// <param name="last">The last sequence of the stream.</param>
    /// <param name="after">The sequence that is known.</param>
    public IReadOnlyList<StreamEvent>? After(long last, long after) => after > last || after < last - _facts.Count ? null : [.. _facts.Where(told => told.Sequence > after)];
}
