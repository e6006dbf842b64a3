namespace O2O.Dispatch.Embedded;

/// <summary>The scheduler of one piece of work in deterministic mode: its awaits come back to the loop, one turn at a time.</summary>
internal sealed class WorkScheduler(DeterministicEngine loop, string name) : EngineScheduler
{
    private readonly Queue<Task> _tasks = new();
    private readonly WorkCall _call = new(name);
    private bool _scheduled;

    public override string Name => name;

    public override ulong CallerHash { get; } = StableHash.Of(name);

    public override GrainCall? CurrentCall => _call;

    public Task Start(Func<CancellationToken, Task> work, CancellationToken token) =>
        Task.Factory.StartNew(() => Begin(work, token), CancellationToken.None, TaskCreationOptions.DenyChildAttach, this).Unwrap();

    public override bool Step()
    {
        if (_tasks.TryDequeue(out var task))
        {
            OnThread = this;
            Execute(task);
            OnThread = null;
        }

        return _scheduled = _tasks.Count > 0;
    }

    protected override void Post(Task task)
    {
        if (!loop.CheckContinuation(this))
            return;
        _tasks.Enqueue(task);
        if (_scheduled)
            return;
        _scheduled = true;
        loop.Ready(this);
    }

    protected override void Turn()
    {
    }

    protected override void TurnFailed(Exception exception) => System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception);

    private Task Begin(Func<CancellationToken, Task> work, CancellationToken token)
    {
        GrainCall.Ambient.Value = _call;
        return work(token);
    }
}
