using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// One grain in memory. It is the TaskScheduler of its own turns, so that whatever its code awaits comes back to it, and it is the work item
/// the thread pool runs. Requests wait in an inbox; one runs at a time, unless they may interleave. Everything here changes under the
/// activation's own lock; user code runs outside it.
/// </summary>
internal sealed class Activation : EngineScheduler, IThreadPoolWorkItem, IGrainContext, ITimerHost
{
    /// <summary>A busy activation lets others have the thread after so many items.</summary>
    private const int ItemsPerTurn = 64;

    private readonly EmbeddedEngine _engine;
    private readonly string _key;
    private Inbox _inbox;
    private Queue<Task>? _tasks;
    private GrainCall? _exclusive;
    private List<GrainCall>? _interleaved;
    private List<GrainTimer>? _timers;
    private IServiceScope? _scope;
    private TaskCompletionSource? _deactivated;
    private DeactivationReason _reason;
    private GrainReference? _self;
    private long _keepAliveUntil;
    private int _lastUsed;
    private long _calls;
    private ActivationState _state;
    private bool _scheduled;
    private bool _countedBlocked;
    private bool _endAsked;

    public Activation(GrainClass grainClass, string key, ulong idHash)
    {
        Class = grainClass;
        _engine = grainClass.Engine;
        _key = key;
        CallerHash = idHash;
        _lastUsed = _engine.CollectionTick;
    }

    public GrainClass Class { get; }

    public string Key => _key;

    public GrainId GrainId => GrainId.Create(Class.GrainType, IdSpan.Create(_key));

    public GrainReference GrainReference => _self ??= Class.SelfReference(_key);

    public object? GrainInstance { get; private set; }

    public ActivationId ActivationId { get; private set; }

    public IServiceProvider ActivationServices => _scope?.ServiceProvider ?? _engine.ServiceProvider;

    public override string Name => $"{Class.GrainType}/{_key}";

    public override ulong CallerHash { get; }

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Links of the engine's list of activations, which is in order of creation.</summary>
    public Activation? ListPrevious { get; set; }

    /// <inheritdoc cref="ListPrevious"/>
    public Activation? ListNext { get; set; }

    public override GrainCall? CurrentCall
    {
        get
        {
            var ambient = GrainCall.Ambient.Value;
            return ambient is not null && ambient.Target == this && ambient.Phase == CallPhase.Running ? ambient : _exclusive;
        }
    }

    public Task Deactivated
    {
        get
        {
            lock (this)
            {
                if (_state == ActivationState.Dead && _deactivated is null)
                    return Task.CompletedTask;
                return (_deactivated ??= new TaskCompletionSource()).Task;
            }
        }
    }

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    /// <summary>Takes a request; false when this activation is dead and the next one must take it.</summary>
    public bool Enqueue(GrainCall call)
    {
        bool schedule;
        lock (this)
        {
            if (_state == ActivationState.Dead)
                return false;
            call.Target = this;
            call.Phase = CallPhase.Queued;
            _inbox.Add(call, shuffled: _engine.Deterministic is not null);
            if (call is MethodCall)
                _calls++;
            if (call is not TimerCall { KeepsAlive: false })
                _lastUsed = _engine.CollectionTick;
            schedule = !_scheduled;
            _scheduled = true;
        }

        if (schedule)
            Schedule();
        return true;
    }

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool schedule;
        lock (this)
        {
            if (_state is not (ActivationState.Activating or ActivationState.Valid) || _endAsked)
                return;
            _reason = deactivationReason;
            _endAsked = true;
            if (_state == ActivationState.Valid)
                _state = ActivationState.Deactivating;
            schedule = !_scheduled;
            _scheduled = true;
        }

