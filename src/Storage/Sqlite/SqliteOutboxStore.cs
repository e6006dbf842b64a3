using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Storage;
using O2O.Dispatch.Storage.Documents;
using O2O.Dispatch.Storage.Sqlite.Native;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>The outbox on SQLite.</summary>
internal sealed class SqliteOutboxStore(SqliteStore store) : IOutboxStore
{
    private const string Rows = "SELECT o.id, o.kind, o.created_at, o.attempts, o.due_at, o.payload, v.payload FROM outbox o LEFT JOIN job_views v ON v.id = o.view_id";
    private const string InOrder = "ORDER BY o.due_at, o.id LIMIT ?2";

    // The words of the lanes are those of their indexes.
    private const string DueOwnSql = $"{Rows} WHERE o.parked = 0 AND o.kind <> 'ask_gateway' AND o.due_at <= ?1 {InOrder}";
    private const string DueGatewaySql = $"{Rows} WHERE o.parked = 0 AND o.kind = 'ask_gateway' AND o.due_at <= ?1 {InOrder}";
    private const string IsDueSql = "SELECT 1 FROM outbox WHERE id = ?1 AND parked = 0 AND due_at <= ?2 AND attempts = ?3";

    private const string ParkedSql = """
        SELECT o.id, o.kind, o.created_at, o.attempts, o.due_at, o.payload, v.payload, o.error FROM outbox o LEFT JOIN job_views v ON v.id = o.view_id
        WHERE o.parked = 1 ORDER BY o.id LIMIT ?1
        """;

    private const string CountSql = """
        SELECT (SELECT COUNT(*) FROM outbox WHERE parked = 0 AND kind <> 'ask_gateway') + (SELECT COUNT(*) FROM outbox WHERE parked = 0 AND kind = 'ask_gateway'),
            (SELECT COUNT(*) FROM outbox WHERE parked = 1)
        """;

    /// <summary>Every statement that a sweep runs; a test holds each against its index.</summary>
    internal static IReadOnlyList<string> HotReads { get; } = [DueOwnSql, DueGatewaySql, IsDueSql, ParkedSql];

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<OutboxRow>> Due(OutboxLane lane, DateTimeOffset now, int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[lane == OutboxLane.Gateway ? DueGatewaySql : DueOwnSql];
            using var use = rows.Begin();
            rows.Bind(1, now);
            rows.Bind(2, (long)limit);
            var due = ImmutableArray.CreateBuilder<OutboxRow>();
            while (rows.Step())
            {
                due.Add(Row(rows));
            }

            return due.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> IsDue(long row, int attempts, DateTimeOffset now, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[IsDueSql];
            using var use = rows.Begin();
            rows.Bind(1, row);
            rows.Bind(2, now);
            rows.Bind(3, (long)attempts);
            return rows.Step();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask Close(ImmutableArray<long> rows, CancellationToken cancellationToken) => rows.IsDefaultOrEmpty
        ? ValueTask.CompletedTask
        : Plain(store.Write(
            session =>
            {
                foreach (var row in rows)
                {
                    session.CloseOutbox(row);
                }

                return true;
            },
            cancellationToken));

    /// <inheritdoc/>
    public ValueTask PutOff(long row, int attempts, DateTimeOffset dueAt, string error, CancellationToken cancellationToken) => Plain(store.Write(
        session =>
        {
            session.PutOffOutbox(row, attempts, dueAt, error);
            return true;
        },
        cancellationToken));

    /// <inheritdoc/>
    public ValueTask Park(long row, int attempts, string error, CancellationToken cancellationToken) => Plain(store.Write(
        session =>
        {
            session.ParkOutbox(row, attempts, error);
            return true;
        },
        cancellationToken));

    /// <inheritdoc/>
    public ValueTask<(long Waiting, long Parked)> Count(CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[CountSql];
            using var use = rows.Begin();
            rows.Step();
            return (rows.Number(0), rows.Number(1));
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<ParkedRow>> Parked(int limit, CancellationToken cancellationToken) => store.Read(
        session =>
        {
            var rows = session[ParkedSql];
            using var use = rows.Begin();
            rows.Bind(1, (long)limit);
            var parked = ImmutableArray.CreateBuilder<ParkedRow>();
            while (rows.Step())
            {
                parked.Add(new ParkedRow(Row(rows), rows.TextOrNull(7) ?? string.Empty));
            }

            return parked.ToImmutable();
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> Unpark(long row, DateTimeOffset dueAt, CancellationToken cancellationToken) => store.Write(
        session =>
        {
            var unpark = session["UPDATE outbox SET parked = 0, attempts = 0, due_at = ?2 WHERE id = ?1 AND parked = 1"];
            using var use = unpark.Begin();
            unpark.Bind(1, row);
            unpark.Bind(2, dueAt);
            return unpark.Change() == 1;
        },
        cancellationToken);

    private static OutboxRow Row(SqliteStatement rows) => new(
        rows.Number(0), OutboxCodec.Read(rows.Text(1), rows.Bytes(5), rows.Bytes(6)), rows.Instant(2), rows.Small(3), rows.Instant(4));

    // The task itself is handed on: awaiting it here would add a step of its own between the group and the waiter.
    private static ValueTask Plain(ValueTask<bool> write) => new(write.AsTask());
}
