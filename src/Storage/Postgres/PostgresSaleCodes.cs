using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Codes shown at counters, on PostgreSQL.</summary>
internal sealed class PostgresSaleCodes(PostgresStore store) : ISaleCodes
{
    private const string AddSql = "INSERT INTO sale_codes (code, job_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    private const string FindSql = "SELECT job_id FROM sale_codes WHERE code = $1";

    /// <inheritdoc/>
    public async ValueTask Add(string code, JobId job, CancellationToken cancellationToken) =>
        await store.Change(AddSql, parameters => parameters.Text(code).Id(job.Value), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<JobId?> Find(string code, CancellationToken cancellationToken)
    {
        var found = await store.ReadAll(FindSql, parameters => parameters.Text(code), row => new JobId(row.Id(0)), cancellationToken).ConfigureAwait(false);
        return found.IsEmpty ? null : found[0];
    }
}
