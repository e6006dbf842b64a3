namespace O2O.Dispatch.Embedded;

/// <summary>CPU work that would hold a turn too long.</summary>
public interface IOffload
{
    /// <summary>Runs a pure function: on the thread pool in wall mode, in line in deterministic mode.</summary>
    Task<T> Run<T>(Func<T> work);
}
