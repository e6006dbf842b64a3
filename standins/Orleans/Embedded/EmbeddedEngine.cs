using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Configuration;
using Orleans.Metadata;
using Orleans.Runtime;
using Orleans.Storage;

namespace O2O.Dispatch.Embedded;

/// <summary>
/// The grains of one process: it finds their classes, makes references, delivers calls, times them out, and collects idle activations.
/// The host starts and stops it; without a host call <see cref="StartAsync"/> and <see cref="StopAsync"/>.
/// </summary>
public sealed class EmbeddedEngine : IClusterClient, IGrainContextAccessor, IAsyncDisposable, IDisposable
{
    private const int SweepMilliseconds = 50;

    private readonly Lock _listGate = new();
    private readonly ConcurrentDictionary<(Type Interface, string Prefix), GrainClass> _resolved = new();
    private readonly ConcurrentDictionary<string, IGrainStorage> _storages = new();
    private readonly EmbeddedEngineOptions _options;
    private readonly ClusteringRefusal[] _refusals;
    private readonly Lazy<Dictionary<string, GrainClass>> _classes;
    private readonly PendingCalls _pending;
    private readonly TimeSpan _responseTimeout;
    private Activation? _first;
    private Activation? _last;
    private ITimer? _collector;
    private Timer? _sweeper;
    private DateTimeOffset _started;
    private long _retiredCalls;
    private long _stateWrites;
    private long _timerTicks;
    private long _made;
    private int _alive;
    private int _blocked;
    private volatile bool _running;

    /// <summary>For the service provider.</summary>
    public EmbeddedEngine(
        IServiceProvider services,
        TimeProvider time,
        IOptions<EmbeddedEngineOptions> options,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging,
        ILogger<EmbeddedEngine> logger)
    {
        ServiceProvider = services;
        Time = time;
        _options = options.Value;
        Collection = collection.Value;
        _responseTimeout = messaging.Value.ResponseTimeout;
        Logger = logger;
        Lifetimes = services.GetRequiredService<ServiceLifetimes>();
        _refusals = [.. services.GetServices<ClusteringRefusal>()];
        if (_options.Seed is { } seed)
        {
            var clock = time as VirtualTime
                ?? throw new OrleansConfigurationException("Deterministic mode needs its own TimeProvider; another was registered after UseDeterministicMode.");
            Deterministic = new DeterministicEngine(this, clock, seed);
        }

        _pending = new PendingCalls(single: IsDeterministic);
        Trace = new EngineTrace(IsDeterministic);
        Work = new EngineWork(this);
        _classes = new Lazy<Dictionary<string, GrainClass>>(FindClasses);
        if (services.GetService<IReminderTable>() is { } table)
            Reminders = new ReminderService(this, table, services.GetRequiredService<IOptions<Orleans.Hosting.ReminderOptions>>().Value);
    }

    /// <inheritdoc/>
    public IServiceProvider ServiceProvider { get; }

    /// <inheritdoc/>
    public IGrainContext GrainContext => EngineScheduler.OnThread as Activation ?? throw new InvalidOperationException("This is no grain's turn.");

    /// <summary>The loop of deterministic mode; null in wall mode.</summary>
    public DeterministicEngine? Deterministic { get; }

    /// <summary>How many grains are in memory.</summary>
    public int ActivationCount => Volatile.Read(ref _alive);

    /// <summary>What was done since the engine was made.</summary>
    public EngineCounters Counters
    {
        get
        {
            long calls;
            lock (_listGate)
            {
                calls = _retiredCalls;
                for (var activation = _first; activation is not null; activation = activation.ListNext)
                    calls += activation.Calls;
            }

            return new EngineCounters(
                calls, Deterministic?.Turns ?? 0, Interlocked.Read(ref _stateWrites), Interlocked.Read(ref _timerTicks), Interlocked.Read(ref _made));
        }
    }

    internal bool IsDeterministic => Deterministic is not null;

    internal TimeProvider Time { get; }

    /// <summary>What waiting for work outside is limited by: the wall's clock, as for calls, however fast the grains' own goes; in deterministic mode there is but one clock.</summary>
    internal TimeProvider WaitingTime => Deterministic is null ? TimeProvider.System : Time;

    internal ILogger Logger { get; }

    internal ServiceLifetimes Lifetimes { get; }

    internal GrainCollectionOptions Collection { get; }

    internal EngineTrace Trace { get; }

    internal EngineWork Work { get; }

    internal ReminderService? Reminders { get; }

    internal PendingCalls Pending => _pending;

    internal IIncomingGrainCallFilter[] IncomingFilters { get; private set; } = [];

