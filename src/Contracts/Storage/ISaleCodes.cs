using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Contracts.Storage;

/// <summary>Which job a code is of that is shown at a counter. Thread-safe; what is answered is durable.</summary>
public interface ISaleCodes
{
    /// <summary>Writes a code down before its job is: a code whose job never came to be, or has another by now, is good for nothing. One that is there stays.</summary>
    ValueTask Add(string code, JobId job, CancellationToken cancellationToken);

    /// <summary>The job of a code; null for none. Whoever asks makes sure that the job has this code.</summary>
    ValueTask<JobId?> Find(string code, CancellationToken cancellationToken);
}
