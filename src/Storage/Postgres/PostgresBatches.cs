using Npgsql;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Statements within a transaction that is under way. Nothing stops them: whoever began the transaction ends it.</summary>
internal static class PostgresBatches
{
    /// <summary>Adds a statement to a batch.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, Action<NpgsqlParameterCollection> bind)
    {
        var command = new NpgsqlBatchCommand(sql);
        bind(command.Parameters);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Changes rows.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> Run(this NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> bind)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command.Parameters);
        return await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Reads all rows.</summary>
    public static async Task<List<T>> All<T>(this NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        bind(command.Parameters);
        await using var rows = await command.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        var found = new List<T>();
        while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            found.Add(read(rows));
        }

        return found;
    }
}
