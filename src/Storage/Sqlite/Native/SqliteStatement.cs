using System.Collections.Immutable;
using System.Text;
using SQLitePCL;

namespace O2O.Dispatch.Storage.Sqlite.Native;

/// <summary>A prepared statement. Parameters count from 1, columns from 0. SQLite copies what is bound, so that buffers may be reused at once.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle) : IDisposable
{
    // Text that is longer than this in UTF-8 is encoded on the heap.
    private const int StackLimit = 512;
    private const int StatusParsedAgain = 5;

    /// <summary>How often SQLite has parsed and planned it again since it was prepared.</summary>
    public int ParsedAgain => raw.sqlite3_stmt_status(handle, StatusParsedAgain, 0);

    /// <summary>Binds a number.</summary>
    public void Bind(int parameter, long value) => Check(raw.sqlite3_bind_int64(handle, parameter, value));

    /// <summary>Binds a number or NULL.</summary>
    public void Bind(int parameter, long? value)
    {
        if (value is { } number)
        {
            Bind(parameter, number);
        }
        else
        {
            BindNull(parameter);
        }
    }

    /// <summary>Binds a real number.</summary>
    public void Bind(int parameter, double value) => Check(raw.sqlite3_bind_double(handle, parameter, value));

    /// <summary>Binds an instant.</summary>
    public void Bind(int parameter, DateTimeOffset value) => Bind(parameter, value.UtcTicks);

    /// <summary>Binds an id as 16 bytes, the most significant first, so that they sort as ids do.</summary>
    public void Bind(int parameter, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        Check(raw.sqlite3_bind_blob(handle, parameter, bytes));
    }

    /// <summary>Binds an id or NULL.</summary>
    public void Bind(int parameter, Guid? value)
    {
        if (value is { } id)
        {
            Bind(parameter, id);
        }
        else
        {
            BindNull(parameter);
        }
    }

    /// <summary>Binds text or NULL.</summary>
    public void Bind(int parameter, string? value)
    {
        if (value is null)
        {
            BindNull(parameter);
            return;
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = most <= StackLimit ? stackalloc byte[StackLimit] : new byte[most];
        BindText(parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Binds text that is UTF-8 already. The pointer of an empty span is null, and would bind NULL.</summary>
    public void BindText(int parameter, ReadOnlySpan<byte> value) =>
        Check(value.IsEmpty ? raw.sqlite3_bind_text(handle, parameter, string.Empty) : raw.sqlite3_bind_text(handle, parameter, value));

    /// <summary>Binds NULL.</summary>
    public void BindNull(int parameter) => Check(raw.sqlite3_bind_null(handle, parameter));

    /// <summary>Goes to the next row.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SqliteErrorException">The statement failed; it is reset.</exception>
    public bool Step()
    {
        switch (raw.sqlite3_step(handle))
        {
            case raw.SQLITE_ROW:
                return true;
            case raw.SQLITE_DONE:
                return false;
            default:
                var fault = database.Fault();
                Reset();
                throw fault;
        }
    }

    /// <summary>Runs a statement that gives no rows, and makes it ready again.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Runs a change, and makes the statement ready again.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Change()
    {
        Step();
        var changes = database.Changes;
        Reset();
        return changes;
    }

    /// <summary>Makes the statement ready for the next use. A failure was told by <see cref="Step"/> already.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    /// <summary>Resets the statement at the end of a block.</summary>
    public Use Begin() => new(this);

    /// <summary>Reads all rows.</summary>
    public ImmutableArray<T> All<T>(Action<SqliteStatement> bind, Func<SqliteStatement, T> read)
    {
        using var use = Begin();
        bind(this);
        var all = ImmutableArray.CreateBuilder<T>();
        while (Step())
        {
            all.Add(read(this));
        }

        return all.ToImmutable();
    }

    /// <summary>Whether a column is NULL.</summary>
    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    /// <summary>A number.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    /// <summary>A number that fits 32 bits.</summary>
    public int Small(int column) => checked((int)Number(column));

    /// <summary>A number, or null.</summary>
    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>An instant.</summary>
    public DateTimeOffset Instant(int column) => new(Number(column), TimeSpan.Zero);

    /// <summary>An id.</summary>
    public Guid Id(int column) => new(Bytes(column), bigEndian: true);

    /// <summary>An id, or null.</summary>
    public Guid? IdOrNull(int column) => IsNull(column) ? null : Id(column);

    /// <summary>The bytes of a column; valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <summary>Text.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>Text, or null.</summary>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw database.Fault();
        }
    }

    /// <summary>A use of a statement.</summary>
    public readonly ref struct Use(SqliteStatement statement)
    {
        /// <summary>Makes the statement ready for the next use.</summary>
        public void Dispose() => statement.Reset();
    }
}
