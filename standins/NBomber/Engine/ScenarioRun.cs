using System.Collections.Concurrent;
using NBomber.Contracts;
using NBomber.CSharp;

namespace NBomber.Engine;

/// <summary>
/// One scenario in one phase. An open model starts iterations at planned instants whatever became of those before, and measures each from its planned instant: what a slow server, or a slow
/// generator, keeps waiting is in the latencies. A closed model measures from the start of each iteration.
/// </summary>
internal sealed class ScenarioRun(Session session, ScenarioProps props, LoadPlan plan, ScenarioOperation operation, TimeSpan length, TimeProvider time)
{
    /// <summary>The status of what threw.</summary>
    public const string Threw = "-101";

    /// <summary>The status of what did not end in time.</summary>
    public const string TimedOut = "-100";

    private static readonly int StarterThreads = Math.Clamp(Environment.ProcessorCount, 2, 16);
    private static readonly TimeSpan ControlPeriod = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan UnwindWithin = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _noMore = new();
    private readonly CancellationTokenSource _canceled = new();
    private readonly ConcurrentDictionary<long, long> _underWay = new();
    private readonly Lock _gate = new();
    private readonly LatencyHistogram _late = new();
    private long _begin;
    private long _lastEnd;
    private long _iterations;
    private int _planned;

    /// <summary>The run it is of.</summary>
    public Session Session => session;

    /// <summary>What runs.</summary>
    public ScenarioProps Props => props;

    /// <summary>When what is to start.</summary>
    public LoadPlan Plan => plan;

    /// <summary>Whether this counts.</summary>
    public ScenarioOperation Operation => operation;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>What is measured.</summary>
    public ScenarioMeters Meters { get; } = new(props.ScenarioName);

    /// <summary>Canceled when nobody waits any longer.</summary>
    public CancellationToken Canceled => _canceled.Token;

    /// <summary>How many iterations are under way.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>How many starts an open model has asked for, and how many there were.</summary>
    public (int Planned, int Started) Starts
    {
        get
        {
            lock (_gate)
            {
                return (_planned, (int)_late.Count);
            }
        }
    }

    /// <summary>From the beginning to the end of the simulations or to the last answer, whichever is later; what has passed, while it runs.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Adds how late starts were, in microseconds.</summary>
    public void AddLateness(LatencyHistogram all)
    {
        lock (_gate)
        {
            all.Add(_late);
        }
    }

    /// <summary>Ends it early: nothing more starts, and what is under way is told to end.</summary>
    public void Stop()
    {
        _noMore.Cancel();
        _canceled.Cancel();
    }

    /// <summary>Looks at the clock, for what has passed.</summary>
    public void Tick() => Elapsed = _begin == 0 ? TimeSpan.Zero : Shorter(time.GetElapsedTime(_begin), length);

