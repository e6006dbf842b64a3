using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;
using O2O.Dispatch.Testing;

namespace O2O.Dispatch.SignalR.Client.Tests;

/// <summary>The events of a connection in the order in which they came.</summary>
public sealed class Recorder
{
    private readonly Channel<(string Event, object? With, HubConnectionState State)> _seen = Channel.CreateUnbounded<(string, object?, HubConnectionState)>();

    public Recorder(HubConnection connection)
    {
        connection.Reconnecting += error => Add("reconnecting", error);
        connection.Reconnected += id => Add("reconnected", id);
        connection.Closed += error => Add("closed", error);

        Task Add(string name, object? with)
        {
            _seen.Writer.TryWrite((name, with, connection.State));
            return Task.CompletedTask;
        }
    }

    public int Waiting => _seen.Reader.Count;

    /// <summary>The next event, which must be of this name, with what came along.</summary>
    public async Task<object?> Next(string name)
    {
        var (seen, with, _) = await _seen.Reader.ReadAsync().AsTask().Soon($"the event {name}");
        Assert.Equal(name, seen);
        return with;
    }

    public async Task<T> Next<T>(string name) => Assert.IsType<T>(await Next(name), exactMatch: false);
}
