using Microsoft.Extensions.Options;

namespace O2O.Dispatch.Storage.Postgres;

/// <summary>Refuses options that are out of range before the store is opened.</summary>
internal sealed class PostgresOptionsValidator : IValidateOptions<PostgresOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, PostgresOptions options) =>
        options.Faults() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
