using System.Globalization;
using Npgsql;
using O2O.Dispatch.Storage.Schema;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Opens the database, checks what must hold of the server, and turns what can be wrong into words.</summary>
internal static class PostgresOpening
{
    // The oldest whose rules the statements count on.
    private const int OldestServer = 14;

    /// <summary>Opens one connection, brings the schema up to date or checks it, and gives what it found.</summary>
    /// <exception cref="StoreOpenException">It cannot be opened; the message says why and what to do.</exception>
    public static PostgresFound Open(NpgsqlDataSource source, PostgresOptions options, TimeProvider time)
    {
        var place = options.Place();
        return Guarded(place, () =>
        {
            using var connection = source.OpenConnection();
            if (connection.PostgreSqlVersion.Major < OldestServer)
            {
                throw new StoreOpenException(string.Create(
                    CultureInfo.InvariantCulture, $"The database {place} is on PostgreSQL {connection.PostgreSqlVersion}: {OldestServer} or newer is needed."));
            }

            if (Setting(connection, "server_encoding") is var encoding && encoding != "UTF8")
            {
                throw new StoreOpenException($"The database {place} is of encoding {encoding}: create it with ENCODING 'UTF8' TEMPLATE template0.");
            }

            IReadOnlyList<Migration> applied = [];
            if (options.Migrate)
            {
                applied = PostgresMigrations.Apply(connection, place, time);
            }
            else
            {
                PostgresMigrations.Check(connection, place);
            }

            var careless = new List<string>();
            foreach (var name in new[] { "fsync", "full_page_writes", "synchronous_commit" })
            {
                if (Setting(connection, name) == "off")
                {
                    careless.Add(name);
                }
            }

            return new PostgresFound(applied, careless, connection.PostgreSqlVersion);
        });
    }

    /// <summary>Runs a step of opening and says in words what went wrong.</summary>
    public static T Guarded<T>(string place, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (PostgresException said)
        {
            throw new StoreOpenException(
                said.SqlState switch
                {
                    PostgresErrorCodes.InvalidCatalogName => $"The database {place} does not exist: create it (docs/deploy.md), or name another.",
                    PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
                        $"The server refuses the sign-in to {place}: {said.MessageText}. Check Username, Password and the server's pg_hba.conf.",
                    PostgresErrorCodes.InsufficientPrivilege =>
                        $"The role may not do what the store needs in {place}: {said.MessageText}. Make it the owner of the schema, or migrate with one that is and set Migrate to false.",
                    PostgresErrorCodes.TooManyConnections => $"The server of {place} has no connection left: raise max_connections, or lower MaxPoolSize.",
                    PostgresErrorCodes.CannotConnectNow => $"The server of {place} is starting or stopping: try again.",
                    _ => $"The database {place} cannot be opened: {said.MessageText} ({said.SqlState}).",
                },
                said);
        }
        catch (Exception fault) when (PostgresFaults.Translate(fault) is not null)
        {
            throw new StoreOpenException($"The database {place} cannot be reached: {fault.Message} Check Host and Port, and that the server runs.", fault);
        }
    }

    private static string Setting(NpgsqlConnection connection, string name)
    {
        using var command = new NpgsqlCommand($"SELECT current_setting('{name}')", connection);
        return (string)command.ExecuteScalar()!;
    }
}
