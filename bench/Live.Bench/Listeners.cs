using System.Net.WebSockets;
using System.Text;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Watchers that read and throw away, over WebSockets of their own; they speak as little of SignalR's JSON protocol as will do.</summary>
internal static class Listeners
{
    private const string End = "\u001e";
    private static long _bytes;
    private static long _frames;

    /// <summary>Watches until the input ends; each line of input is answered with the frames and bytes so far.</summary>
    public static async Task Run(int port, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/hubs/ops"), default);
            await Send(socket, """{"protocol":"json","version":1}""");
            await Send(socket, """{"type":1,"invocationId":"1","target":"WatchMap","arguments":["bench"]}""");
            _ = Read(socket);
        }

        Console.WriteLine("ready");
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine($"{Volatile.Read(ref _frames)} {Volatile.Read(ref _bytes)}");
        }
    }

    private static Task Send(ClientWebSocket socket, string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, true, default);

    private static async Task Read(ClientWebSocket socket)
    {
        var buffer = new byte[65_536];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, default);
            Interlocked.Add(ref _bytes, received.Count);
            length += received.Count;
            if (received.EndOfMessage)
            {
                // Frames of moving vehicles are long; figures and pings are not.
                if (length > 2_000)
                {
                    Interlocked.Increment(ref _frames);
                }

                length = 0;
            }
        }
    }
}
