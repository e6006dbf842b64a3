using System.Collections.Immutable;

namespace O2O.Dispatch.Grains.Batches;

/// <summary>
/// Makes one transaction of what comes in one moment: commands that come while one is under way wait for it and are the next one, together. For a reentrant grain, whose turns never run at the same time;
/// no lock and no timer.
/// </summary>
/// <param name="run">Runs commands in their order and gives a result for each, in the same order. What it throws, all of them are told.</param>
internal sealed class Gathered<TCommand, TResult>(Func<ImmutableArray<TCommand>, Task<ImmutableArray<TResult>>> run)
{
    // Bounds how long a transaction holds its locks.
    private const int Together = 500;

    private readonly List<Waiting> _waiting = [];
    private bool _running;

    /// <summary>Runs a command with those of the same moment.</summary>
    /// <exception cref="OperationCanceledException">It was stopped before it waited; later it is run whatever happens.</exception>
    public async Task<TResult> Run(TCommand command, CancellationToken cancellationToken) => (await RunAll([command], cancellationToken))[0];

    /// <summary>Runs commands one after the other, with those of the same moment.</summary>
    /// <exception cref="OperationCanceledException">They were stopped before they waited; later they are run whatever happens.</exception>
    public async Task<ImmutableArray<TResult>> RunAll(ImmutableArray<TCommand> commands, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var own = new Waiting(commands);
        _waiting.Add(own);

        // Whoever finds nothing under way runs what waits; then the first of those that came meanwhile does.
        if (!_running || await own.Turn.Task)
        {
            await RunWaiting();
        }

        return own.Results;
    }

    private async Task RunWaiting()
    {
        _running = true;
        var batch = _waiting.Take(Together).ToList();
        _waiting.RemoveRange(0, batch.Count);
        try
        {
            var results = await run([.. batch.SelectMany(one => one.Commands)]);
            var next = 0;
            foreach (var one in batch)
            {
                one.Results = results.Slice(next, one.Commands.Length);
                next += one.Commands.Length;
            }
        }
        catch (Exception fault)
        {
            LetNextRun();
            foreach (var one in batch.Skip(1))
            {
                one.Turn.SetException(fault);
            }

            throw;
        }

        LetNextRun();
        foreach (var one in batch.Skip(1))
        {
            one.Turn.SetResult(false);
        }
    }

    private void LetNextRun()
    {
        _running = _waiting.Count > 0;
        if (_running)
        {
            _waiting[0].Turn.SetResult(true);
        }
    }

    private sealed class Waiting(ImmutableArray<TCommand> commands)
    {
        public ImmutableArray<TCommand> Commands { get; } = commands;

        /// <summary>True to whoever is to run what waits; false when it was run.</summary>
        public TaskCompletionSource<bool> Turn { get; } = new();

        public ImmutableArray<TResult> Results { get; set; }
    }
}
