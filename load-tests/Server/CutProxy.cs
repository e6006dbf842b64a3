using System.Net;
using System.Net.Sockets;

namespace O2O.Dispatch.LoadTests.Server;

/// <summary>Stands between clients and an HTTP server and cuts all of their connections at once, without a word, as a network does.</summary>
internal sealed class CutProxy : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly HashSet<Socket> _open = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;

    /// <summary>Opens one.</summary>
    /// <param name="server">Where to; http alone, for a proxy that ends no TLS.</param>
    public CutProxy(Uri server)
    {
        _server = server;
        _listener.Start(backlog: 10_000);
        Address = new UriBuilder(server) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = Accept();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address { get; }

    /// <summary>Cuts every connection that is open.</summary>
    /// <returns>How many clients lost theirs.</returns>
    public int Cut()
    {
        List<Socket> open;
        lock (_gate)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (var socket in open)
        {
            try
            {
                // With no time to linger the close is a reset: the other side hears it at once and no message says why.
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // Its other end was cut before it and has closed it.
            }
        }

        return open.Count / 2;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting;
        _over.Dispose();
    }

    private async Task Accept()
    {
        while (!_over.IsCancellationRequested)
        {
            try
            {
                _ = Carry(await _listener.AcceptSocketAsync(_over.Token));
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Over, or a client that was gone before it was taken.
            }
        }
    }

    private async Task Carry(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            lock (_gate)
            {
                _open.Add(client);
                _open.Add(server);
            }

            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _over.Token);
                await Task.WhenAny(Copy(client, server), Copy(server, client));
            }
            catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Cut, or one side is gone.
            }
            finally
            {
                lock (_gate)
                {
                    _open.Remove(client);
                    _open.Remove(server);
                }
            }
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[8_192];
        try
        {
            while (await from.ReceiveAsync(buffer, _over.Token) is > 0 and var count)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _over.Token);
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut, or one side is gone.
        }
    }
}
