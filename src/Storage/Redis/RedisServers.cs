using StackExchange.Redis;

namespace O2O.Dispatch.Storage.Redis;

/// <summary>The connection to Redis of this process, opened when it is first asked for and kept alive by itself; one that could not be opened is opened anew. Thread-safe.</summary>
/// <param name="options">How it is reached.</param>
public sealed class RedisServers(RedisOptions options) : IDisposable
{
    private readonly Lock _gate = new();
    private Task<ConnectionMultiplexer>? _opening;
    private volatile ConnectionMultiplexer? _connection;
    private bool _disposed;

    /// <summary>The connection, if it is open already; the server may be away nevertheless.</summary>
    internal ConnectionMultiplexer? Connection => _connection;

    /// <summary>Whether a fault says that Redis is away, and no more.</summary>
    internal static bool IsAway(Exception fault) => fault is RedisException or RedisCommandException or TimeoutException or ObjectDisposedException;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _connection?.Dispose();
        }
    }

    /// <summary>The connection, opened now if it was not before. It is there although the server may be away.</summary>
    /// <exception cref="RedisException">A host's name is unknown.</exception>
    internal Task<ConnectionMultiplexer> Open()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _opening is null or { IsFaulted: true } or { IsCanceled: true } ? _opening = Connect() : _opening;
        }
    }

    private async Task<ConnectionMultiplexer> Connect()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(options.Parsed());
        lock (_gate)
        {
            if (_disposed)
            {
                connection.Dispose();
                throw new ObjectDisposedException(nameof(RedisServers));
            }

            return _connection = connection;
        }
    }
}
