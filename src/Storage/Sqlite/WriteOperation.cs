namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>One commit that waits for its group: all of it is written, or none.</summary>
internal abstract class WriteOperation
{
    /// <summary>Why it failed by itself; null when it did not.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Writes.</summary>
    /// <returns>False when it was refused and nothing of it is to stand.</returns>
    public abstract bool Execute(WriteSession session);

    /// <summary>Tells the waiter what came of it.</summary>
    public abstract void Complete();
}

/// <summary>One commit with a result.</summary>
/// <param name="elsewhere">Whether the waiter goes on on another thread than the one that completes it.</param>
internal abstract class WriteOperation<T>(bool elsewhere) : WriteOperation
{
    private readonly TaskCompletionSource<T> _waiter = new(elsewhere ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);

    /// <summary>Ends with the group.</summary>
    public Task<T> Task => _waiter.Task;

    /// <summary>What the waiter is told when the group stands.</summary>
    protected T? Outcome { get; set; }

    /// <inheritdoc/>
    public sealed override void Complete()
    {
        if (Failure is { } failure)
        {
            _waiter.SetException(failure);
        }
        else
        {
            _waiter.SetResult(Outcome!);
        }
    }
}

/// <summary>A commit that is a few statements.</summary>
/// <param name="write">Writes, and gives the result.</param>
/// <param name="elsewhere">Whether the waiter goes on on another thread than the one that completes it.</param>
internal sealed class SmallWrite<T>(Func<WriteSession, T> write, bool elsewhere) : WriteOperation<T>(elsewhere)
{
    /// <inheritdoc/>
    public override bool Execute(WriteSession session)
    {
        Outcome = write(session);
        return true;
    }
}
