using Microsoft.Extensions.Options;

namespace O2O.Dispatch.Storage.Sqlite;

/// <summary>Refuses options that are out of range before the store is opened.</summary>
internal sealed class SqliteOptionsValidator : IValidateOptions<SqliteOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SqliteOptions options) =>
        options.Faults() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
