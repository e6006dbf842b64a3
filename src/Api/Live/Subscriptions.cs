using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Push;

namespace O2O.Dispatch.Api.Live;

/// <summary>Which connection hears which stream; other nodes' events of these streams are followed as long as somebody does. Thread-safe.</summary>
internal sealed class Subscriptions(LiveMeters meters, INodeLink link)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, StreamGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PushConnection> _connections = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, int> _providers = [];

    /// <summary>Every open connection, in no order.</summary>
    public IEnumerable<PushConnection> Connections => _connections.Values;

    /// <summary>The streams that somebody hears, in no order.</summary>
    public IEnumerable<(string Stream, StreamGroup Group)> Groups => _groups.Select(group => (group.Key, group.Value));

    /// <summary>How many connections hear a stream or watch a map.</summary>
    public int Listeners
    {
        get
        {
            lock (_gate)
            {
                return _connections.Values.Count(connection => connection.Streams.Count > 0 || connection.Maps > 0);
            }
        }
    }

    /// <summary>A connection came.</summary>
    public void Open(PushConnection connection)
    {
        lock (_gate)
        {
            _connections[connection.Id] = connection;
            if (connection.Audience == Audience.Provider)
            {
                var had = _providers.GetValueOrDefault(connection.User);
                _providers[connection.User] = had + 1;
                if (had == 0)
                {
                    _ = link.Follow(StreamTopics.App(connection.User)).AsTask();
                }
            }
        }

        meters.Connection(connection.Hub, 1);
    }

    /// <summary>A connection went; it hears nothing any more.</summary>
    public void Close(PushConnection connection)
    {
        lock (_gate)
        {
            if (!_connections.TryRemove(connection.Id, out _))
            {
                return;
            }

            foreach (var stream in connection.Streams)
            {
                Remove(connection, stream);
            }

            connection.Streams.Clear();
            if (connection.Audience == Audience.Provider)
            {
                var left = _providers[connection.User] - 1;
                if (left == 0)
                {
                    _providers.Remove(connection.User);
                    link.Leave(StreamTopics.App(connection.User));
                }
                else
                {
                    _providers[connection.User] = left;
                }
            }
        }

        meters.Connection(connection.Hub, -1);
    }

    /// <summary>Whether a provider's app is connected to the hub, at any node.</summary>
    public async ValueTask<bool> IsConnected(Guid provider)
    {
        lock (_gate)
        {
            if (_providers.ContainsKey(provider))
            {
                return true;
            }
        }

        return await link.IsFollowed(StreamTopics.App(provider));
    }

    /// <summary>Lets a connection hear a stream.</summary>
    /// <param name="connection">Who.</param>
    /// <param name="stream">What.</param>
    /// <param name="limit">Streams of one connection at the most.</param>
    /// <returns>The stream's group; null when the connection hears too many streams, or is closed.</returns>
    public StreamGroup? Join(PushConnection connection, string stream, int limit)
    {
        lock (_gate)
        {
            if (!_connections.ContainsKey(connection.Id) || (connection.Streams.Count >= limit && !connection.Streams.Contains(stream)))
            {
                return null;
            }

            var group = _groups.GetOrAdd(stream, _ => new StreamGroup(StreamTopics.Bringing(stream) is { } topic ? link.Follow(topic).AsTask() : Task.CompletedTask));
            if (connection.Streams.Add(stream))
            {
                group.Members = group.Members.Add(connection);
            }

            return group;
        }
    }

    /// <summary>A connection hears a stream no more. Harmless when it did not.</summary>
    public void Leave(PushConnection connection, string stream)
    {
        lock (_gate)
        {
            if (connection.Streams.Remove(stream))
            {
                Remove(connection, stream);
            }
        }
    }

    /// <summary>Who hears a stream; null when nobody does.</summary>
    public StreamGroup? Find(string stream) => _groups.GetValueOrDefault(stream);

    /// <summary>The streams that a connection hears now.</summary>
    public ImmutableArray<string> StreamsOf(PushConnection connection)
    {
        lock (_gate)
        {
            return [.. connection.Streams];
        }
    }

    /// <summary>Closes every connection that hears something: each comes back and reads a snapshot.</summary>
    public void AbortListeners()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Abort();
        }
    }

    /// <summary>Closes the connections that hear a stream whose sequence is this process's own, of a market or a merchant.</summary>
    public void AbortListenersOfBoards()
    {
        AbortListenersOfMany("market/");
        AbortListenersOfMerchants();
    }

    /// <summary>Closes the connections that hear a merchant's stream.</summary>
    public void AbortListenersOfMerchants() => AbortListenersOfMany("merchant/");

    /// <summary>Closes the connections that hear a stream.</summary>
    public void AbortListenersOf(string stream)
    {
        foreach (var member in Find(stream)?.Members ?? [])
        {
            member.Abort();
        }
    }

    private void AbortListenersOfMany(string kind)
    {
        foreach (var (stream, _) in Groups)
        {
            if (stream.StartsWith(kind, StringComparison.Ordinal))
            {
                AbortListenersOf(stream);
            }
        }
    }

    private void Remove(PushConnection connection, string stream)
    {
        if (_groups.TryGetValue(stream, out var group))
        {
            group.Members = group.Members.Remove(connection);
            if (group.Members.IsEmpty)
            {
                _groups.TryRemove(stream, out _);
                if (StreamTopics.Bringing(stream) is { } topic)
                {
                    link.Leave(topic);
                }
            }
        }
    }
}
