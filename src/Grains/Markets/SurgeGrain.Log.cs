using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Grains.Markets;

public sealed partial class SurgeGrain
{
    [LoggerMessage(1603, LogLevel.Warning, "What {Market} has left above its margin's floor could not be read; whether the operators' multipliers stop stays as it was")]
    private static partial void FloorUnknown(ILogger log, string market, Exception fault);
}
