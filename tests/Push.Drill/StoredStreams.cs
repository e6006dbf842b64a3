using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace O2O.Dispatch.Pushes.Drill;

/// <summary>What the store has of the streams, read past the service: what everybody had to be told.</summary>
/// <param name="store">The file of a SQLite store, or a connection string of PostgreSQL.</param>
internal sealed class StoredStreams(string store)
{
    private const string FactsSql = """
        SELECT s.stream, e.sequence, e.payload, v.payload FROM streams s JOIN stream_events e ON e.stream_id = s.id LEFT JOIN job_views v ON v.id = e.view_id ORDER BY s.id, e.sequence
        """;

    private const string EventsSql = "SELECT job_id, version, name FROM job_events ORDER BY job_id, version";
    private const string LastSql = "SELECT stream, sequence FROM streams";
    private const string LastVersionsSql = "SELECT job_id, MAX(version) FROM job_events GROUP BY job_id";

    /// <summary>How far each stream of a customer, a provider and a job is.</summary>
    public async Task<Dictionary<string, long>> Last()
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        await Read(LastSql, row => last[row.GetString(0)] = row.GetInt64(1));
        await Read(LastVersionsSql, row => last[OfJob(row)] = row.GetInt64(1));
        return last;
    }

    /// <summary>The facts of each, in order.</summary>
    public async Task<Dictionary<string, List<Fact>>> Facts()
    {
        var facts = new Dictionary<string, List<Fact>>(StringComparer.Ordinal);
        await Read(FactsSql, row => Of(facts, row.GetString(0)).Add(Fact.Stored(row.GetInt64(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3))));
        await Read(EventsSql, row =>
        {
            var (stream, version) = (OfJob(row), row.GetInt64(1));
            var job = Guid.ParseExact(stream.AsSpan("job/".Length), "N");
            Of(facts, stream).Add(new Fact(1, version, Fact.Changed(row.GetString(2), job, version), job, version, false));
        });
        return facts;
    }

    private static List<Fact> Of(Dictionary<string, List<Fact>> facts, string stream) => facts.TryGetValue(stream, out var known) ? known : facts[stream] = [];

    // SQLite has the bytes of an id in the order of its text.
    private static string OfJob(DbDataReader row) => $"job/{(row.GetValue(0) is byte[] bytes ? new Guid(bytes, bigEndian: true) : row.GetGuid(0)):N}";

    private async Task Read(string sql, Action<DbDataReader> take)
    {
        await using DbConnection connection = File.Exists(store)
            ? new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = store, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 60 }.ToString())
            : new NpgsqlConnection(store);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 120;
        await using var rows = await command.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            take(rows);
        }
    }
}
