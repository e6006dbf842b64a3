using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;

namespace O2O.Dispatch.Grains.Upkeep;

/// <summary>Keeps the store from growing with what nobody may ask for any more.</summary>
public sealed partial class StoreUpkeep(IStoreUpkeep store, IBackgroundWork work, TimeProvider time, ILogger<StoreUpkeep> log)
{
    private const int Batch = 1_000;

    /// <summary>Between two rounds: 10 minutes. Answers are kept for a day, so a few minutes more matter to nobody.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>Starts the rounds; they go on until the engine stops.</summary>
    public void Start() => work.Start("store-upkeep", async cancellationToken =>
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(Period, time, cancellationToken);
            try
            {
                await Purge(cancellationToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                RoundFailed(log, fault);
            }
        }
    });

    /// <summary>One round: forgets everything that is due, in batches.</summary>
    /// <returns>How many answers were forgotten.</returns>
    public async Task<int> Purge(CancellationToken cancellationToken)
    {
        var purged = 0;
        int batch;
        do
        {
            batch = await store.PurgeAnswers(Batch, cancellationToken);
            purged += batch;
        }
        while (batch == Batch);

        return purged;
    }

    [LoggerMessage(1601, LogLevel.Warning, "A round of the store's upkeep failed; the next one goes on")]
    private static partial void RoundFailed(ILogger log, Exception fault);
}
