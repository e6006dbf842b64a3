using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts.Merchants;
using O2O.Dispatch.Contracts.Runtime;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Stores;

namespace O2O.Dispatch.Grains.Upkeep;

/// <summary>Keeps the store from growing with what nobody may ask for any more, and gives back what was taken of stores' stock for orders that died before they were jobs.</summary>
public sealed partial class StoreUpkeep(IStoreUpkeep store, IMerchantStore merchants, IBackgroundWork work, TimeProvider time, ILogger<StoreUpkeep> log)
{
    private const int Batch = 1_000;

    /// <summary>Between two rounds: 10 minutes. Answers are kept for a day, so a few minutes more matter to nobody.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(10);

    /// <summary>What was taken for a job that is not there after this long goes back: an hour, far longer than any order takes. One that does come later is refused by its own commit.</summary>
    public static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    // What was looked at once is not looked at again; the overlap is for clocks that differ.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(30);
    private DateTimeOffset _since = DateTimeOffset.MinValue;

    /// <summary>Starts the rounds; they go on until the engine stops.</summary>
    public void Start() => work.Every(
        "store-upkeep",
        () => Period,
        time,
        async cancellationToken =>
        {
            await Purge(cancellationToken);
            await GiveBack(cancellationToken);
        },
        fault => RoundFailed(log, fault));

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

        while (await store.PurgeTakes(Batch, cancellationToken) == Batch)
        {
        }

        return purged;
    }

    /// <summary>Gives back what was taken for jobs that were never ordered.</summary>
    /// <returns>How many takes were given back.</returns>
    public async Task<int> GiveBack(CancellationToken cancellationToken)
    {
        var (given, before) = (0, time.GetUtcNow() - AbandonedAfter);
        while (await merchants.Abandoned(_since, before, Batch, cancellationToken) is { IsEmpty: false } abandoned)
        {
            var some = 0;
            foreach (var takes in abandoned.GroupBy(take => take.Store))
            {
                var outcomes = await merchants.Run(takes.Key, [.. takes.Select(take => new StockCommand.Abandon(take.Job))], time.GetUtcNow(), cancellationToken);
                some += outcomes.Count(outcome => outcome.Changed);
            }

            given += some;
            if (abandoned.Length < Batch || some == 0)
            {
                break;
            }
        }

        _since = before - Overlap;
        return given;
    }

    [LoggerMessage(1601, LogLevel.Warning, "A round of the store's upkeep failed; the next one goes on")]
    private static partial void RoundFailed(ILogger log, Exception fault);
}
