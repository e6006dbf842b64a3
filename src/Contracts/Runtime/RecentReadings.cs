namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>
/// What was read lately, by key. A key is read once at a time: whoever asks meanwhile gets the reading before, and where there is none waits for the one under way. A reading that fails is nobody's but theirs who waited for
/// it: the next who asks reads. Thread-safe.
/// </summary>
/// <param name="fresh">How old a reading may be before it is read anew.</param>
/// <param name="most">How many are kept, 1 or more: the older half goes where one more would be too many.</param>
/// <param name="time">Now.</param>
/// <typeparam name="TKey">Of what.</typeparam>
/// <typeparam name="TValue">What is read.</typeparam>
public sealed class RecentReadings<TKey, TValue>(TimeSpan fresh, int most, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, Reading> _readings = [];

    /// <summary>The reading of a key, at most twice as old as is fresh, or as old as the reading under way takes.</summary>
    /// <param name="key">Of what.</param>
    /// <param name="read">Reads it at an instant. Others wait for it: it is not to stop when the one who asked goes away.</param>
    /// <param name="cancellationToken">Ends waiting for somebody else's reading.</param>
    public async ValueTask<TValue> Of(TKey key, Func<DateTimeOffset, ValueTask<TValue>> read, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        Task<TValue>? known = null;
        Reading? before;
        TaskCompletionSource<TValue> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Reading meanwhile = new(now, mine.Task);
        lock (_gate)
        {
            if (_readings.TryGetValue(key, out before) && now >= before.At && now - before.At < fresh)
            {
                known = before.Value;
            }
            else
            {
                before = before is { Value.IsCompletedSuccessfully: true } ? before : null;
                meanwhile = before is null ? meanwhile : before with { At = now };
                Keep(key, meanwhile);
            }
        }

        if (known is not null)
        {
            return await known.WaitAsync(cancellationToken);
        }

        try
        {
            var value = await read(now);
            mine.SetResult(value);
            lock (_gate)
            {
                // A later reading may have been quicker.
                if (!_readings.TryGetValue(key, out var there) || there.At <= now)
                {
                    Keep(key, new Reading(now, mine.Task));
                }
            }

            return value;
        }
        catch (Exception fault)
        {
            lock (_gate)
            {
                // What there was is as old as it was: the next who asks reads.
                if (_readings.TryGetValue(key, out var there) && there == meanwhile)
                {
                    _readings.Remove(key);
                    if (before is not null)
                    {
                        _readings[key] = before;
                    }
                }
            }

            mine.SetException(fault);

            // It is thrown here: where nobody else waits it is not lost.
            _ = mine.Task.Exception;
            throw;
        }
    }

    private void Keep(TKey key, Reading reading)
    {
        if (_readings.Count >= most && !_readings.ContainsKey(key))
        {
            foreach (var (old, _) in _readings.OrderBy(one => one.Value.At).Take((most + 1) / 2).ToList())
            {
                _readings.Remove(old);
            }
        }

        _readings[key] = reading;
    }

    private sealed record Reading(DateTimeOffset At, Task<TValue> Value);
}
