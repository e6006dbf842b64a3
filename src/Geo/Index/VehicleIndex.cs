using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Where vehicles are now, for finding the nearest: a uniform grid over a box. Vehicles are dense slots, 0 to <see cref="Capacity"/> - 1. One thread at a
/// time may write (<see cref="Update(int, GeoPoint)"/>, <see cref="Remove"/>, <see cref="RemoveExpired"/>); any number may search meanwhile and never wait.
/// </summary>
/// <remarks>
/// Places, and the point searched from, are rounded to 1e-7 degree, about a centimetre. Between the rounded places answers are exact in great-circle distance,
/// nearest first, and of equally near vehicles the lower slot comes first. Vehicles outside the box are found all the same, only slower. A search beside a
/// writer gives each vehicle at most once, at a place, with the traits and the time of one and the same report, and misses none that was in the index
/// all the while, unless vehicles go from cell to cell so fast that eight searches in a row are each overtaken (above some 100,000 a second); then one that changed its cell
/// just now may be missed.
/// </remarks>
public sealed class VehicleIndex
{
    private const int VehiclesPerCell = 6;
    private const int Attempts = 8;
    private const int StepsOfMove = 3;
    private const int Together = 16;

    private readonly IndexGrid grid;
    private readonly IndexCells cells;
    private readonly VehicleRecords records;
    private readonly long timeToLiveTicks;
    private int count;

    // Three steps for each move from cell to cell: before the vehicle is put into the new one, after that, and when it is out of the old one. A vehicle that
    // comes or goes makes one before it does and two after.
    private long moves;

    /// <summary>Makes an empty index.</summary>
    /// <param name="bounds">Where most vehicles will be.</param>
    /// <param name="capacity">How many slots there are.</param>
    /// <param name="timeToLive">How long after its last report a vehicle is found by searches that say what time it is; null for ever.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity or the time to live is not above 0.</exception>
    public VehicleIndex(GeoBox bounds, int capacity, TimeSpan? timeToLive = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        if (timeToLive is { } life)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(life, TimeSpan.Zero, nameof(timeToLive));
        }

