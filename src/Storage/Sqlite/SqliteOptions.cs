using System.ComponentModel.DataAnnotations;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>How the SQLite store is opened.</summary>
public sealed class SqliteOptions
{
    /// <summary>The path that means a store in memory, gone with the process.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The file, created when it is not there (its folder is not), or <c>:memory:</c>. Default: <c>dispatch.db</c> in the working folder.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Path names the file of the store, or is ':memory:'.")]
    public string Path { get; set; } = "dispatch.db";

    /// <summary>What an acknowledged commit survives. Default: Full.</summary>
    [EnumDataType(typeof(SqliteDurability), ErrorMessage = "Durability is Full or Normal.")]
    public SqliteDurability Durability { get; set; } = SqliteDurability.Full;

    /// <summary>How many pages the writer keeps in memory, in MiB. Default: 16. More was not faster when it was tried, because every COMMIT of SQLite may walk over all of them. Readers keep an eighth of it each.</summary>
    [Range(1, 4_096, ErrorMessage = "CacheMebibytes lies between 1 and 4,096.")]
    public int CacheMebibytes { get; set; } = 16;

    /// <summary>At most this many commits are written as one group. Default: 256. More per group is more throughput and a longer wait for each.</summary>
    [Range(1, 10_000, ErrorMessage = "GroupLimit lies between 1 and 10,000.")]
    public int GroupLimit { get; set; } = 256;

    /// <summary>How long to wait for another process that writes to the same file before the store counts as unavailable. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "BusyTimeout lies between 0 and 5 minutes.")]
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What is wrong with the options, a line each; empty when they are sound.</summary>
    public IReadOnlyList<string> Faults()
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(this, new ValidationContext(this), results, validateAllProperties: true);
        return results.ConvertAll(result => $"{nameof(SqliteOptions)}: {result.ErrorMessage}");
    }
}
