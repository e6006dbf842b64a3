using O2O.Dispatch.Storage.Schema;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>What was found and done when a database was opened.</summary>
/// <param name="Applied">The migrations that were applied.</param>
/// <param name="Careless">Settings of the server that are off and with which an acknowledged commit may be lost.</param>
/// <param name="Server">The server's version.</param>
internal sealed record PostgresFound(IReadOnlyList<Migration> Applied, IReadOnlyList<string> Careless, Version Server);
