using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>A grain timer without its state's type. The clock's callback only puts a tick into the inbox.</summary>
internal abstract class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly TimerCall _tick;
    private ITimer? _clock;
    private TimeSpan _period;
    private bool _underway;
    private bool _changed;
    private bool _disposed;

    protected GrainTimer(Activation activation, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, nameof(options.DueTime));
        Check(options.Period, nameof(options.Period));
        _activation = activation;
        _period = options.Period;
        _tick = new TimerCall(this, options.Interleave, options.KeepAlive);
    }

    public string Name => $"{_activation.Name}.timer";

    public void Arm(TimeProvider time, TimeSpan due)
    {
        var clock = time.CreateTimer(static state => ((GrainTimer)state!).Due(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_tick)
            _clock = clock;
        if (due != Timeout.InfiniteTimeSpan)
            clock.Change(due, Timeout.InfiniteTimeSpan);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_tick)
        {
            if (_disposed)
                return;
            _period = period;
            _changed = true;
            _clock?.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_tick)
        {
            if (_disposed)
                return;
            _disposed = true;
            _tick.Claim();
            _clock?.Dispose();
        }

        _activation.Forget(this);
    }

    /// <summary>Runs the callback, in a turn.</summary>
    public Task Run()
    {
        lock (_tick)
        {
            if (_disposed)
                return Task.CompletedTask;
            _changed = false;
        }

        _activation.CountTick();
        return Callback();
    }

    /// <summary>The callback has ended: the period counts from here. A failure is logged and changes nothing.</summary>
    public void Ran(Task outcome)
    {
        if (!outcome.IsCompletedSuccessfully)
            _activation.Log(MethodCall.OutcomeOf(outcome), $"A timer of {_activation.Name} failed; its next tick comes as planned.");
        lock (_tick)
        {
            _underway = false;
            if (!_disposed && !_changed && _period != Timeout.InfiniteTimeSpan)
                _clock?.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    protected abstract Task Callback();

    private static void Check(TimeSpan span, string name)
    {
        if (span < TimeSpan.Zero && span != Timeout.InfiniteTimeSpan)
            throw new ArgumentOutOfRangeException(name, span, "A timer takes zero, a positive span, or Timeout.InfiniteTimeSpan.");
        if (span > MaxSpan)
            throw new ArgumentOutOfRangeException(name, span, $"A timer takes at most {MaxSpan}; use a reminder.");
    }

    private static readonly TimeSpan MaxSpan = TimeSpan.FromMilliseconds(0xfffffffe);

    private void Due()
    {
        lock (_tick)
        {
            if (_disposed || _underway)
                return;
            _underway = true;
        }

        _activation.Enqueue(_tick);
    }
}