    internal IOutgoingGrainCallFilter[] OutgoingFilters { get; private set; } = [];

    internal Lock DeadlockGate { get; } = new();

    /// <summary>The call the next turn of deterministic mode starts.</summary>
    internal GrainCall? StepCall { get; set; }

    /// <summary>How many activations hold requests back.</summary>
    internal int BlockedActivations => Volatile.Read(ref _blocked);

    /// <summary>Counts collection quanta; requests stamp their activation with it.</summary>
    internal int CollectionTick { get; private set; }

    /// <summary>Checks the configuration, loads the storages and reminders, and takes calls from here on.</summary>
    /// <exception cref="OrleansConfigurationException">The configuration cannot be run; the message says what to change.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_running)
            return;
        if (_refusals.Length > 0)
        {
            throw new OrleansConfigurationException(
                "The embedded engine is one process and does not cluster, but "
                + $"{string.Join(" and ", _refusals.Select(static refusal => refusal.AskedBy))} asks it to. "
                + "Build with -p:PackageSet=nuget to run on Microsoft Orleans, or use UseLocalhostClustering.");
        }

        RefuseSharedStateNames(_classes.Value.Values);
        foreach (var storage in _classes.Value.Values
            .SelectMany(static known => known.States.Select(state => (Name: state.StorageName ?? StorageNames.Default, known.Type)))
            .OrderBy(static use => use.Name, StringComparer.Ordinal)
            .DistinctBy(static use => use.Name))
        {
            if (Storage(storage.Name, storage.Type) is AdoNetGrainStorage database)
                await database.InitializeAsync(cancellationToken);
        }

        IncomingFilters = [.. ServiceProvider.GetServices<IIncomingGrainCallFilter>()];
        OutgoingFilters = [.. ServiceProvider.GetServices<IOutgoingGrainCallFilter>()];
        _started = Time.GetUtcNow();
        _running = true;
        var quantum = Collection.CollectionQuantum;
        if (Deterministic is { } loop)
        {
            _collector = loop.Time.CreateBackgroundTimer(static state => ((EmbeddedEngine)state!).Collect(), this, quantum, quantum);
        }
        else
        {
            _collector = Time.CreateTimer(static state => ((EmbeddedEngine)state!).Collect(), this, quantum, quantum);
            _sweeper = new Timer(static state => ((EmbeddedEngine)state!).Sweep(), this, SweepMilliseconds, SweepMilliseconds);
        }

