using System.Globalization;
using System.Text;

namespace O2O.Dispatch.Live.Bench;

/// <summary>Providers' apps that send what they gathered of their way in one call: the same bytes to the product's hub and to an empty one.</summary>
internal static class Reporters
{
    private const string Unstamped = "0000-00-00T00:00:00.000Z";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    // Calls of one connection that are under way: the hub takes one after the other, and is not to wait for the next.
    private const int UnderWay = 4;
    private const int Ways = 8;
    private const double MetresARound = 1_200;
    private const double MetresPerDegree = 111_320;

    /// <summary>Connects to both, and answers lines until the input ends: which (0 the product's, 1 the empty one), reports of a call, and seconds, with reports sent, how many of them were taken in, and seconds.</summary>
    /// <param name="port">Of the product's hub.</param>
    /// <param name="empty">Of the empty one.</param>
    /// <param name="count">How many apps.</param>
    public static async Task Run(int port, int empty, int count)
    {
        HubSocket[][] links = [new HubSocket[count], new HubSocket[count]];
        for (var i = 0; i < count; i++)
        {
            links[0][i] = await HubSocket.Open(port, "provider", i);
            links[1][i] = await HubSocket.Open(empty, "provider", i);
        }

        Console.WriteLine("ready");
        var ways = new Dictionary<int, Way[][]>();
        while (Console.ReadLine()?.Split(' ') is [var which, var batch, var seconds])
        {
            var size = int.Parse(batch, CultureInfo.InvariantCulture);
            if (!ways.TryGetValue(size, out var own))
            {
                own = ways[size] = [.. Enumerable.Range(0, count).Select(app => Enumerable.Range(0, Ways).Select(n => new Way(app, n * size, size)).ToArray())];
            }

            var begun = TimeProvider.System.GetTimestamp();
            var length = TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture));
            var done = await Task.WhenAll(links[int.Parse(which, CultureInfo.InvariantCulture)].Select((link, app) => Send(link, own[app], size, begun, length)));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{done.Sum(one => one.Sent)} {done.Sum(one => one.Taken)} {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:0.000000}"));
        }
    }

    private static async Task<(long Sent, long Taken)> Send(HubSocket link, Way[] ways, int size, long begun, TimeSpan length)
    {
        var (sent, taken, underWay) = (0L, 0L, 0);
        for (var next = 0; ;)
        {
            for (; underWay < UnderWay && TimeProvider.System.GetElapsedTime(begun) < length; underWay++, sent += size)
            {
                await link.Send(ways[next++ % ways.Length].Now());
            }

            if (underWay == 0)
            {
                return (sent, taken);
            }

            var (answers, reports) = Take((await link.Receive()).Span);
            (underWay, taken) = (underWay - answers, taken + reports);
        }
    }

    private static (int Answers, long Taken) Take(ReadOnlySpan<byte> messages)
    {
        var (answers, taken) = (0, 0L);
        while (messages.IndexOf(HubSocket.End) is >= 0 and var end)
        {
            var message = messages[..end];
            messages = messages[(end + 1)..];
            if (message.StartsWith("{\"type\":3"u8))
            {
                answers++;
                taken += message.IndexOf("\"result\":"u8) is >= 0 and var at && System.Buffers.Text.Utf8Parser.TryParse(message[(at + 9)..], out int count, out _)
                    ? count
                    : throw new InvalidOperationException($"Refused: {Encoding.UTF8.GetString(message)}");
            }
        }

        return (answers, taken);
    }

    /// <summary>A call whose reports are a way around a block, eight metres from one to the next; all are of the moment in which it is sent.</summary>
    private sealed class Way
    {
        private readonly byte[] _message;
        private readonly int[] _stamps;

        public Way(int app, int from, int size)
        {
            const int Steps = (int)(MetresARound / 8);
            var radius = MetresARound / (2 * Math.PI) / MetresPerDegree;
            var reports = Enumerable.Range(from, size).Select(step =>
            {
                var angle = 2 * Math.PI * step / Steps;
                var (x, y) = (-73.98 + (app % 50 * 0.001) + (radius * Math.Cos(angle)), 40.75 + (app / 50 * 0.001) + (radius * Math.Sin(angle)));
                return string.Create(CultureInfo.InvariantCulture, $$"""{"longitude":{{x:0.000000}},"latitude":{{y:0.000000}},"at":"{{Unstamped}}"}""");
            });
            _message = HubSocket.Message($$"""{"type":1,"invocationId":"1","target":"ReportLocations","arguments":[[{{string.Join(',', reports)}}]]}""");
            var stamps = new List<int>();
            for (var at = 0; _message.AsSpan(at).IndexOf(Encoding.UTF8.GetBytes(Unstamped)) is >= 0 and var found; at = stamps[^1] + Unstamped.Length)
            {
                stamps.Add(at + found);
            }

            _stamps = [.. stamps];
        }

        /// <summary>As it is sent now. Sent by one connection alone, one after the other.</summary>
        public ReadOnlyMemory<byte> Now()
        {
            Span<byte> now = stackalloc byte[Unstamped.Length];
            TimeProvider.System.GetUtcNow().TryFormat(now, out _, TimeFormat, CultureInfo.InvariantCulture);
            foreach (var stamp in _stamps)
            {
                now.CopyTo(_message.AsSpan(stamp));
            }

            return _message;
        }
    }
}
