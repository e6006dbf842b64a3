namespace O2O.Dispatch.Api.Hubs;

/// <summary>How many invocations a connection has left: a bucket that fills with time. Used by one invocation after another.</summary>
internal sealed class InvocationAllowance(int perSecond, int burst, TimeProvider time)
{
    private double _left = burst;
    private long _at = time.GetTimestamp();

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _left = Math.Min(burst, _left + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        if (_left < 1)
        {
            return false;
        }

        _left--;
        return true;
    }
}
