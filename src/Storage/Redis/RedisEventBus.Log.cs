using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Storage.Redis;

public sealed partial class RedisEventBus
{
    [LoggerMessage(LogLevel.Warning, "Redis is away: what this node publishes reaches nobody else, and it hears nobody")]
    private static partial void RedisAway(ILogger log, Exception? fault);

    [LoggerMessage(LogLevel.Warning, "Events of other nodes may have been missed: what is listened to is read from the store")]
    private static partial void MayHaveMissed(ILogger log);

    [LoggerMessage(LogLevel.Warning, "A message of another node cannot be read: it is of another version")]
    private static partial void CannotRead(ILogger log);
}
