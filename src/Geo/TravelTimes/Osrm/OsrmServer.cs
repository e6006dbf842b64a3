using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;

namespace O2O.Dispatch.Geo.TravelTimes.Osrm;

/// <summary>
/// Asks an OSRM-compatible HTTP server (<c>/table/v1</c> and <c>/route/v1</c>) for travel times. It never fails its caller: what the server does not tell in
/// time, whole and well-formed, the own network tells. Safe for many threads.
/// </summary>
/// <remarks>
/// <see cref="ITravelTimes"/> is asked within a computation and must not wait for a network. So a round of dispatch first awaits
/// <see cref="TableAsync"/> for the places it is about, for no longer than <see cref="OsrmSettings.Timeout"/>, and then computes on the snapshot that comes back.
/// </remarks>
public sealed class OsrmServer
{
    private const double LongestSeconds = 6 * 86_400;

    // A number with its comma in an answer; what is longer than all numbers asked for and some words is no answer to the question.
    private const int BytesPerNumber = 64;
    private const int BytesPerPlace = 512;
    private const int BytesOfRoute = 4 << 20;

    private readonly HttpClient http;
    private readonly RoadNetwork network;
    private readonly OsrmSettings settings;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private int faultsInARow;
    private DateTimeOffset pausedUntil = DateTimeOffset.MinValue;
    private long answered;
    private long fellBack;

    /// <summary>Names a server.</summary>
    /// <param name="http">Reaches it: <see cref="HttpClient.BaseAddress"/> is the server's, ending in <c>/</c>. Its own time-out is to be longer than the settings'.</param>
    /// <param name="network">The roads whose nodes are asked for; the server is asked for their places.</param>
    /// <param name="settings">How it is asked.</param>
    /// <param name="clock">The clock of time-outs and pauses.</param>
    /// <exception cref="ArgumentException">There is no base address, or a setting is out of range.</exception>
    public OsrmServer(HttpClient http, RoadNetwork network, OsrmSettings settings, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(http);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(clock);
        settings.Check();
        if (http.BaseAddress is null)
        {
            throw new ArgumentException("The HTTP client has no base address: the OSRM server's, ending in a slash.", nameof(http));
        }

        this.http = http;
        this.network = network;
        this.settings = settings;
        this.clock = clock;
    }

    /// <summary>How many tables and routes were answered without a fault.</summary>
    public long Answered => Interlocked.Read(ref answered);

    /// <summary>How many tables and routes met a fault, or were not asked for because of a pause.</summary>
    public long FellBack => Interlocked.Read(ref fellBack);

