using System.Globalization;
using System.Text.Json;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Clients that follow places and throw them away; they write down how late each came. Some never read.</summary>
internal static class Listeners
{
    private static readonly TimeSpan SaysSoEvery = TimeSpan.FromSeconds(10);

    // From what a report says to its being on the map: the batch that it is in is made before it is taken in.
    private static readonly TimeSpan TakenInWithin = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan OpeningsAtOnce = TimeSpan.FromMilliseconds(20);
    private static readonly byte[] WatchMap = HubSocket.Message($$"""{"type":1,"invocationId":"1","target":"WatchMap","arguments":["{{LiveServer.Market}}"]}""");
    private static long _frames;
    private static long _places;
    private static long _bytes;
    private static long _lost;

    /// <summary>
    /// Connects, and answers lines until the input ends. <c>count</c>: with the frames, the places in them and the bytes so far, and how many listeners have lost their connection. <c>begin</c>: begins to write down when
    /// frames come. <c>end</c>, followed by rounds, each the instants at which it began and was over, in UTC ticks: with frames, p50 and p99 in milliseconds from the instant that a frame says to its arrival, p50 and p99 from
    /// the begin of its round, and how many frames these two are of. A frame's round is the first that began after the instant that it says. What was said while a round was under way, or just before, may have gone with that
    /// one or with the next: it is left out. <c>guests FIRST N read|never</c>: lets so many more clients watch the map that read, or never do, in place of those before.
    /// </summary>
    /// <param name="port">Of the server.</param>
    /// <param name="hub">customer: each follows its own job; ops: each watches the map.</param>
    /// <param name="from">The number of the first.</param>
    /// <param name="count">How many.</param>
    public static async Task Run(int port, string hub, int from, int count)
    {
        var listeners = new Listener[count];
        for (var i = 0; i < count; i++)
        {
            listeners[i] = new Listener(await HubSocket.Open(port, hub, from + i));
            await listeners[i].Socket.Send(hub == "ops" ? WatchMap : HubSocket.Message($$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["customer/{{LiveServer.Id(from + i):N}}",0,0]}"""));
            await listeners[i].Socket.Receive();
            _ = listeners[i].Read(stays: true);
        }

        var guests = new List<HubSocket>();
        _ = SayStillThere(() => [.. listeners.Select(listener => listener.Socket), .. guests]);
        Console.WriteLine("ready");
        while (Console.ReadLine() is { } line)
        {
            switch (line.Split(' '))
            {
                case ["count"]:
                    Console.WriteLine($"{Volatile.Read(ref _frames)} {Volatile.Read(ref _places)} {Volatile.Read(ref _bytes)} {Volatile.Read(ref _lost)}");
                    break;
                case ["begin"]:
                    Array.ForEach(listeners, listener => listener.Begin());
                    Console.WriteLine("begun");
                    break;
                case ["end", .. var rounds]:
                    Tell(
                        [.. listeners.SelectMany(listener => listener.End())],
                        [.. rounds.Select(round => long.Parse(round, CultureInfo.InvariantCulture)).Chunk(2).Select(round => (round[0], round[1]))]);
                    break;
                case ["guests", var first, var number, var kind]:
                    guests.ForEach(guest => guest.Dispose());
                    guests = [];
                    for (var i = 0; i < int.Parse(number, CultureInfo.InvariantCulture); i++)
                    {
                        var guest = await HubSocket.Open(port, "ops", int.Parse(first, CultureInfo.InvariantCulture) + i);
                        await guest.Send(WatchMap);
                        guests = [.. guests, guest];
                        if (kind == "read")
                        {
                            _ = new Listener(guest).Read(stays: false);
                        }
                    }

                    Console.WriteLine("here");
                    break;
            }
        }
    }

    private static void Tell(List<(long Said, long Came)> frames, (long Begun, long Over)[] rounds)
    {
        var late = frames.Select(frame => Milliseconds(frame.Came - frame.Said)).Order().ToArray();
        var lateInRound = frames.Select(frame => (frame.Came, Round: RoundOf(frame.Said))).Where(frame => frame.Round > 0).Select(frame => Milliseconds(frame.Came - frame.Round)).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{frames.Count} {Figures.Part(late, 0.5):0.000} {Figures.Part(late, 0.99):0.000} {Figures.Part(lateInRound, 0.5):0.000} {Figures.Part(lateInRound, 0.99):0.000} {lateInRound.Length}"));

        // The begin of the round with which something went that was said then; 0 where it is not clear.
        long RoundOf(long said)
        {
            var next = Array.BinarySearch(rounds, (said, long.MinValue));
            next = next < 0 ? ~next : next;
            return next == rounds.Length || said >= rounds[next].Begun - TakenInWithin.Ticks || (next > 0 && said <= rounds[next - 1].Over) ? 0 : rounds[next].Begun;
        }

        static double Milliseconds(long ticks) => (double)ticks / TimeSpan.TicksPerMillisecond;
    }

    /// <summary>All of them, also those that never read: it is for their reading alone that they are to be put out.</summary>
    private static async Task SayStillThere(Func<IReadOnlyList<HubSocket>> sockets)
    {
        while (true)
        {
            await Task.Delay(SaysSoEvery, TimeProvider.System);
            foreach (var (i, socket) in sockets().Index())
            {
                try
                {
                    await socket.KeepAlive();
                }
                catch (Exception fault) when (fault is IOException or System.Net.WebSockets.WebSocketException or ObjectDisposedException or InvalidOperationException)
                {
                    // Put out.
                }

                if (i % 100 == 99)
                {
                    // Spread, so that they are no burst that others wait for.
                    await Task.Delay(OpeningsAtOnce, TimeProvider.System);
                }
            }
        }
    }

    private sealed class Listener(HubSocket socket)
    {
        private readonly Lock _gate = new();
        private List<(long Said, long Came)>? _came;

        public HubSocket Socket => socket;

        public void Begin()
        {
            lock (_gate)
            {
                _came = [];
            }
        }

        public List<(long Said, long Came)> End()
        {
            lock (_gate)
            {
                var came = _came ?? [];
                _came = null;
                return came;
            }
        }

        public async Task Read(bool stays)
        {
            while (true)
            {
                ReadOnlyMemory<byte> messages;
                try
                {
                    messages = await socket.Receive();
                }
                catch (Exception fault) when (fault is IOException or System.Net.WebSockets.WebSocketException or ObjectDisposedException or OperationCanceledException)
                {
                    if (stays)
                    {
                        Interlocked.Increment(ref _lost);
                        Console.Error.WriteLine($"A listener lost its connection: {fault.Message}");
                    }

                    return;
                }

                Interlocked.Add(ref _bytes, messages.Length);
                Take(messages.Span);
            }
        }

        /// <summary>Thirteen bytes each, as base64.</summary>
        private static int PlacesIn(ReadOnlySpan<byte> frame)
        {
            var vehicles = frame[(frame.IndexOf("\"vehicles\":\""u8) + 12)..];
            return vehicles.IndexOf((byte)'"') * 3 / 4 / 13;
        }

        private void Take(ReadOnlySpan<byte> messages)
        {
            while (messages.IndexOf(HubSocket.End) is >= 0 and var end)
            {
                var message = messages[..end];
                var head = messages[..Math.Min(end, 400)];
                messages = messages[(end + 1)..];
                var isMap = head.IndexOf("\"target\":\"Map\""u8) >= 0;
                if (!isMap && head.IndexOf("\"target\":\"Vehicle\""u8) < 0)
                {
                    continue;
                }

                Interlocked.Increment(ref _frames);
                Interlocked.Add(ref _places, isMap ? PlacesIn(message) : 1);
                lock (_gate)
                {
                    if (_came is not null && head.IndexOf("\"at\":"u8) is >= 0 and var at)
                    {
                        var reader = new Utf8JsonReader(head[(at + 5)..], isFinalBlock: false, default);
                        reader.Read();
                        _came.Add((reader.GetDateTimeOffset().UtcTicks, TimeProvider.System.GetUtcNow().UtcTicks));
                    }
                }
            }
        }
    }
}
