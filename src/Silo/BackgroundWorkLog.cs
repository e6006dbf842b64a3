using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Silo;

/// <summary>What is logged of background work.</summary>
internal static partial class BackgroundWorkLog
{
    [LoggerMessage(1501, LogLevel.Error, "Background work {Name} failed")]
    public static partial void Failed(ILogger log, string name, Exception fault);
}