    /// <summary>
    /// Asks for the times from some nodes to others. Large tables are asked for in pieces; a piece that does not come leaves its pairs to the own network.
    /// </summary>
    /// <param name="from">Nodes where drives begin; double ones are asked for once.</param>
    /// <param name="to">Nodes where they end.</param>
    /// <param name="own">The own network's times, for all that the server does not tell.</param>
    /// <param name="cancellation">Gives up; this alone throws.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
    public async Task<OsrmTravelTimes> TableAsync(ReadOnlyMemory<int> from, ReadOnlyMemory<int> to, ITravelTimes own, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(own);
        var (starts, rows) = Distinct(from.Span);
        var (ends, columns) = Distinct(to.Span);
        var told = new int[starts.Count * ends.Count];
        Array.Fill(told, -1);
        if (told.Length == 0)
        {
            return new OsrmTravelTimes(own, rows, columns, told, OsrmFault.None);
        }

        if (IsPaused())
        {
            Interlocked.Increment(ref fellBack);
            return new OsrmTravelTimes(own, rows, columns, told, OsrmFault.Paused);
        }

        // Squares hold the most pairs for the places they name; a short side leaves its places to the other.
        var half = settings.MostPlaces / 2;
        var high = Math.Max(Math.Min(half, starts.Count), Math.Min(starts.Count, settings.MostPlaces - Math.Min(half, ends.Count)));
        var wide = Math.Min(ends.Count, settings.MostPlaces - high);
        var pieces = new Queue<(int Row, int Column)>();
        for (var row = 0; row < starts.Count; row += high)
        {
            for (var column = 0; column < ends.Count; column += wide)
            {
                pieces.Enqueue((row, column));
            }
        }

        var first = OsrmFault.None;
        using var timed = new CancellationTokenSource(settings.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, cancellation);
        async Task Work()
        {
            while (true)
            {
                (int Row, int Column) piece;
                lock (pieces)
                {
                    if (first != OsrmFault.None || !pieces.TryDequeue(out piece))
                    {
                        return;
                    }
                }

                var sources = starts.GetRange(piece.Row, Math.Min(high, starts.Count - piece.Row));
                var targets = ends.GetRange(piece.Column, Math.Min(wide, ends.Count - piece.Column));
                var fault = await Piece(sources, targets, (row, column, time) => told[(piece.Row + row) * ends.Count + piece.Column + column] = time, timed.Token, either.Token);
                lock (pieces)
                {
                    first = first == OsrmFault.None ? fault : first;
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Math.Min(settings.AtOnce, pieces.Count)).Select(_ => Work()));
        cancellation.ThrowIfCancellationRequested();
        Note(first);
        return new OsrmTravelTimes(own, rows, columns, told, first);
    }

    /// <summary>Asks for the way from one node to another, with its line for a map.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such node.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was canceled.</exception>
    public async Task<OsrmAnswer> RouteAsync(int from, int to, CancellationToken cancellation = default)
    {
        Guard(from);
        Guard(to);
        if (IsPaused())
        {
            Interlocked.Increment(ref fellBack);
            return new OsrmAnswer(null, OsrmFault.Paused);
        }

        using var timed = new CancellationTokenSource(settings.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, cancellation);
        OsrmRoute? route = null;
        var fault = await Ask(
            $"route/v1/{settings.Profile}/{Places([from, to])}?overview=full&geometries=geojson&steps=false",
            BytesOfRoute,
            root => TryRoute(root, out route),
            timed.Token,
            either.Token);
        cancellation.ThrowIfCancellationRequested();
        Note(fault);
        return new OsrmAnswer(fault == OsrmFault.None ? route : null, fault);
    }

    private static bool TryRoute(JsonElement root, out OsrmRoute? route)
    {
        route = null;
        if (Code(root) == "NoRoute")
        {
            return true;
        }

        if (Code(root) != "Ok" || !root.TryGetProperty("routes", out var routes) || routes.ValueKind != JsonValueKind.Array || routes.GetArrayLength() == 0
            || routes[0] is not { ValueKind: JsonValueKind.Object } best
            || !best.TryGetProperty("duration", out var duration) || !TryMilliseconds(duration, out var time)
            || !best.TryGetProperty("distance", out var distance) || distance.ValueKind != JsonValueKind.Number
            || !distance.TryGetDouble(out var metres) || !(metres >= 0 && double.IsFinite(metres))
            || !best.TryGetProperty("geometry", out var geometry) || geometry.ValueKind != JsonValueKind.Object
            || !geometry.TryGetProperty("coordinates", out var line) || line.ValueKind != JsonValueKind.Array || line.GetArrayLength() < 2)
        {
            return false;
        }

        var points = new List<GeoPoint>(line.GetArrayLength());
        foreach (var place in line.EnumerateArray())
        {
            if (place.ValueKind != JsonValueKind.Array || place.GetArrayLength() < 2
                || place[0].ValueKind != JsonValueKind.Number || place[1].ValueKind != JsonValueKind.Number
                || !place[0].TryGetDouble(out var longitude) || !place[1].TryGetDouble(out var latitude)
                || !(Math.Abs(longitude) <= 180 && Math.Abs(latitude) <= 90))
            {
                return false;
            }

            points.Add(new GeoPoint(longitude, latitude));
        }

        route = new OsrmRoute(time, new Metres(metres), points);
        return true;
    }

    private static string? Code(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("code", out var code) && code.ValueKind == JsonValueKind.String ? code.GetString() : null;

    private static bool TryMilliseconds(JsonElement seconds, out int milliseconds)
    {
        milliseconds = 0;
        if (seconds.ValueKind != JsonValueKind.Number || !seconds.TryGetDouble(out var value) || !(value >= 0 && value <= LongestSeconds))
        {
            return false;
        }

        milliseconds = (int)Math.Round(value * 1_000, MidpointRounding.AwayFromZero);
        return true;
    }

    private async Task<OsrmFault> Piece(List<int> sources, List<int> targets, Action<int, int, int> tell, CancellationToken timed, CancellationToken either)
    {
        var places = sources.Count + targets.Count;
        var query = new StringBuilder($"table/v1/{settings.Profile}/{Places([.. sources, .. targets])}?sources=")
            .AppendJoin(';', Enumerable.Range(0, sources.Count))
            .Append("&destinations=").AppendJoin(';', Enumerable.Range(sources.Count, targets.Count))
            .Append("&annotations=duration").ToString();
        var times = new int[sources.Count * targets.Count];
        var fault = await Ask(query, BytesPerPlace * (places + 8) + BytesPerNumber * times.Length, root => TryTable(root, sources.Count, targets.Count, times), timed, either);
        if (fault == OsrmFault.None)
        {
            for (var i = 0; i < times.Length; i++)
            {
                tell(i / targets.Count, i % targets.Count, times[i]);
            }
        }

        return fault;
    }

    /// <summary>Reads a table; a pair for which the server knows no way is left at -1.</summary>
    private static bool TryTable(JsonElement root, int rows, int columns, int[] times)
    {
        if (Code(root) != "Ok" || !root.TryGetProperty("durations", out var durations) || durations.ValueKind != JsonValueKind.Array || durations.GetArrayLength() != rows)
        {
            return false;
        }

        var at = 0;
        foreach (var row in durations.EnumerateArray())
        {
            if (row.ValueKind != JsonValueKind.Array || row.GetArrayLength() != columns)
            {
                return false;
            }

            foreach (var cell in row.EnumerateArray())
            {
                var time = -1;
                if (cell.ValueKind != JsonValueKind.Null && !TryMilliseconds(cell, out time))
                {
                    return false;
                }

                times[at++] = time;
            }
        }

        return true;
    }

    private async Task<OsrmFault> Ask(string query, int mostBytes, Func<JsonElement, bool> read, CancellationToken timed, CancellationToken either)
    {
        try
        {
            using var response = await http.GetAsync(query, HttpCompletionOption.ResponseHeadersRead, either);

            // OSRM tells that there is no route with 400 and a code, which is an answer.
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.BadRequest)
            {
                return OsrmFault.Refused;
            }

            var body = await Body(response, mostBytes, either);
            if (body is null)
            {
                return OsrmFault.Malformed;
            }

            using var answer = JsonDocument.Parse(body.Value);
            return read(answer.RootElement) ? OsrmFault.None : response.IsSuccessStatusCode ? OsrmFault.Malformed : OsrmFault.Refused;
        }
        catch (OperationCanceledException)
        {
            // Also the client's own time-out. The caller's own cancellation is looked at after all pieces.
            return OsrmFault.Slow;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return timed.IsCancellationRequested ? OsrmFault.Slow : OsrmFault.Unreachable;
        }
        catch (JsonException)
        {
            return OsrmFault.Malformed;
        }
    }

    /// <summary>The whole body, or null when it is longer than the longest answer.</summary>
    private static async Task<ReadOnlyMemory<byte>?> Body(HttpResponseMessage response, int mostBytes, CancellationToken cancellation)
    {
        using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        var room = new byte[Math.Min(mostBytes + 1, 64 << 10)];
        var length = 0;
        while (true)
        {
            var read = await stream.ReadAsync(room.AsMemory(length), cancellation);
            if (read == 0)
            {
                return room.AsMemory(0, length);
            }

            length += read;
            if (length > mostBytes)
            {
                return null;
            }

            if (length == room.Length)
            {
                Array.Resize(ref room, Math.Min(mostBytes + 1, 2 * length));
            }
        }
    }

    private string Places(IEnumerable<int> nodes)
    {
        var text = new StringBuilder();
        foreach (var node in nodes)
        {
            var point = network.Point(node);
            text.Append(text.Length > 0 ? ";" : "").Append(CultureInfo.InvariantCulture, $"{point.Longitude:0.######},{point.Latitude:0.######}");
        }

        return text.ToString();
    }

    private (List<int> Nodes, Dictionary<int, int> Places) Distinct(ReadOnlySpan<int> nodes)
    {
        var places = new Dictionary<int, int>(nodes.Length);
        var list = new List<int>(nodes.Length);
        foreach (var node in nodes)
        {
            Guard(node);
            if (places.TryAdd(node, list.Count))
            {
                list.Add(node);
            }
        }

        return (list, places);
    }

    private void Guard(int node) => ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(unchecked((uint)node), (uint)network.NodeCount, nameof(node));

    private bool IsPaused()
    {
        lock (gate)
        {
            return clock.GetUtcNow() < pausedUntil;
        }
    }

    private void Note(OsrmFault fault)
    {
        if (fault == OsrmFault.None)
        {
            Interlocked.Increment(ref answered);
        }
        else
        {
            Interlocked.Increment(ref fellBack);
        }

        lock (gate)
        {
            faultsInARow = fault == OsrmFault.None ? 0 : faultsInARow + 1;
            if (faultsInARow >= settings.FaultsBeforePause)
            {
                // One more fault after the pause and it is left alone again.
                pausedUntil = clock.GetUtcNow() + settings.Pause;
                faultsInARow = settings.FaultsBeforePause - 1;
            }
        }
    }
}
