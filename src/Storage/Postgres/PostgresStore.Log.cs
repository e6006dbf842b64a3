using Microsoft.Extensions.Logging;

namespace O2O.Dispatch.Storage.Postgres;

public sealed partial class PostgresStore
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Store {Place} is open: schema version {Version}, PostgreSQL {Server}, at most {Connections} connections.")]
    private static partial void Opened(ILogger log, string place, int version, Version server, int connections);

    [LoggerMessage(Level = LogLevel.Information, Message = "Store {Place}: migration {Migration} was applied.")]
    private static partial void Migrated(ILogger log, string place, string migration);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store {Place}: {Setting} is off on the server, so an acknowledged commit may be lost; turn it on for anything that matters.")]
    private static partial void Careless(ILogger log, string place, string setting);
}
