using Xunit;

namespace O2O.Dispatch.Testing;

/// <summary>A fact that uses a <see cref="RedisServer"/> and is skipped, with a line that says so, where there can be none.</summary>
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Reason;
}