        TimeToLive = timeToLive;
        timeToLiveTicks = timeToLive?.Ticks ?? 0;
        grid = new IndexGrid(bounds, Math.Max(1, capacity / VehiclesPerCell));
        records = new VehicleRecords(capacity);
        cells = new IndexCells(grid.Cells, records);
    }

    /// <summary>How many slots there are.</summary>
    public int Capacity => records.Capacity;

    /// <summary>How long a vehicle is found after its last report; null for ever.</summary>
    public TimeSpan? TimeToLive { get; }

    /// <summary>How many vehicles are in the index, those past their time to live included until they are removed.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Whether a slot is in the index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public bool Contains(int slot)
    {
        ThrowIfNoSlot(slot);
        return records.Where(slot).Cell >= 0;
    }

    /// <summary>Puts a vehicle in, or moves it, without traits and never to expire. For the one writer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public void Update(int slot, GeoPoint point) => Put(slot, point, default, long.MaxValue);

    /// <summary>Puts a vehicle in, or moves it and changes its traits, all at once. For the one writer.</summary>
    /// <param name="slot">The vehicle.</param>
    /// <param name="point">Where it is.</param>
    /// <param name="traits">What it offers.</param>
    /// <param name="seenAt">When it reported; the last call counts, whatever the order of the times.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public void Update(int slot, GeoPoint point, VehicleTraits traits, DateTimeOffset seenAt) => Put(slot, point, traits, seenAt.UtcTicks);

    /// <summary>
    /// Takes in reports one after the other, with their memory fetched together: among a million vehicles that is what a report waits for. For the one writer.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot; then none of the reports is taken.</exception>
    public void Update(ReadOnlySpan<VehicleReport> reports)
    {
        foreach (ref readonly var report in reports)
        {
            ThrowIfNoSlot(report.Slot);
        }

        Span<int> into = stackalloc int[Together];
        while (!reports.IsEmpty)
        {
            var some = reports[..Math.Min(Together, reports.Length)];
            foreach (ref readonly var report in some)
            {
                records.Fetch(report.Slot);
            }

            for (var i = 0; i < some.Length; i++)
            {
                into[i] = grid.CellOf(IndexGrid.Units(some[i].Point.Longitude), IndexGrid.Units(some[i].Point.Latitude));
                cells.Fetch(into[i]);
            }

            for (var i = 0; i < some.Length; i++)
            {
                cells.FetchLanes(records.Where(some[i].Slot), into[i]);
            }

            foreach (ref readonly var report in some)
            {
                Put(report.Slot, report.Point, report.Traits, report.SeenAt.UtcTicks);
            }

            reports = reports[some.Length..];
        }
    }

    /// <summary>Takes a vehicle out. For the one writer.</summary>
    /// <returns>Whether it was in.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such slot.</exception>
    public bool Remove(int slot)
    {
        ThrowIfNoSlot(slot);
        var (cell, lane) = records.Where(slot);
        if (cell < 0)
        {
            return false;
        }

        Step(1);
        records.Forget(slot);
        cells.Remove(cell, lane);
        Volatile.Write(ref count, count - 1);
        Step(StepsOfMove - 1);
        return true;
    }

    /// <summary>Takes out the vehicles past their time to live and names them, by rising slot. Looks at every slot. For the one writer.</summary>
    public IReadOnlyList<int> RemoveExpired(DateTimeOffset now)
    {
        var removed = new List<int>();
        var oldest = Oldest(now);
        for (var slot = 0; slot < records.Capacity; slot++)
        {
            if (records.Where(slot).Cell >= 0 && records.Read(slot).Seen <= oldest)
            {
                Remove(slot);
                removed.Add(slot);
            }
        }

        return removed;
    }

    /// <summary>Finds the vehicles nearest to a point, nearest first, as many as <paramref name="hits"/> holds or there are. For any thread.</summary>
    /// <param name="point">Where to search from.</param>
    /// <param name="hits">Takes what is found.</param>
    /// <param name="filter">Which vehicles count; the default takes all.</param>
    /// <returns>How many were found.</returns>
    public int Nearest(GeoPoint point, Span<VehicleHit> hits, in VehicleFilter filter = default)
    {
        if (hits.IsEmpty)
        {
            return 0;
        }

        var from = new SearchPoint(IndexGrid.Units(point.Longitude), IndexGrid.Units(point.Latitude));
        var sieve = new VehicleSieve(filter, filter.Now is { } now ? Oldest(now) : long.MinValue);
        return hits.Length <= QuickSearch.MostHits && TryQuick(from, sieve, hits) ? hits.Length : Exact(from, sieve, hits);
    }

    /// <summary>Searches without a look back: done when the writer moved nothing meanwhile, which is nearly always.</summary>
    private bool TryQuick(in SearchPoint from, in VehicleSieve sieve, Span<VehicleHit> hits)
    {
        var before = Volatile.Read(ref moves);
        if (before % StepsOfMove != 0)
        {
            return false;
        }

        if (!QuickSearch.TryFind(grid, cells, records, from, sieve, hits))
        {
            return false;
        }

        Volatile.ReadBarrier();
        return Volatile.Read(ref moves) == before;
    }

    private int Exact(in SearchPoint from, in VehicleSieve sieve, Span<VehicleHit> hits)
    {
        var search = new NearestSearch(from, sieve, hits);
        for (var attempt = 1; ; attempt++)
        {
            var before = Volatile.Read(ref moves);
            Search(from, ref search);
            Volatile.ReadBarrier();
            var after = Volatile.Read(ref moves);

            // Without a move under way nothing is met twice. With one, a vehicle may have been; nothing was missed unless one was put into its new cell
            // while the search ran: before that it was in the old cell to the end, after that in the new one from the start.
            var still = before == after && before % StepsOfMove == 0;
            if (still || (search.Careful && (before + 1) / StepsOfMove == (after + 1) / StepsOfMove) || attempt >= Attempts)
            {
                return search.Finish();
            }

            search.Restart(careful: true);
        }
    }

    private void Put(int slot, GeoPoint point, VehicleTraits traits, long seen)
    {
        ThrowIfNoSlot(slot);
        var longitude = IndexGrid.Units(point.Longitude);
        var latitude = IndexGrid.Units(point.Latitude);
        var place = IndexStore.Pack(longitude, latitude);
        var cell = grid.CellOf(longitude, latitude);
        var (old, lane) = records.Where(slot);
        records.Write(slot, new IndexReport(place, traits.Packed, seen));
        if (old == cell)
        {
            cells.Replace(lane, place);
            return;
        }

        Step(1);
        cells.Append(cell, place, slot);
        if (old < 0)
        {
            Volatile.Write(ref count, count + 1);
            Step(StepsOfMove - 1);
            return;
        }

        Step(1);
        cells.Remove(old, lane);
        Step(1);
    }

    private void Step(int steps)
    {
        Volatile.Write(ref moves, moves + steps);
        Volatile.WriteBarrier();
    }

    private void Search(in SearchPoint from, ref NearestSearch search)
    {
        var column = grid.ColumnOf(from.Longitude);
        var row = grid.RowOf(from.Latitude);
        var gaps = new CellGaps(grid.FromWest(from.Longitude, column), grid.CellWidth, grid.FromSouth(from.Latitude, row), grid.CellHeight, from.Cosine);
        search.Scan(cells, records, row * grid.Columns + column);
        for (var ring = 0; !IsEnough(gaps, column, row, ring, search.Limit, search.Careful ? -1 : search.Seen);)
        {
            ring++;
            ScanRing(ref search, gaps, column, row, ring);
        }
    }

    private void ScanRing(ref NearestSearch search, in CellGaps gaps, int column, int row, int ring)
    {
        for (var r = Math.Max(0, row - ring); r <= Math.Min(grid.Rows - 1, row + ring); r++)
        {
            // The first and last row of a ring are walked whole, the rows between at their two ends.
            var step = r == row - ring || r == row + ring ? 1 : 2 * ring;
            for (var c = step == 1 ? Math.Max(0, column - ring) : column - ring; c <= Math.Min(grid.Columns - 1, column + ring); c += step)
            {
                if (c >= 0 && gaps.Square(c - column, r - row) <= search.Limit)
                {
                    search.Scan(cells, records, r * grid.Columns + c);
                }
            }
        }
    }

    /// <summary>Whether nothing beyond a ring can be among the nearest: no cells are left, no vehicles are left, or all that are left are too far.</summary>
    private bool IsEnough(in CellGaps gaps, int column, int row, int ring, double limit, int seen)
    {
        var next = ring + 1;
        var nearest = double.PositiveInfinity;
        nearest = column >= next ? Math.Min(nearest, gaps.Square(-next, 0)) : nearest;
        nearest = column + next < grid.Columns ? Math.Min(nearest, gaps.Square(next, 0)) : nearest;
        nearest = row >= next ? Math.Min(nearest, gaps.Square(0, -next)) : nearest;
        nearest = row + next < grid.Rows ? Math.Min(nearest, gaps.Square(0, next)) : nearest;
        return double.IsPositiveInfinity(nearest) || nearest > limit || seen >= Volatile.Read(ref count);
    }

    private long Oldest(DateTimeOffset now) => TimeToLive is null ? long.MinValue : now.UtcTicks - timeToLiveTicks;

    private void ThrowIfNoSlot(int slot)
    {
        if (slot < 0 || slot >= records.Capacity)
        {
            throw new ArgumentOutOfRangeException(nameof(slot), slot, $"Slots are 0 to {records.Capacity - 1}.");
        }
    }
}
