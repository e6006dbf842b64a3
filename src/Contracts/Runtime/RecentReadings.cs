namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>
/// What was read lately, by key. A key is read once at a time: whoever asks meanwhile gets the reading before, and where there is none, or none that is young enough, waits for the one under way. A reading that fails is nobody's
/// but theirs who waited for it: the next who asks reads. Thread-safe.
/// </summary>
/// <param name="fresh">How old a reading may be before it is read anew; while it is, it is given out until it is twice as old.</param>
/// <param name="most">How many are kept, 1 or more: the older half goes where one more would be too many.</param>
/// <param name="time">Now.</param>
/// <typeparam name="TKey">Of what.</typeparam>
/// <typeparam name="TValue">What is read.</typeparam>
public sealed class RecentReadings<TKey, TValue>(TimeSpan fresh, int most, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, (DateTimeOffset At, TValue Value)> _readings = [];
    private readonly Dictionary<TKey, Task<TValue>> _underWay = [];

    /// <summary>The reading of a key: less than twice as old as is fresh, or the one that was under way.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="read">Reads it at an instant. Others wait for it: it is not to stop when the one who asked goes away.</param>
    /// <param name="cancellationToken">Ends waiting for somebody else's reading.</param>
    public async ValueTask<TValue> Of(TKey key, Func<DateTimeOffset, ValueTask<TValue>> read, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        TaskCompletionSource<TValue> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<TValue>? others;
        lock (_gate)
        {
            // What bears a later instant than now is as good as old: the clock was put back.
            var isKnown = _readings.TryGetValue(key, out var known) && now >= known.At;
            if (isKnown && now - known.At < fresh)
            {
                return known.Value;
            }

            if (!_underWay.TryGetValue(key, out others))
            {
                _underWay.Add(key, mine.Task);
            }
            else if (isKnown && now - known.At < 2 * fresh)
            {
                return known.Value;
            }
        }

        if (others is not null)
        {
            return await others.WaitAsync(cancellationToken);
        }

        try
        {
            var value = await read(now);
            lock (_gate)
            {
                _underWay.Remove(key);
                Keep(key, now, value);
            }

            mine.SetResult(value);
            return value;
        }
        catch (Exception fault)
        {
            lock (_gate)
            {
                _underWay.Remove(key);
            }

            mine.SetException(fault);

            // It is thrown here: where nobody else waits it is not lost.
            _ = mine.Task.Exception;
            throw;
        }
    }

    private void Keep(TKey key, DateTimeOffset at, TValue value)
    {
        if (_readings.Count >= most && !_readings.ContainsKey(key))
        {
            foreach (var (old, _) in _readings.OrderBy(one => one.Value.At).Take((most + 1) / 2).ToList())
            {
                _readings.Remove(old);
            }
        }

        _readings[key] = (at, value);
    }
}