    /// <summary>Runs it to its end.</summary>
    public async Task Run()
    {
        _begin = time.GetTimestamp();
        if (plan.IsClosed)
        {
            await KeepCopies().ConfigureAwait(false);
        }
        else
        {
            // Threads of their own: a pool that is busy with answers must not keep the next iterations from starting, and iterations that wait to start must not keep answers waiting.
            var due = new BlockingCollection<(long Iteration, long Planned)>();
            var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Own("plan", () => Inject(due, over), ThreadPriority.AboveNormal);
            for (var i = 0; i < StarterThreads; i++)
            {
                Own("start", () => StartAll(due), ThreadPriority.Normal);
            }

            await over.Task.ConfigureAwait(false);
        }

        var ended = time.GetElapsedTime(_begin);
        await _noMore.CancelAsync().ConfigureAwait(false);
        await UnderWayEnd().ConfigureAwait(false);
        if (!_canceled.IsCancellationRequested)
        {
            // Each is counted before it is told to end; what it says after that counts no more.
            var now = time.GetTimestamp();
            foreach (var iteration in _underWay.Keys)
            {
                if (_underWay.TryRemove(iteration, out var from))
                {
                    Meters.Whole.Add(Response.Fail(TimedOut, "operation timeout"), time.GetElapsedTime(from, now));
                    _lastEnd = now;
                }
            }
        }

        await _canceled.CancelAsync().ConfigureAwait(false);
        Elapsed = _lastEnd == 0 || time.GetElapsedTime(_begin, _lastEnd) < ended ? ended : time.GetElapsedTime(_begin, _lastEnd);
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private void Own(string what, ThreadStart work, ThreadPriority priority) => new Thread(work) { IsBackground = true, Name = $"{what} {props.ScenarioName}", Priority = priority }.Start();

    private void StartAll(BlockingCollection<(long Iteration, long Planned)> due)
    {
        foreach (var (iteration, planned) in due.GetConsumingEnumerable())
        {
            if (_canceled.IsCancellationRequested)
            {
                _underWay.TryRemove(iteration, out _);
            }
            else
            {
                _ = RunPlanned(iteration, planned);
            }
        }
    }

    private void Inject(BlockingCollection<(long Iteration, long Planned)> queue, TaskCompletionSource over)
    {
        try
        {
            foreach (var due in plan.Arrivals().TakeWhile(due => due <= length))
            {
                if (!WaitUntil(due))
                {
                    break;
                }

                lock (_gate)
                {
                    _planned++;
                }

                var planned = _begin + (long)(due.TotalSeconds * time.TimestampFrequency);
                queue.Add((Begin(planned), planned));
            }

            WaitUntil(length);
            over.SetResult();
        }
        catch (Exception fault)
        {
            over.SetException(fault);
        }
        finally
        {
            queue.CompleteAdding();
        }
    }

    /// <summary>False when it was stopped meanwhile.</summary>
    private bool WaitUntil(TimeSpan instant)
    {
        for (; ; )
        {
            var left = instant - time.GetElapsedTime(_begin);
            if (_noMore.IsCancellationRequested)
            {
                return false;
            }

            if (left <= TimeSpan.Zero)
            {
                return true;
            }

            _noMore.Token.WaitHandle.WaitOne(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left);
        }
    }

    private async Task RunPlanned(long iteration, long planned)
    {
        lock (_gate)
        {
            _late.Add(time.GetElapsedTime(planned).Ticks / TimeSpan.TicksPerMicrosecond);
        }

        var context = new IterationContext(this, (int)iteration);
        context.Begin(planned);
        await RunIteration(context, iteration).ConfigureAwait(false);
    }

    private long Begin(long from)
    {
        var iteration = _iterations++;
        _underWay[iteration] = from;
        return iteration;
    }

    private async Task KeepCopies()
    {
        var copies = new List<(Task Loop, CancellationTokenSource Stop)>();
        for (; ; )
        {
            var now = time.GetElapsedTime(_begin);
            if (now >= length || _noMore.IsCancellationRequested)
            {
                return;
            }

            var wanted = plan.CopiesAt(now);
            while (copies.Count < wanted)
            {
                var stop = CancellationTokenSource.CreateLinkedTokenSource(_noMore.Token);
                var number = copies.Count;
                copies.Add((Task.Run(() => Copy(number, stop.Token)), stop));
            }

            while (copies.Count > wanted)
            {
                await copies[^1].Stop.CancelAsync().ConfigureAwait(false);
                copies.RemoveAt(copies.Count - 1);
            }

            var pause = Shorter(ControlPeriod, length - now);
            try
            {
                await Task.Delay(pause > TimeSpan.FromMilliseconds(1) ? pause : TimeSpan.FromMilliseconds(1), time, _noMore.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Copy(int number, CancellationToken stop)
    {
        var context = new IterationContext(this, number);
        while (!stop.IsCancellationRequested)
        {
            var from = time.GetTimestamp();
            context.Begin(null);
            long iteration;
            lock (_gate)
            {
                iteration = Begin(from);
            }

            await RunIteration(context, iteration).ConfigureAwait(false);
            await Task.Yield();
        }
    }

    private async Task RunIteration(IterationContext context, long iteration)
    {
        IResponse response;
        try
        {
            response = await props.Run!(context).ConfigureAwait(false);
        }
        catch (StepFailedException failed)
        {
            response = failed.Response;
        }
        catch (Exception) when (_canceled.IsCancellationRequested)
        {
            // It was told to end, and has: that says nothing of what it measures. What is late at the end is counted where it was told so.
            _underWay.TryRemove(iteration, out _);
            return;
        }
        catch (Exception fault)
        {
            response = Response.Fail(Threw, fault.Message);
        }

        // Whoever takes the iteration out counts it: here, or the end of the run that waits no longer.
        if (!_underWay.TryRemove(iteration, out var from))
        {
            return;
        }

        var now = time.GetTimestamp();
        Meters.Whole.Add(response, time.GetElapsedTime(from, now));
        lock (_gate)
        {
            _lastEnd = Math.Max(_lastEnd, now);
        }

        if (response.IsError && Meters.Whole.Failed >= props.MaxFailCount)
        {
            session.Stop($"{props.ScenarioName} failed {props.MaxFailCount} times, which is its limit (WithMaxFailCount).");
        }
    }

    /// <summary>Waits for what is under way: as long as the run allows, or, when it was told to end, until it has.</summary>
    private async Task UnderWayEnd()
    {
        var from = time.GetTimestamp();
        while (!_underWay.IsEmpty && time.GetElapsedTime(from) < (_canceled.IsCancellationRequested ? UnwindWithin : session.CompletionTimeout))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), time).ConfigureAwait(false);
        }
    }
}
