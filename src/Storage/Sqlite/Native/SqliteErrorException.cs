namespace O2O.Dispatch.Storage.Sqlite.Native;

/// <summary>SQLite refused. Stays inside this room: what leaves it is a fault of the caller or an unavailable store.</summary>
internal sealed class SqliteErrorException(int extendedCode, string message) : Exception($"SQLite error {extendedCode}: {message}")
{
    private const int Constraint = 19;
    private const int ConstraintUnique = 2067;

    /// <summary>The extended result code.</summary>
    public int ExtendedCode { get; } = extendedCode;

    /// <summary>The primary result code.</summary>
    public int Code => ExtendedCode & 0xFF;

    /// <summary>SQLite's own words.</summary>
    public string Words { get; } = message;

    /// <summary>Whether the data broke a rule of the schema, rather than the disk or the file failing.</summary>
    public bool IsFaultOfTheData => Code is Constraint or SQLitePCL.raw.SQLITE_ERROR or SQLitePCL.raw.SQLITE_MISMATCH or SQLitePCL.raw.SQLITE_TOOBIG
        or SQLitePCL.raw.SQLITE_RANGE or SQLitePCL.raw.SQLITE_MISUSE;

    /// <summary>Whether a unique index over these columns refused, named as SQLite names them.</summary>
    public bool IsUnique(string columns) => ExtendedCode == ConstraintUnique && Words.EndsWith(columns, StringComparison.Ordinal);
}
