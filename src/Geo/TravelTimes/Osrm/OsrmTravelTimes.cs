namespace O2O.Dispatch.Geo.TravelTimes.Osrm;

/// <summary>
/// Travel times of one round of dispatch: what an OSRM-compatible server told between the places of the round, and the own network's times for all
/// other pairs and for what the server did not tell. Immutable; no call waits for the server.
/// </summary>
/// <remarks>
/// Times of two sources do not go together perfectly: the triangle inequality holds within each, not across. <see cref="Path"/> is the own network's and may
/// take another total than <see cref="Milliseconds"/> tells.
/// </remarks>
public sealed class OsrmTravelTimes : ITravelTimes
{
    private readonly ITravelTimes own;
    private readonly Dictionary<int, int> rows;
    private readonly Dictionary<int, int> columns;

    // Milliseconds by row and column, -1 where the server told nothing.
    private readonly int[] told;

    internal OsrmTravelTimes(ITravelTimes own, Dictionary<int, int> rows, Dictionary<int, int> columns, int[] told, OsrmFault fault)
    {
        this.own = own;
        this.rows = rows;
        this.columns = columns;
        this.told = told;
        Fault = fault;
        Told = told.Count(time => time >= 0);
    }

    /// <inheritdoc/>
    public int NodeCount => own.NodeCount;

    /// <summary>The first fault met while asking; what was told before it is used all the same.</summary>
    public OsrmFault Fault { get; }

    /// <summary>How many pairs the server told.</summary>
    public int Told { get; }

    /// <summary>How many different pairs were asked for.</summary>
    public int Asked => told.Length;

    /// <inheritdoc/>
    public int Milliseconds(int from, int to)
    {
        var time = Known(from, to);
        return time >= 0 ? time : own.Milliseconds(from, to);
    }

    /// <inheritdoc/>
    public void OneToMany(int from, ReadOnlySpan<int> to, Span<int> milliseconds)
    {
        milliseconds = milliseconds[..to.Length];
        var all = true;
        for (var i = 0; i < to.Length; i++)
        {
            milliseconds[i] = Known(from, to[i]);
            all &= milliseconds[i] >= 0;
        }

        if (all)
        {
            return;
        }

        var others = new int[to.Length];
        own.OneToMany(from, to, others);
        FillIn(milliseconds, others);
    }

    /// <inheritdoc/>
    public void ManyToOne(ReadOnlySpan<int> from, int to, Span<int> milliseconds)
    {
        milliseconds = milliseconds[..from.Length];
        var all = true;
        for (var i = 0; i < from.Length; i++)
        {
            milliseconds[i] = Known(from[i], to);
            all &= milliseconds[i] >= 0;
        }

        if (all)
        {
            return;
        }

        var others = new int[from.Length];
        own.ManyToOne(from, to, others);
        FillIn(milliseconds, others);
    }

    /// <inheritdoc/>
    public void ManyToMany(ReadOnlySpan<int> from, ReadOnlySpan<int> to, Span<int> milliseconds)
    {
        milliseconds = milliseconds[..(from.Length * to.Length)];
        var all = true;
        for (int row = 0, at = 0; row < from.Length; row++)
        {
            for (var column = 0; column < to.Length; column++, at++)
            {
                milliseconds[at] = Known(from[row], to[column]);
                all &= milliseconds[at] >= 0;
            }
        }

        if (all)
        {
            return;
        }

        var others = new int[milliseconds.Length];
        own.ManyToMany(from, to, others);
        FillIn(milliseconds, others);
    }

    /// <inheritdoc/>
    public RoadPath Path(int from, int to) => own.Path(from, to);

    private static void FillIn(Span<int> milliseconds, int[] others)
    {
        for (var i = 0; i < milliseconds.Length; i++)
        {
            milliseconds[i] = milliseconds[i] >= 0 ? milliseconds[i] : others[i];
        }
    }

    private int Known(int from, int to)
    {
        if (from == to && unchecked((uint)from) < (uint)NodeCount)
        {
            return 0;
        }

        return rows.TryGetValue(from, out var row) && columns.TryGetValue(to, out var column) ? told[row * columns.Count + column] : -1;
    }
}
