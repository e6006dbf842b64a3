namespace O2O.Dispatch.Embedded;

/// <summary>A task scheduler whose tasks run one at a time: an activation, or a piece of registered work in deterministic mode.</summary>
internal abstract class EngineScheduler : TaskScheduler
{
    /// <summary>Whose turn this thread runs.</summary>
    [ThreadStatic]
    public static EngineScheduler? OnThread;

    [ThreadStatic]
    private static bool _entering;

    private static readonly Action<object?> RunTurn = static state => ((EngineScheduler)state!).Turn();

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>What errors call it.</summary>
    public abstract string Name { get; }

    /// <summary>The caller in the event hash.</summary>
    public abstract ulong CallerHash { get; }

    /// <summary>The call whose code runs in this turn, for call chains.</summary>
    public abstract GrainCall? CurrentCall { get; }

    /// <summary>Runs one ready piece of work in deterministic mode and says whether there is more.</summary>
    public abstract bool Step();

    /// <summary>Takes a task from anywhere.</summary>
    protected abstract void Post(Task task);

    /// <summary>The body of a turn; TaskScheduler.Current is this scheduler.</summary>
    protected abstract void Turn();

    /// <summary>
    /// Runs <see cref="Turn"/> inside a task of this scheduler. Starting a task calls QueueTask, which recognises the entry by a flag and
    /// runs it at once, so no queue is passed.
    /// </summary>
    protected void Enter()
    {
        var outer = OnThread;
        OnThread = this;
        try
        {
            var task = new Task(RunTurn, this, TaskCreationOptions.DenyChildAttach);
            _entering = true;
            task.Start(this);
            if (task.IsFaulted)
                TurnFailed(task.Exception!.InnerException!);
        }
        finally
        {
            OnThread = outer;
        }
    }

    /// <summary>The engine's own code failed in a turn; user code never gets here.</summary>
    protected abstract void TurnFailed(Exception exception);

    /// <summary>Runs a queued task on this thread as part of a turn.</summary>
    protected void Execute(Task task) => TryExecuteTask(task);

    /// <inheritdoc/>
    protected sealed override void QueueTask(Task task)
    {
        if (_entering)
        {
            _entering = false;
            TryExecuteTask(task);
            return;
        }

        Post(task);
    }

    /// <inheritdoc/>
    protected sealed override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(OnThread, this) && TryExecuteTask(task);

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
