namespace O2O.Dispatch.Contracts.Storage;

/// <summary>What a store needs done now and then, beside the work it is for. Thread-safe.</summary>
public interface IStoreUpkeep
{
    /// <summary>Forgets answers to commands that are older than they are kept (24 h), the oldest first.</summary>
    /// <param name="limit">At most this many, so that no other commit waits long.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many were forgotten; as many as the limit when more are left.</returns>
    ValueTask<int> PurgeAnswers(int limit, CancellationToken cancellationToken);

    /// <summary>Forgets what jobs took of stores' stock longer ago than it is kept (30 days), where it was given back or the job is at its end.</summary>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>How many were forgotten; as many as the limit when more are left.</returns>
    ValueTask<int> PurgeTakes(int limit, CancellationToken cancellationToken);
}
