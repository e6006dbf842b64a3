using Npgsql;
using NpgsqlTypes;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Adds positional parameters with the types that the statements expect.</summary>
internal static class PostgresParameters
{
    /// <summary>Adds a text.</summary>
    public static NpgsqlParameterCollection Text(this NpgsqlParameterCollection to, string? value) => to.One(value, NpgsqlDbType.Text);

    /// <summary>Adds a whole number.</summary>
    public static NpgsqlParameterCollection Number(this NpgsqlParameterCollection to, long? value) =>
        value is { } number ? to.One(number, NpgsqlDbType.Bigint) : to.One<string>(null, NpgsqlDbType.Bigint);

    /// <summary>Adds an instant, in ticks.</summary>
    public static NpgsqlParameterCollection Instant(this NpgsqlParameterCollection to, DateTimeOffset value) => to.Number(value.UtcTicks);

    /// <summary>Adds a yes or no.</summary>
    public static NpgsqlParameterCollection Flag(this NpgsqlParameterCollection to, bool value) => to.One(value, NpgsqlDbType.Boolean);

    /// <summary>Adds an id.</summary>
    public static NpgsqlParameterCollection Id(this NpgsqlParameterCollection to, Guid? value) =>
        value is { } id ? to.One(id, NpgsqlDbType.Uuid) : to.One<string>(null, NpgsqlDbType.Uuid);

    /// <summary>Adds a real number.</summary>
    public static NpgsqlParameterCollection Real(this NpgsqlParameterCollection to, double value) => to.One(value, NpgsqlDbType.Double);

    /// <summary>Adds a list of texts.</summary>
    public static NpgsqlParameterCollection Texts(this NpgsqlParameterCollection to, string?[] values) => to.One(values, NpgsqlDbType.Array | NpgsqlDbType.Text);

    /// <summary>Adds a list of whole numbers.</summary>
    public static NpgsqlParameterCollection Numbers(this NpgsqlParameterCollection to, long[] values) => to.One(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    /// <summary>Adds a list of whole numbers of which some may be missing.</summary>
    public static NpgsqlParameterCollection NumbersOrNull(this NpgsqlParameterCollection to, long?[] values) => to.One(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    /// <summary>Adds a list of ids.</summary>
    public static NpgsqlParameterCollection Ids(this NpgsqlParameterCollection to, Guid?[] values) => to.One(values, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    private static NpgsqlParameterCollection One<T>(this NpgsqlParameterCollection to, T? value, NpgsqlDbType type)
    {
        if (value is null)
        {
            to.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
        }
        else
        {
            to.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        }

        return to;
    }
}
