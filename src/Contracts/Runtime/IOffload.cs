namespace O2O.Dispatch.Contracts.Runtime;

/// <summary>Runs computation off a grain's turn: on the thread pool in wall time, in line in a replay.</summary>
public interface IOffload
{
    /// <summary>Runs a function that touches nothing shared.</summary>
    Task<T> Run<T>(Func<T> compute, CancellationToken cancellationToken);
}
