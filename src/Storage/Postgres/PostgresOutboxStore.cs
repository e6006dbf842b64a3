using System.Collections.Immutable;
using Npgsql;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Documents;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>The outbox on PostgreSQL.</summary>
internal sealed class PostgresOutboxStore(PostgresStore store) : IOutboxStore
{
    private const string Rows = "SELECT o.id, o.kind, o.created_at, o.attempts, o.due_at, o.payload, v.payload FROM outbox o LEFT JOIN job_views v ON v.id = o.view_id";
    private const string InOrder = "ORDER BY o.due_at, o.id LIMIT $2";

    // The words of the lanes are those of their indexes.
    private const string DueOwnSql = $"{Rows} WHERE NOT o.parked AND o.kind <> 'ask_gateway' AND o.due_at <= $1 {InOrder}";
    private const string DueGatewaySql = $"{Rows} WHERE NOT o.parked AND o.kind = 'ask_gateway' AND o.due_at <= $1 {InOrder}";
    private const string IsDueSql = "SELECT count(*) FROM outbox WHERE id = $1 AND NOT parked AND due_at <= $2 AND attempts = $3";

    private const string ParkedSql = """
        SELECT o.id, o.kind, o.created_at, o.attempts, o.due_at, o.payload, v.payload, o.error FROM outbox o LEFT JOIN job_views v ON v.id = o.view_id
        WHERE o.parked ORDER BY o.id LIMIT $1
        """;

    private const string UnparkSql = "UPDATE outbox SET parked = false, attempts = 0, due_at = $2 WHERE id = $1 AND parked";
    private const string CloseSql = "DELETE FROM outbox WHERE id = ANY ($1)";
    private const string PutOffSql = "UPDATE outbox SET attempts = $2, due_at = $3, error = $4 WHERE id = $1";
    private const string ParkSql = "UPDATE outbox SET attempts = $2, parked = true, error = $3 WHERE id = $1";
    private const string CountSql = """
        SELECT (SELECT count(*) FROM outbox WHERE NOT parked AND kind <> 'ask_gateway') + (SELECT count(*) FROM outbox WHERE NOT parked AND kind = 'ask_gateway'),
            (SELECT count(*) FROM outbox WHERE parked)
        """;

    /// <summary>Every statement that a sweep runs; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [DueOwnSql, DueGatewaySql, IsDueSql, ParkedSql];

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<OutboxRow>> Due(OutboxLane lane, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.ReadAll(
        lane == OutboxLane.Gateway ? DueGatewaySql : DueOwnSql,
        parameters => parameters.Instant(now).Number(limit),
        Row,
        cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> IsDue(long row, int attempts, DateTimeOffset now, CancellationToken cancellationToken) =>
        await store.ReadFirst(IsDueSql, parameters => parameters.Number(row).Instant(now).Number(attempts), found => found.Number(0), cancellationToken).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async ValueTask Close(ImmutableArray<long> rows, CancellationToken cancellationToken)
    {
        if (!rows.IsDefaultOrEmpty)
        {
            await store.Change(CloseSql, parameters => parameters.Numbers([.. rows.Order()]), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask PutOff(long row, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => await store.Change(
        PutOffSql, parameters => parameters.Number(row).Number(attempts).Instant(dueAt).Text(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask Park(long row, int attempts, string error, CancellationToken cancellationToken) => await store.Change(
        ParkSql, parameters => parameters.Number(row).Number(attempts).Text(ErrorText.Of(error)), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask<(long Waiting, long Parked)> Count(CancellationToken cancellationToken) => store.ReadFirst(
        CountSql, static _ => { }, row => (row.Number(0), row.Number(1)), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedRow>> Parked(int limit, CancellationToken cancellationToken) => store.ReadAll(
        ParkedSql, parameters => parameters.Number(limit), row => new ParkedRow(Row(row), row.TextOrNull(7) ?? string.Empty), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> Unpark(long row, DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        await store.Change(UnparkSql, parameters => parameters.Number(row).Instant(dueAt), cancellationToken).ConfigureAwait(false) == 1;

    private static OutboxRow Row(NpgsqlDataReader row) => new(
        row.Number(0), OutboxCodec.Read(row.Text(1), row.Bytes(5), row.Bytes(6)), row.Instant(2), row.Small(3), row.Instant(4));
}
