using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Grains.Providers;

public sealed partial class ProviderGrain
{
    [LoggerMessage(1201, LogLevel.Warning, "Provider {Provider} does not know whether it has job {Job}; it asks again with the same command")]
    private static partial void AcceptUnknown(ILogger log, Guid provider, Guid job, Exception fault);
}
