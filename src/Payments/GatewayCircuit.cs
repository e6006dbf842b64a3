namespace O2O.Dispatch.Payments;

/// <summary>
/// A circuit breaker around a gateway that answers nobody: after so many failures in a row it is left alone for a pause, then one request tries. It follows its TimeProvider and the order of
/// its callers alone, so that a replay repeats it. Thread-safe.
/// </summary>
/// <remarks>
/// Closed: everybody may ask; a failure counts, an answer sets the count back. Open: nobody may ask until the pause is over. Then it is half open: the first who comes may ask, the others wait
/// another pause; an answer closes it, a failure opens it for another pause.
/// </remarks>
/// <param name="time">Now.</param>
/// <param name="failures">Failures in a row that open it, at least 1.</param>
/// <param name="pause">How long it stays open.</param>
public sealed class GatewayCircuit(TimeProvider time, int failures, TimeSpan pause)
{
    private readonly Lock _gate = new();
    private int _failed;
    private DateTimeOffset _openUntil;
    private bool _probing;

    /// <summary>Whether nobody may ask now.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _failed >= failures && (_probing || time.GetUtcNow() < _openUntil);
            }
        }
    }

    /// <summary>Asks to be let through. Who is let through calls <see cref="Answered"/>, <see cref="Failed"/> or <see cref="Abandoned"/> afterwards.</summary>
    /// <returns>Null: go on. Else how long to wait before asking again.</returns>
    public TimeSpan? Enter()
    {
        lock (_gate)
        {
            if (_failed < failures)
            {
                return null;
            }

            var now = time.GetUtcNow();
            if (now < _openUntil)
            {
                return _openUntil - now;
            }

            if (_probing)
            {
                return pause;
            }

            _probing = true;
            return null;
        }
    }

    /// <summary>The gateway answered, whatever it said.</summary>
    public void Answered()
    {
        lock (_gate)
        {
            (_failed, _probing) = (0, false);
        }
    }

    /// <summary>The gateway did not answer.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            _failed = Math.Min(_failed + 1, failures);
            _probing = false;
            if (_failed == failures)
            {
                _openUntil = time.GetUtcNow() + pause;
            }
        }
    }

    /// <summary>Nobody waited for the answer.</summary>
    public void Abandoned()
    {
        lock (_gate)
        {
            _probing = false;
        }
    }
}
