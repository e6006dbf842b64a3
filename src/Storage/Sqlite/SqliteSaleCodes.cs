using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Codes shown at counters, on SQLite.</summary>
internal sealed class SqliteSaleCodes(SqliteStore store) : ISaleCodes
{
    private const string AddSql = "INSERT INTO sale_codes (code, job_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    private const string FindSql = "SELECT job_id FROM sale_codes WHERE code = ?1";

    /// <inheritdoc/>
    public ValueTask Add(string code, JobId job, CancellationToken cancellationToken) => new(store.Write(
        session =>
        {
            var add = session[AddSql];
            using var use = add.Begin();
            add.Bind(1, code);
            add.Bind(2, job.Value);
            add.Run();
            return true;
        },
        cancellationToken).AsTask());

    /// <inheritdoc/>
    public ValueTask<JobId?> Find(string code, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[FindSql];
            using var use = rows.Begin();
            rows.Bind(1, code);
            return rows.Step() ? new JobId(rows.Id(0)) : (JobId?)null;
        },
        cancellationToken);
}
