namespace O2O.Dispatch.Storage.Documents;

/// <summary>What both stores ask of takes of stock in the same words.</summary>
internal sealed class StockSql
{
    private StockSql(char mark)
    {
        Abandoned = """
            SELECT t.store_id, t.job_id FROM stock_takes t LEFT JOIN jobs j ON j.job_id = t.job_id WHERE t.taken_at >= @1 AND t.taken_at < @2 AND t.returned = 0 AND j.job_id IS NULL
            ORDER BY t.taken_at, t.job_id LIMIT @3
            """.Replace('@', mark);
        Purge = """
            DELETE FROM stock_takes WHERE (store_id, job_id) IN (SELECT t.store_id, t.job_id FROM stock_takes t LEFT JOIN jobs j ON j.job_id = t.job_id
                WHERE t.taken_at < @1 AND (t.returned = 1 OR (j.phase = 3 AND j.updated_at < @1)) ORDER BY t.taken_at, t.job_id LIMIT @2)
            """.Replace('@', mark);
    }

    /// <summary>For SQLite.</summary>
    public static StockSql Sqlite { get; } = new('?');

    /// <summary>For PostgreSQL.</summary>
    public static StockSql Postgres { get; } = new('$');

    /// <summary>Takes whose job is not there: from, before, how many.</summary>
    public string Abandoned { get; }

    /// <summary>Forgets takes that are over: taken before, how many.</summary>
    public string Purge { get; }
}
