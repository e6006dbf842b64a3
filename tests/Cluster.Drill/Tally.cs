using System.Collections.Concurrent;

namespace O2O.Dispatch.Clusters.Drill;

/// <summary>What calls came to.</summary>
public sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _repeated = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _errors = new();
    private int _answered;

    /// <summary>Calls that had an answer, a refusal included.</summary>
    public int Answered => Volatile.Read(ref _answered);

    /// <summary>Calls that a client saw fail: repeated as long as it may, or answered by a fault.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>A call had its answer.</summary>
    public void Answer() => Interlocked.Increment(ref _answered);

    /// <summary>A call is repeated.</summary>
    /// <param name="why">The status and slug, or what became of the connection.</param>
    public void Repeat(string why) => _repeated.AddOrUpdate(why, 1, (_, count) => count + 1);

    /// <summary>A call failed.</summary>
    public void Error(string what) => _errors.Enqueue(what);

    /// <summary>What was repeated since the last time it was taken, by reason.</summary>
    public string TakeRepeated()
    {
        var taken = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var why in _repeated.Keys)
        {
            if (_repeated.TryRemove(why, out var count))
            {
                taken[why] = count;
            }
        }

        return taken.Count == 0 ? "none" : string.Join(", ", taken.Select(entry => $"{entry.Value} x {entry.Key}"));
    }
}