        if (Reminders is not null)
            await Reminders.StartAsync(cancellationToken);
    }

    /// <summary>Stops reminders and timers, deactivates every grain, and refuses calls from then on.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (!_running)
            return;
        if (Deterministic is { IsFaulted: true })
        {
            // What escaped may still be under way; an orderly end would only throw the same again.
            _running = false;
            return;
        }

        if (Deterministic is { IsDriving: false } loop)
        {
            loop.Run(() => StopCoreAsync(cancellationToken));
            return;
        }

        await StopCoreAsync(cancellationToken);
    }

    /// <summary>Deactivates every grain and waits until each is gone.</summary>
    public async Task DeactivateAllAsync()
    {
        var all = Activations();
        foreach (var activation in all)
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.RuntimeRequested, "Every grain was asked to deactivate."));
        await Task.WhenAll(all.Where(static activation => activation.HasStarted).Select(static activation => activation.Deactivated));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Dispose();
    }

    /// <summary>Refuses calls from here on, without deactivating anything; <see cref="StopAsync"/> and <see cref="DisposeAsync"/> end in order.</summary>
    public void Dispose()
    {
        _running = false;
        _collector?.Dispose();
        _sweeper?.Dispose();
        Reminders?.Stop();
    }

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(primaryKey);
        return Make<TGrainInterface>(primaryKey, grainClassNamePrefix);
    }

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Make<TGrainInterface>(primaryKey.ToString("N"), grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => Make<TGrainInterface>(primaryKey.ToString("X", CultureInfo.InvariantCulture), grainClassNamePrefix);

    /// <inheritdoc/>
    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)Reference(ClassOf(grainId), grainId.Key.ToString(), typeof(TGrainInterface));

    internal GrainClass ClassOf(GrainId grainId) => _classes.Value.TryGetValue(grainId.Type.ToString(), out var known)
        ? known
        : throw new ArgumentException($"No grain class is called {grainId.Type}.", nameof(grainId));

    internal GrainReference Reference(GrainClass known, string key, Type grainInterface) =>
        grainInterface.IsAssignableFrom(known.Type)
            ? ProxyFactory.For(grainInterface)(known, key)
            : throw new InvalidCastException($"{known.Type} has no {grainInterface}.");

    /// <summary>Sends a call: notes who calls, starts its time-out, and puts it into its target's inbox.</summary>
    internal void Send(MethodCall call)
    {
        var scheduler = EngineScheduler.OnThread;
        if (!_running)
        {
            call.Refuse(new SiloUnavailableException($"{call.Describe()} cannot be called: the engine is not running."));
            return;
        }

        var source = scheduler?.CurrentCall;
        call.Parent = source;
        call.Context = RequestContext.Current;
        if (Deterministic is { } loop)
        {
            if (loop.IsElsewhere)
                loop.CheckThread($"{call.Describe()} was called");
            Trace.Call(call.Reference.IdHash, call.Method.Hash, scheduler?.CallerHash ?? 0, loop.Time.NowTicks);
        }

        if (!call.Method.OneWay)
        {
            Await(call);
            source?.AddOut(call);
            if (call.Method.TakesToken && call.GetCancellationToken() is { CanBeCanceled: true } token)
                call.WatchToken(token);
        }

        var reference = call.Reference;
        if (reference.Last is { } last && last.Enqueue(call))
            return;
        reference.Last = reference.Class.Deliver(reference.Key, call);
    }

    internal IGrainStorage Storage(string name, Type user) => _storages.GetOrAdd(name, wanted =>
        ServiceProvider.GetKeyedService<IGrainStorage>(wanted)
        ?? throw new OrleansConfigurationException(
            $"{user} keeps a state in the storage \"{wanted}\", and no such storage is configured: "
            + $"call AddMemoryGrainStorage(\"{wanted}\") or AddAdoNetGrainStorage(\"{wanted}\", ...)."));

    internal void Add(Activation activation)
    {
        Interlocked.Increment(ref _made);
        Interlocked.Increment(ref _alive);
        lock (_listGate)
        {
            activation.ListPrevious = _last;
            if (_last is null)
                _first = activation;
            else
                _last.ListNext = activation;
            _last = activation;
        }
    }

    internal void Remove(Activation activation)
    {
        lock (_listGate)
        {
            if (activation.ListPrevious is null && !ReferenceEquals(_first, activation))
                return;
            if (activation.ListPrevious is null)
                _first = activation.ListNext;
            else
                activation.ListPrevious.ListNext = activation.ListNext;
            if (activation.ListNext is null)
                _last = activation.ListPrevious;
            else
                activation.ListNext.ListPrevious = activation.ListPrevious;
            activation.ListPrevious = activation.ListNext = null;
            _retiredCalls += activation.Calls;
        }

        Interlocked.Decrement(ref _alive);
    }

    internal void Blocked(int change) => Interlocked.Add(ref _blocked, change);

    internal void CountTick() => Interlocked.Increment(ref _timerTicks);

    internal void CountStateWrite() => Interlocked.Increment(ref _stateWrites);

    internal ActivationId NextActivationId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Interlocked.Read(ref _made) + 1);
        return new ActivationId(new Guid(bytes));
    }

    internal void TimeOut(GrainCall call)
    {
        var waited = call is MethodCall { Method.Timeout: { } own } ? own : _responseTimeout;
        var where = call.Phase == CallPhase.Queued ? "it still waits in line and will not be run" : "it runs, and its answer will be dropped";
        call.Refuse(new TimeoutException($"{call.Describe()} did not answer within {waited}: {where}. The call chain is {call.Chain()}."));
    }

    private void Await(MethodCall call)
    {
        var timeout = call.Method.Timeout ?? _responseTimeout;
        if (Deterministic is { } loop)
            _pending.Add(call, loop.Time.NowTicks, timeout.Ticks);
        else
            _pending.Add(call, Environment.TickCount64, timeout.Ticks / TimeSpan.TicksPerMillisecond);
    }

    private TGrainInterface Make<TGrainInterface>(string key, string? prefix)
    {
        var bound = Bound<TGrainInterface>.Last;
        if (bound is null || !ReferenceEquals(bound.Class.Engine, this) || prefix is not null)
        {
            var known = _resolved.GetOrAdd(
                (typeof(TGrainInterface), prefix ?? ""), static (wanted, engine) => engine.Resolve(wanted.Interface, wanted.Prefix), this);
            bound = new Binding(known, ProxyFactory.For(typeof(TGrainInterface)));
            if (prefix is null)
                Bound<TGrainInterface>.Last = bound;
        }

        return (TGrainInterface)(object)bound.Make(bound.Class, key);
    }

    private GrainClass Resolve(Type grainInterface, string prefix)
    {
        var having = _classes.Value.Values.Where(known => grainInterface.IsAssignableFrom(known.Type)).ToList();
        if (prefix.Length > 0)
        {
            having.RemoveAll(known =>
                !known.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal) && !known.Type.Name.StartsWith(prefix, StringComparison.Ordinal));
        }

        if (having.Count == 1)
            return having[0];
        if (having.Count == 0)
            throw new ArgumentException($"No grain class has {grainInterface}{(prefix.Length > 0 ? $" and the prefix {prefix}" : "")}.");
        var wanted = grainInterface.GetCustomAttributes(typeof(DefaultGrainTypeAttribute), false).OfType<DefaultGrainTypeAttribute>().FirstOrDefault()?.Name;
        var plain = grainInterface.Name[1..];
        return having.FirstOrDefault(known => known.GrainType.ToString() == wanted)
            ?? having.FirstOrDefault(known => known.Type.Name == plain || known.Type.Name + "Grain" == plain || known.Type.Name == plain + "Grain")
            ?? throw new ArgumentException(
                $"{grainInterface} is had by {string.Join(", ", having.Select(static known => known.Type.Name))}; give a class name prefix or [DefaultGrainType].");
    }

    private Dictionary<string, GrainClass> FindClasses()
    {
        var classes = new Dictionary<string, GrainClass>(StringComparer.Ordinal);
        foreach (var type in GrainClassFinder.Find(_options))
        {
            var known = new GrainClass(this, type);
            classes.Add(known.GrainType.ToString(), known);
        }

        return classes;
    }

    private static void RefuseSharedStateNames(IEnumerable<GrainClass> classes)
    {
        var shared = classes
            .SelectMany(static known => known.States.Select(state => (State: state.StateName, Storage: state.StorageName ?? StorageNames.Default, known.Type)))
            .GroupBy(static use => (use.Storage, use.State))
            .FirstOrDefault(static group => group.Count() > 1);
        if (shared is not null)
        {
            throw new OrleansConfigurationException(
                $"The state \"{shared.Key.State}\" in storage \"{shared.Key.Storage}\" is used by {string.Join(" and ", shared.Select(static use => use.Type))}. "
                + "A stored row is keyed by state name and grain key, not by class, so they would overwrite each other: name the states apart.");
        }
    }

    private void Sweep()
    {
        if (_pending.Expired(Environment.TickCount64) is not { } expired)
            return;
        foreach (var call in expired)
            ThreadPool.UnsafeQueueUserWorkItem(static late => late.Engine.TimeOut(late.Call), (Engine: this, Call: call), preferLocal: false);
    }

    private void Collect()
    {
        var now = Time.GetUtcNow();
        CollectionTick = (int)Math.Min(int.MaxValue, (now - _started).Ticks / Collection.CollectionQuantum.Ticks);
        foreach (var activation in Activations())
        {
            var grainClass = activation.Class;
            if (grainClass.KeepAlive || grainClass.CollectionAge == TimeSpan.MaxValue)
                continue;
            var quanta = (grainClass.CollectionAge.Ticks + Collection.CollectionQuantum.Ticks - 1) / Collection.CollectionQuantum.Ticks;
            if (CollectionTick - 1 - quanta >= 0)
                activation.CollectIfIdle((int)(CollectionTick - 1 - quanta), now.UtcTicks);
        }
    }

    private List<Activation> Activations()
    {
        lock (_listGate)
        {
            var all = new List<Activation>(ActivationCount);
            for (var activation = _first; activation is not null; activation = activation.ListNext)
                all.Add(activation);
            return all;
        }
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        _collector?.Dispose();
        Reminders?.Stop();
        Work.Stop();
        var all = Activations();
        foreach (var activation in all)
            activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The engine stops."));
        var ended = Task.WhenAll(all.Select(static activation => activation.Deactivated));
        if (Deterministic is null)
        {
            try
            {
                await ended.WaitAsync(Collection.DeactivationTimeout, cancellationToken);
            }
            catch (TimeoutException)
            {
                Logger.LogWarning("{Count} grains had not ended {Timeout} after the engine was asked to stop.", ActivationCount, Collection.DeactivationTimeout);
            }
        }
        else
        {
            await ended;
        }

        _running = false;
        if (_sweeper is not null)
            await _sweeper.DisposeAsync();
        foreach (var call in _pending.All())
            call.Refuse(new SiloUnavailableException($"{call.Describe()} was not answered before the engine stopped."));
    }

    private sealed record Binding(GrainClass Class, Func<GrainClass, string, GrainReference> Make);

    private static class Bound<TGrainInterface>
    {
        public static volatile Binding? Last;
    }
}
