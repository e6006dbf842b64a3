using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Storage.Push;

public sealed partial class MemoryEventBus
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A listener failed on event {Sequence} of {Stream}.")]
    private static partial void ListenerFailed(ILogger log, Exception fault, string stream, long sequence);
}
