using System.Globalization;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// Drives an engine under a seed and a virtual clock. One thread runs every turn, timer callback and piece of registered work, one at a time,
/// picking each time among what is ready by the seed. Time moves only when nothing is ready. Two runs with one seed have one
/// <see cref="EventHash"/>. The caller's thread is the loop while <see cref="Run(Func{Task})"/> or <see cref="RunUntil"/> is under way.
/// </summary>
public sealed class DeterministicEngine
{
    private const int FruitlessHookRounds = 1000;

    private static readonly ExecutionContext CleanContext = Clean();

    private readonly EmbeddedEngine _engine;
    private readonly SeededOrder _order;
    private readonly List<EngineScheduler> _ready = [];
    private readonly List<Func<bool>> _hooks = [];
    private readonly List<(string Name, Task Task)> _work = [];
    private readonly Queue<External> _externals = new();
    private readonly ManualResetEventSlim _wake = new(false);
    private DeterminismEscapeException? _fault;
    private int _loopThread;
    private int _workLimit = 64;

    internal DeterministicEngine(EmbeddedEngine engine, VirtualTime time, ulong seed)
    {
        _engine = engine;
        Time = time;
        Seed = seed;
        _order = new SeededOrder(seed);
        time.Engine = this;
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The clock, which is the host's TimeProvider too.</summary>
    public VirtualTime Time { get; }

    /// <summary>Turns run so far.</summary>
    public long Turns { get; private set; }

    /// <summary>
    /// A hash over every call (target, method, caller, instant), state write and recorded event, in order. It is the same in every process
    /// and on every machine.
    /// </summary>
    public ulong EventHash => _engine.Trace.Hash;

    /// <inheritdoc cref="EmbeddedEngine.Counters"/>
    public EngineCounters Counters => _engine.Counters;

    /// <summary>True while a Run is under way.</summary>
    public bool IsDriving => _loopThread != 0;

    /// <summary>True once something escaped; every further Run throws the same again.</summary>
    public bool IsFaulted => Volatile.Read(ref _fault) is not null;

    /// <summary>Starts the engine on the loop. Equal to StartAsync inside <see cref="Run(Func{Task})"/>.</summary>
    public void Start() => Run(() => _engine.StartAsync());

    /// <summary>
    /// Runs a root task to its end, moving time as needed, and rethrows its exception. What else is under way stays as it is.
    /// </summary>
    /// <exception cref="DeterminismEscapeException">Something escaped the loop, or the root waits for something the engine does not know.</exception>
    public void Run(Func<Task> root)
    {
        ArgumentNullException.ThrowIfNull(root);
        Task? task = null;
        Drive(
            () => task = StartWork("root", _ => root(), CancellationToken.None),
            () => task!.IsCompleted,
            long.MaxValue,
            rootIsWaiting: true);
        task!.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Run(Func{Task})"/>
    public T Run<T>(Func<Task<T>> root)
    {
        ArgumentNullException.ThrowIfNull(root);
        Task<T>? task = null;
        Func<Task> begin = () => task = root();
        Run(begin);
        return task!.GetAwaiter().GetResult();
    }

    /// <summary>Runs everything due up to and including an instant, and leaves the clock there.</summary>
    /// <exception cref="DeterminismEscapeException">Something escaped the loop, or everything stands still while a request waits.</exception>
    public void RunUntil(DateTimeOffset instant)
    {
        Drive(null, static () => false, instant.UtcTicks, rootIsWaiting: false);
    }

    /// <summary>Runs what is ready at this instant, hooks and I/O in flight included, without moving time.</summary>
    public void RunUntilIdle() => Drive(null, static () => false, Time.NowTicks, rootIsWaiting: false);

    /// <summary>
    /// Asks to be called whenever no turn is ready at the current instant, before time moves on. The hook answers true when it made something
    /// ready; a store commits its open group here. Disposing the result takes it back.
    /// </summary>
    public IDisposable OnQuiescent(Func<bool> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        _hooks.Add(hook);
        return new Registration(this, hook);
    }

    /// <inheritdoc cref="IEngineTrace.Record(string, ReadOnlySpan{byte})"/>
    public void Record(string kind, ReadOnlySpan<byte> data) => _engine.Trace.Record(kind, data);

    /// <inheritdoc cref="IEngineTrace.Record(string, long, long)"/>
    public void Record(string kind, long first, long second = 0) => _engine.Trace.Record(kind, first, second);

    internal void Ready(EngineScheduler scheduler) => _ready.Add(scheduler);

    internal int Draw(int bound) => _order.Below(bound);

    internal uint DrawTimerOrder() => (uint)(_order.Next() >> 32);

    internal Task StartWork(string name, Func<CancellationToken, Task> work, CancellationToken token)
    {
        if (IsElsewhere)
            CheckThread($"the work {name} was started");
        _engine.Trace.Record("work", name);
        var started = new WorkScheduler(this, name).Start(work, token);
        if (_work.Count >= _workLimit)
        {
            // Ended work is let go when the list has doubled, so that starting much of it stays cheap.
            _work.RemoveAll(static one => one.Task.IsCompleted);
            _workLimit = Math.Max(64, _work.Count * 2);
        }

        _work.Add((name, started));
        return started;
    }

    internal Task<T> AwaitExternal<T>(Task<T> inFlight)
    {
        var delivered = new TaskCompletionSource<T>();
        inFlight.ContinueWith(
            static (_, wake) => ((ManualResetEventSlim)wake!).Set(),
            _wake,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        _externals.Enqueue(new External(inFlight, () => delivered.SetFromTask(inFlight)));
        return delivered.Task;
    }

    /// <summary>Whether the loop runs and this is another thread. Asked first where <see cref="CheckThread"/> would be given a text that is made for it.</summary>
    internal bool IsElsewhere => Volatile.Read(ref _loopThread) is var loop && loop != 0 && loop != Environment.CurrentManagedThreadId;

    /// <summary>Throws when another thread than the loop's touches the engine while the loop runs.</summary>
    internal void CheckThread(string what, EngineScheduler? owner = null)
    {
        var loop = Volatile.Read(ref _loopThread);
        if (loop == 0 || loop == Environment.CurrentManagedThreadId)
            return;
        var who = owner?.Name ?? GrainCall.Ambient.Value?.Describe();
        var escape = new DeterminismEscapeException(
            $"{who ?? "Code outside any grain"} left the deterministic loop: {what} from thread {Environment.CurrentManagedThreadId} "
            + "(thread pool, Task.Run, a real timer or ConfigureAwait(false)).",
            owner?.Name ?? NameOf(GrainCall.Ambient.Value));
        Fault(escape);
        throw escape;
    }

    /// <summary>
    /// False, and the engine is at fault, when a continuation of a grain or of work comes from elsewhere than the loop. The continuation is
    /// dropped: throwing here would only kill a pool thread. The loop throws instead.
    /// </summary>
    internal bool CheckContinuation(EngineScheduler scheduler)
    {
        var loop = Volatile.Read(ref _loopThread);
        if (loop == Environment.CurrentManagedThreadId || (loop == 0 && scheduler is WorkScheduler))
            return true;
        Fault(new DeterminismEscapeException(
            $"{scheduler.Name} left the deterministic loop: what it awaited ended on another thread (thread pool, Task.Run, a real Task.Delay or "
            + "timer, real I/O that was not marked by IEngineWork.External, or ConfigureAwait(false)).",
            scheduler.Name));
        return false;
    }

    private static string? NameOf(GrainCall? call) => call is MethodCall method ? method.Reference.GrainId.ToString() : call?.Describe();

    private static ExecutionContext Clean()
    {
        ExecutionContext? clean = null;
        var thread = new Thread(() => clean = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return clean!;
    }

    private void Fault(DeterminismEscapeException escape)
    {
        Interlocked.CompareExchange(ref _fault, escape, null);
        _wake.Set();
    }

    private void Drive(Action? begin, Func<bool> done, long until, bool rootIsWaiting)
    {
        if (Interlocked.CompareExchange(ref _loopThread, Environment.CurrentManagedThreadId, 0) != 0)
            throw new InvalidOperationException("The deterministic loop is already running; await inside it instead of driving it again.");
        var synchronization = SynchronizationContext.Current;
        var execution = ExecutionContext.Capture()!;
        SynchronizationContext.SetSynchronizationContext(null);
        ExecutionContext.Restore(CleanContext);
        try
        {
            begin?.Invoke();
            Loop(done, until, rootIsWaiting);
        }
        finally
        {
            Volatile.Write(ref _loopThread, 0);
            ExecutionContext.Restore(execution);
            SynchronizationContext.SetSynchronizationContext(synchronization);
        }
    }

    private void Loop(Func<bool> done, long until, bool rootIsWaiting)
    {
        var fruitless = 0;
        while (true)
        {
            if (Volatile.Read(ref _fault) is { } fault)
                throw new DeterminismEscapeException(fault.Message, fault.Grain);
            if (done())
                return;
            if (_ready.Count > 0)
            {
                Step();
                fruitless = 0;
                continue;
            }

            if (CallHooks())
            {
                if (++fruitless > FruitlessHookRounds)
                    throw new InvalidOperationException("A quiescence hook keeps saying that it made something ready, and nothing is.");
                continue;
            }

            if (_externals.Count > 0)
                DeliverExternal();
            else if (!MoveTime(until, rootIsWaiting))
                return;
        }
    }

    private void Step()
    {
        var index = _ready.Count == 1 ? 0 : _order.Below(_ready.Count);
        var scheduler = _ready[index];
        var last = _ready.Count - 1;
        _ready[index] = _ready[last];
        _ready.RemoveAt(last);
        Turns++;
        if (scheduler.Step())
            _ready.Add(scheduler);
    }

    private bool CallHooks()
    {
        var progress = false;
        for (var i = 0; i < _hooks.Count; i++)
            progress |= _hooks[i]();
        return progress || _ready.Count > 0;
    }

    /// <summary>Waits, in real time, for the I/O issued first, and delivers it; what was issued later waits its turn.</summary>
    private void DeliverExternal()
    {
        var external = _externals.Peek();
        while (!external.InFlight.IsCompleted)
        {
            _wake.Wait();
            _wake.Reset();
            if (Volatile.Read(ref _fault) is not null)
                return;
        }

        _externals.Dequeue();
        external.Deliver();
    }

    /// <summary>Goes to the next instant at which something is due; false when that lies behind the bound or nothing ever is.</summary>
    private bool MoveTime(long until, bool rootIsWaiting)
    {
        var next = Math.Min(Time.NextDue(), _engine.Pending.NextDeadline());
        if (Time.ForegroundTimers == 0 && (rootIsWaiting || (until > Time.NowTicks && _engine.Pending.NextDeadline() != long.MaxValue)))
            throw Stalled();
        if (next > until || next == long.MaxValue)
        {
            Time.MoveTo(until);
            return false;
        }

        Time.MoveTo(next);
        Time.FireDue();
        if (_engine.Pending.Expired(Time.NowTicks) is { } expired)
        {
            foreach (var call in expired)
                _engine.TimeOut(call);
        }

        return true;
    }

    private DeterminismEscapeException Stalled()
    {
        var pending = _engine.Pending.All();
        var leaves = pending.Where(static call => call.Phase == CallPhase.Running && !HasPendingOut(call)).ToList();
        if (leaves.Count == 0)
            leaves = pending;
        var who = leaves.Count > 0
            ? string.Join("; ", leaves.Take(5).Select(static call => call.Chain()))
            : $"the work {string.Join(", ", _work.Where(static one => !one.Task.IsCompleted).Select(static one => one.Name))}";
        var now = Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        var stalled = new DeterminismEscapeException(
            $"Everything stands still at {now}: no turn is ready, no timer is set, no marked I/O is in flight, yet this waits for something the engine does "
            + $"not know (a real delay, the thread pool, a lock, an event nobody raises): {who}.",
            NameOf(leaves.FirstOrDefault()));
        Fault(stalled);
        return stalled;
    }

    private static bool HasPendingOut(GrainCall call)
    {
        for (var made = call.LastOut; made is not null; made = made.PreviousOut)
        {
            if (!made.IsAnswered)
                return true;
        }

        return false;
    }

    private readonly record struct External(Task InFlight, Action Deliver);

    private sealed class Registration(DeterministicEngine loop, Func<bool> hook) : IDisposable
    {
        public void Dispose() => loop._hooks.Remove(hook);
    }
}
