using Xunit;

namespace O2O.Dispatch.Testing;

/// <summary>A fact that uses a <see cref="RedisServer"/> and is skipped, with a line that says so, where there can be none.</summary>
public sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = RedisServer.Reason;
}

/// <summary>A fact that uses a <see cref="PostgresServer"/> and a <see cref="RedisServer"/> and is skipped, with a line that says so, where there can be none.</summary>
public sealed class PostgresAndRedisFactAttribute : FactAttribute
{
    public PostgresAndRedisFactAttribute() => Skip = PostgresServer.Reason ?? RedisServer.Reason;
}

/// <summary>Says of a class that its <see cref="ContractFactAttribute"/> facts use a <see cref="RedisServer"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsRedisAttribute : Attribute;

/// <summary>One <see cref="RedisServer"/> for the tests of a class, started when the first of them asks for it.</summary>
public sealed class SharedRedis : IDisposable
{
    private readonly Lazy<RedisServer> _server = new(() => new RedisServer());

    /// <summary>It.</summary>
    public RedisServer Server => _server.Value;

    /// <summary>Stops it.</summary>
    public void Dispose()
    {
        if (_server.IsValueCreated)
        {
            _server.Value.Dispose();
        }
    }
}
