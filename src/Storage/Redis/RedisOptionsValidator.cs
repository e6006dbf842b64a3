using Microsoft.Extensions.Options;

namespace O2O.Dispatch.Storage.Redis;

/// <summary>Refuses options that cannot work before anything is opened.</summary>
internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RedisOptions options) =>
        options.Faults() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
