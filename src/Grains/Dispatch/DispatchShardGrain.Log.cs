using Microsoft.Extensions.Logging;
using O2O.Dispatch.Contracts;

namespace O2O.Dispatch.Grains.Dispatch;

public sealed partial class DispatchShardGrain
{
    [LoggerMessage(1301, LogLevel.Warning, "Whether offer {Offer} is before its provider is unknown")]
    private static partial void OfferUnknown(ILogger log, Guid offer, Exception fault);

    [LoggerMessage(1302, LogLevel.Debug, "Offer {Offer} was refused: {Rejection}")]
    private static partial void OfferRefused(ILogger log, Guid offer, Rejection rejection);

    [LoggerMessage(1303, LogLevel.Warning, "Shard {Shard} could not finish a sweep; the next one goes on")]
    private static partial void SweepFailed(ILogger log, string shard, Exception fault);

    [LoggerMessage(1305, LogLevel.Error, "A round of matching in shard {Shard} failed; the next one decides anew")]
    private static partial void RoundFailed(ILogger log, string shard, Exception fault);

    [LoggerMessage(1306, LogLevel.Warning, "Whether booked job {Job} was set off to or given on is unknown; its provider is asked again")]
    private static partial void CommitmentUnknown(ILogger log, Guid job, Exception fault);

    [LoggerMessage(1307, LogLevel.Information, "Shard {Shard} knows its providers by {Count} last places, {Milliseconds} ms after it began")]
    private static partial void WarmedUp(ILogger log, string shard, int count, long milliseconds);

    [LoggerMessage(1308, LogLevel.Warning, "Shard {Shard} could not take in the last places; it learns of its providers by their reports")]
    private static partial void WarmUpFailed(ILogger log, string shard, Exception fault);

    [LoggerMessage(1309, LogLevel.Warning, "Provider {Provider} does not answer; it is asked again with its next report")]
    private static partial void ProviderUnknown(ILogger log, Guid provider, Exception fault);

    [LoggerMessage(1304, LogLevel.Debug, "Provider {Provider} could not be advised to move")]
    private static partial void AdviceLost(ILogger log, Guid provider, Exception fault);
}