        if (schedule)
            Schedule();
    }

    public void DelayDeactivation(TimeSpan span)
    {
        lock (this)
        {
            _keepAliveUntil = span < TimeSpan.Zero ? 0
                : span == TimeSpan.MaxValue ? long.MaxValue
                : (_engine.Time.GetUtcNow() + span).UtcTicks;
        }
    }

    public IGrainTimer RegisterTimer<TState>(Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        _engine.Deterministic?.CheckThread("a grain timer was registered", this);
        var timer = new GrainTimer<TState>(this, callback, state, options);
        lock (this)
        {
            if (_state is ActivationState.Ending or ActivationState.Dead)
                throw new InvalidOperationException($"{Name} is deactivating, so it takes no new timer.");
            (_timers ??= new List<GrainTimer>(1)).Add(timer);
        }

        timer.Arm(_engine.Time, options.DueTime);
        return timer;
    }

    public bool HasStarted => _state != ActivationState.Created;

    public void CountTick() => _engine.CountTick();

    public void CountStateWrite(string kind, string stateName, string? etag)
    {
        _engine.CountStateWrite();
        if (_engine.Trace.IsRecording)
            _engine.Trace.Record(kind, $"{stateName}/{Name}/{etag}");
    }

    public void Log(Exception exception, string text) => _engine.Logger.LogError(exception, "{Text}", text);

    public void Forget(GrainTimer timer)
    {
        lock (this)
            _timers?.Remove(timer);
    }

    /// <summary>Deactivates it when nothing came for so many collection ticks.</summary>
    public bool CollectIfIdle(int oldest, long now)
    {
        lock (this)
        {
            if (_state != ActivationState.Valid || !Idle || _inbox.Count > 0 || _lastUsed > oldest || _keepAliveUntil > now)
                return false;
        }

        Deactivate(new DeactivationReason(DeactivationReasonCode.ActivationIdle, "No request came for the collection age."));
        return true;
    }

    /// <summary>A draw of the seed, from 0 to below the bound.</summary>
    public int Draw(int bound) => _engine.Deterministic!.Draw(bound);

    public void Execute() => Enter();

    public override bool Step()
    {
        var task = (Task?)null;
        var call = (GrainCall?)null;
        lock (this)
        {
            if (_tasks is not { Count: > 0 } || !_tasks.TryDequeue(out task))
                call = Take();
        }

        if (task is not null)
        {
            OnThread = this;
            Execute(task);
            OnThread = null;
        }
        else if (call is not null)
        {
            _engine.StepCall = call;
            Enter();
        }

        bool more, blocked;
        lock (this)
        {
            more = _tasks is { Count: > 0 } || HasStartable();
            _scheduled = more;
            blocked = MarkBlocked(!more && _inbox.Count > 0);
        }

        if (!more)
            AfterTurn(blocked);
        return more;
    }

    /// <summary>Requests that keep this queued one from starting.</summary>
    public void CollectBlockers(GrainCall queued, List<GrainCall> into)
    {
        lock (this)
        {
            if (queued.Phase != CallPhase.Queued || queued.Target != this || CanStart(queued))
                return;
            if (_exclusive is not null)
                into.Add(_exclusive);
            if (_interleaved is not null)
                into.AddRange(_interleaved);
        }
    }

    /// <summary>Requests under way.</summary>
    public void CollectRunning(List<GrainCall> into)
    {
        lock (this)
        {
            if (_exclusive is not null)
                into.Add(_exclusive);
            if (_interleaved is not null)
                into.AddRange(_interleaved);
        }
    }

    /// <summary>Ends a call, in this activation's turn.</summary>
    public void Ended(GrainCall call, Task outcome)
    {
        lock (this)
        {
            call.Phase = CallPhase.Ended;
            if (ReferenceEquals(_exclusive, call))
                _exclusive = null;
            else
                _interleaved?.Remove(call);
        }

        call.End(this, outcome);
    }

    public void Activated()
    {
        lock (this)
            _state = ActivationState.Valid;
    }

    /// <summary>Activation failed: every waiting caller hears why.</summary>
    public void ActivationFailed(Exception exception)
    {
        StopTimers();
        List<GrainCall> waiting;
        lock (this)
        {
            _state = ActivationState.Dead;
            waiting = TakeInbox();
        }

        Class.Remove(this);
        foreach (var call in waiting)
            call.Refuse(exception);
        Release();
    }

    /// <summary>Creates the grain, reads its states, runs OnActivateAsync.</summary>
    public async Task ActivateAsync()
    {
        ActivationId = _engine.NextActivationId();
        _engine.Add(this);
        if (Class.NeedsScope)
            _scope = _engine.ServiceProvider.CreateScope();
        var states = Class.Create(this, out var instance);
        GrainInstance = instance;
        foreach (var state in states)
            await state.ReadStateAsync();
        if (Class.OverridesActivate)
        {
            using var limit = new CancellationTokenSource(_engine.Collection.ActivationTimeout, _engine.WaitingTime);
            try
            {
                await ((IGrainBase)instance).OnActivateAsync(limit.Token);
            }
            catch (OperationCanceledException given) when (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"{Name} was not activated within {_engine.Collection.ActivationTimeout}.", given);
            }
        }
    }

    /// <summary>Runs OnDeactivateAsync; its exceptions are logged.</summary>
    public async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            if (Class.OverridesDeactivate && GrainInstance is IGrainBase grain)
            {
                using var limit = new CancellationTokenSource(_engine.Collection.DeactivationTimeout, _engine.WaitingTime);
                await grain.OnDeactivateAsync(_reason, limit.Token);
            }

            if (GrainInstance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (GrainInstance is IDisposable disposable)
                disposable.Dispose();
        }
        catch (Exception exception)
        {
            _engine.Logger.LogError(exception, "{Grain} failed while it was deactivated.", Name);
        }
    }

    /// <summary>The last step: requests that came too late go to the next activation, once each.</summary>
    public void DeactivationEnded()
    {
        List<GrainCall> waiting;
        lock (this)
        {
            _state = ActivationState.Dead;
            waiting = TakeInbox();
            _calls -= waiting.Count(static call => call is MethodCall);
        }

        Class.Remove(this);
        foreach (var call in waiting)
        {
            if (call is MethodCall { IsAnswered: false } method)
                Class.Deliver(_key, method);
        }

        Release();
    }

    protected override void Post(Task task)
    {
        if (_engine.Deterministic is { } loop && !loop.CheckContinuation(this))
            return;
        bool schedule;
        lock (this)
        {
            (_tasks ??= new Queue<Task>(2)).Enqueue(task);
            schedule = !_scheduled;
            _scheduled = true;
        }

        if (schedule)
            Schedule();
    }

    protected override void Turn()
    {
        if (_engine.Deterministic is not null)
        {
            var call = _engine.StepCall!;
            _engine.StepCall = null;
            Start(call);
            return;
        }

        bool blocked;
        for (var items = 0; ; items++)
        {
            Task? task = null;
            GrainCall? call = null;
            lock (this)
            {
                if (items < ItemsPerTurn)
                {
                    if (_tasks is not { Count: > 0 } || !_tasks.TryDequeue(out task))
                        call = Take();
                    if (task is null && call is null)
                    {
                        _scheduled = false;
                        blocked = MarkBlocked(_inbox.Count > 0);
                        break;
                    }
                }
            }

            if (task is not null)
            {
                Execute(task);
            }
            else if (call is not null)
            {
                Start(call);
            }
            else
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
        }

        // From here another thread may run the next turn: what is settled below must not continue this grain in line.
        OnThread = null;
        AfterTurn(blocked);
    }

    protected override void TurnFailed(Exception exception)
    {
        if (_engine.IsDeterministic)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);
        _engine.Logger.LogCritical(exception, "The engine failed in a turn of {Grain}.", Name);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void AfterTurn(bool blocked)
    {
        if (blocked || (_engine.BlockedActivations != 0 && HasOutgoing()))
            DeadlockFinder.Look(_engine, this);
    }

    private bool HasOutgoing() => _exclusive?.LastOut is not null || _interleaved is { Count: > 0 };

    private void Schedule()
    {
        if (_engine.Deterministic is { } loop)
            loop.Ready(this);
        else
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <summary>Runs the synchronous part of a call; the rest comes as tasks of this scheduler.</summary>
    private void Start(GrainCall call)
    {
        var clean = ExecutionContext.Capture()!;
        Task outcome;
        try
        {
            if (call.Context is not null)
                RequestContext.Current = call.Context;
            if (_engine.Deterministic is not null || Class.Interleaves || call.Interleaves || call.IsReadOnly)
                GrainCall.Ambient.Value = call;
            outcome = call.Start(this)
                ?? Task.FromException(new InvalidOperationException($"{call.Describe()} answered null instead of a task."));
        }
        catch (Exception exception)
        {
            outcome = Task.FromException(exception);
        }
        finally
        {
            ExecutionContext.Restore(clean);
        }

        if (outcome.IsCompleted)
        {
            Ended(call, outcome);
            return;
        }

        outcome.ContinueWith(
            static (done, state) =>
            {
                var ended = (GrainCall)state!;
                ended.Target!.Ended(ended, done);
            },
            call,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            this);
    }

    /// <summary>A grain that asked to go while it was activated serves who waits first, or a grain that always asks would serve nobody.</summary>
    private bool EndsNow => _endAsked && _state == ActivationState.Valid && Idle && _inbox.Count == 0;

    private bool Idle => _exclusive is null && _interleaved is not { Count: > 0 };

    /// <summary>False when no request of this class can ever overtake another, so that only the first in line need be looked at.</summary>
    public bool MayMix => Class.MayMix || _inbox.HasInterleaving;

    private bool HasStartable() => _state switch
    {
        ActivationState.Created => _inbox.Count > 0,
        ActivationState.Valid => _inbox.HasStartable(this) || EndsNow,
        ActivationState.Deactivating => Idle || _inbox.HasStartable(this),
        ActivationState.Activating or ActivationState.Ending or ActivationState.Dead => false,
    };

    /// <summary>Takes the next request that may start and notes it as running. Settled ones are dropped unrun.</summary>
    private GrainCall? Take()
    {
        if (_state == ActivationState.Created)
        {
            if (_inbox.Count == 0)
                return null;
            _state = ActivationState.Activating;
            return _exclusive = new LifecycleCall(this, starts: true) { Parent = _inbox.Any, Target = this, Phase = CallPhase.Running };
        }

        if ((_state == ActivationState.Deactivating && Idle) || EndsNow)
        {
            _state = ActivationState.Ending;
            return _exclusive = new LifecycleCall(this, starts: false) { Target = this, Phase = CallPhase.Running };
        }

        if (_state is not (ActivationState.Valid or ActivationState.Deactivating) || _inbox.Take(this) is not { } call)
            return null;
        call.Phase = CallPhase.Running;
        if (Class.Interleaves || call.Interleaves || call.IsReadOnly)
            (_interleaved ??= new List<GrainCall>(2)).Add(call);
        else
            _exclusive = call;
        return call;
    }

    /// <summary>
    /// Whether a request may start beside those under way: always when none is; else when its class, its method or its predicate says so, or
    /// when it and every other are read-only.
    /// </summary>
    public bool CanStart(GrainCall call)
    {
        if (_state is not (ActivationState.Valid or ActivationState.Deactivating) || (_state == ActivationState.Deactivating && Idle))
            return false;
        if (Idle || Class.IsReentrant || call.Interleaves || Class.PredicateAllows(call))
            return true;
        if (_exclusive is not null)
            return false;
        foreach (var running in _interleaved!)
        {
            if (!running.Interleaves && !(running.IsReadOnly && call.IsReadOnly))
                return false;
        }

        return true;
    }

    /// <summary>Counts activations that hold requests back, so that the others need not look for cycles.</summary>
    private bool MarkBlocked(bool blocked)
    {
        if (blocked != _countedBlocked)
        {
            _countedBlocked = blocked;
            _engine.Blocked(blocked ? 1 : -1);
        }

        return blocked;
    }

    private List<GrainCall> TakeInbox()
    {
        MarkBlocked(false);
        return _inbox.TakeAll();
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (this)
        {
            timers = _timers?.ToArray() ?? [];
            _timers = null;
        }

        foreach (var timer in timers)
            timer.Dispose();
    }

    private async void DisposeScope(IAsyncDisposable scope)
    {
        try
        {
            await scope.DisposeAsync();
        }
        catch (Exception exception)
        {
            Log(exception, $"The services of {Name} could not be disposed.");
        }
    }

    /// <summary>Lets go of what a reference, which may outlive the activation, would keep in memory.</summary>
    private void Release()
    {
        TaskCompletionSource? waiting;
        lock (this)
            waiting = _deactivated;
        waiting?.TrySetResult();
        if (_scope is IAsyncDisposable scope)
            DisposeScope(scope);
        GrainInstance = null;
    }
}
