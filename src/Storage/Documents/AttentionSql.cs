using System.Globalization;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Storage.Documents;

/// <summary>How jobs with a reason to look at them are found: the reasons are bits of a column, each with an index of its own.</summary>
internal static class AttentionSql
{
    /// <summary>The query.</summary>
    /// <param name="reason">One reason.</param>
    /// <param name="limit">The parameter of the limit.</param>
    /// <param name="isSqlite">SQLite would go by the primary key and look at every job.</param>
    public static string Of(JobAttention reason, string limit, bool isSqlite)
    {
        // The number of an enum: nothing of it comes from outside.
        var bit = ((int)reason).ToString(CultureInfo.InvariantCulture);
        return $"""
            SELECT o.order_json, j.state_json FROM jobs j {(isSqlite ? $"INDEXED BY jobs_attention_{bit} " : string.Empty)}JOIN job_orders o ON o.job_id = j.job_id
            WHERE j.attention & {bit} > 0 ORDER BY j.job_id DESC LIMIT {limit}
            """;
    }
}
