using Npgsql;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Reads columns in the forms that the store keeps them in.</summary>
internal static class PostgresRows
{
    /// <summary>A text.</summary>
    public static string Text(this NpgsqlDataReader row, int column) => row.GetString(column);

    /// <summary>A text that may be missing.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A document, UTF-8; empty when it is missing.</summary>
    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? [] : row.GetFieldValue<byte[]>(column);

    /// <summary>A whole number.</summary>
    public static long Number(this NpgsqlDataReader row, int column) => row.GetInt64(column);

    /// <summary>A whole number; null where there is none.</summary>
    public static long? NumberOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    /// <summary>A small whole number.</summary>
    public static int Small(this NpgsqlDataReader row, int column) => row.GetInt32(column);

    /// <summary>An id.</summary>
    public static Guid Id(this NpgsqlDataReader row, int column) => row.GetGuid(column);

    /// <summary>An id that may be missing.</summary>
    public static Guid? IdOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    /// <summary>An instant.</summary>
    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);
}
