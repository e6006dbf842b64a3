namespace O2O.Dispatch.Client.Http;

/// <summary>Random parts of waits, from a seed. Thread-safe.</summary>
internal sealed class Jitter
{
    private readonly object _gate = new();
    private readonly Random _random;

    /// <param name="seed">A text; the same one gives the same parts.</param>
    public Jitter(string seed)
    {
        var hash = 17;
        foreach (var letter in seed)
        {
            hash = unchecked((hash * 31) + letter);
        }

        _random = new Random(hash);
    }

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Next()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
