using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Storage.Sqlite;

public sealed partial class SqliteStore
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Store {Path} is open: schema version {Version}, durability {Durability}.")]
    private static partial void Opened(ILogger log, string path, int version, SqliteDurability durability);

    [LoggerMessage(Level = LogLevel.Information, Message = "Store {Path}: migration {Migration} was applied.")]
    private static partial void Migrated(ILogger log, string path, string migration);
}
