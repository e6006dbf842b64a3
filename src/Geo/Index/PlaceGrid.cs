using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Things that seldom move, for finding the nearest of them that meet a condition: cells of a hundredth of a degree, anywhere but across the 180th meridian. Any number may search while one thread at a
/// time writes; a search sees each cell as it is at one moment.
/// </summary>
/// <typeparam name="T">What is found.</typeparam>
/// <param name="rests">Tells the span around an instant in which a thing rests, or null when it is awake then. It does not change for a thing that is in. A cell of which everything rests is remembered, and
/// passed over by searches for what is awake until the first of it may wake. Null where nothing ever rests.</param>
public sealed class PlaceGrid<T>(Func<T, DateTimeOffset, RestSpan?>? rests = null)
    where T : class
{
    private const double CellDegrees = 0.01;
    private const double FirstRadius = 500;
    private readonly ConcurrentDictionary<(int Column, int Row), Cell> _cells = new();

    /// <summary>Puts a thing in.</summary>
    public void Add(T thing, GeoPoint at) => _cells.AddOrUpdate(
        CellOf(at), static (_, one) => new Cell([one]), static (_, cell, one) => new Cell(cell.Things.Add(one)), new Placed(thing, at));

    /// <summary>Takes a thing out of where it was put in.</summary>
    public void Remove(T thing, GeoPoint at)
    {
        var key = CellOf(at);
        if (_cells.TryGetValue(key, out var cell))
        {
            _cells[key] = new Cell(cell.Things.RemoveAll(one => ReferenceEquals(one.Thing, thing)));
        }
    }

    /// <summary>The nearest things by straight distance, nearest first; of equally near ones those first that come first by <paramref name="order"/>.</summary>
    /// <param name="point">From where.</param>
    /// <param name="within">Not farther than this.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="accepts">Whether a thing is looked for. It is asked in any order.</param>
    /// <param name="order">Orders equally near ones.</param>
    /// <param name="awake">Only what is awake at this instant; null for all.</param>
    public ImmutableArray<(T Thing, Metres Distance)> Nearest(GeoPoint point, Metres within, int limit, Func<T, bool> accepts, IComparer<T> order, DateTimeOffset? awake = null)
    {
        // What lies in the box of a search before was asked then, whether it was near enough or not: nothing is asked twice.
        var found = new List<(T Thing, Metres Distance)>();
        GeoBox? asked = null;
        var at = rests is null ? null : awake;
        Func<T, bool> wanted = at is { } instant ? thing => accepts(thing) && rests!(thing, instant) is null : accepts;
        for (var radius = Math.Min(FirstRadius, within.Value); ; radius = Math.Min(within.Value, radius * 2))
        {
            var box = GeoBox.Around(point, new Metres(radius));
            Collect(point, box, asked, wanted, at, found);
            if (radius >= within.Value || found.Count(one => one.Distance.Value <= radius) >= limit)
            {
                found.RemoveAll(one => one.Distance.Value > radius);
                found.Sort((a, b) => a.Distance.Value.CompareTo(b.Distance.Value) is var far && far != 0 ? far : order.Compare(a.Thing, b.Thing));
                return [.. found.Take(limit)];
            }

            asked = box;
        }
    }

    private static (int Column, int Row) CellOf(GeoPoint point) => ((int)Math.Floor(point.Longitude / CellDegrees), (int)Math.Floor(point.Latitude / CellDegrees));

    private void Collect(GeoPoint point, GeoBox box, GeoBox? asked, Func<T, bool> accepts, DateTimeOffset? awake, List<(T Thing, Metres Distance)> found)
    {
        var (west, south) = CellOf(box.SouthWest);
        var (east, north) = CellOf(box.NorthEast);

        // Cells between those at the edge of the box before lie wholly in it.
        var (doneWest, doneSouth) = asked is { } before ? CellOf(before.SouthWest) : (int.MaxValue, int.MaxValue);
        var (doneEast, doneNorth) = asked is { } earlier ? CellOf(earlier.NorthEast) : (int.MinValue, int.MinValue);
        if ((east - west + 1L) * (north - south + 1L) > _cells.Count)
        {
            // More cells than there is anything in: near the poles, or a wide search in a small grid.
            foreach (var ((column, row), cell) in _cells)
            {
                if (column >= west && column <= east && row >= south && row <= north && !IsDone(column, row) && !Rests(cell, awake))
                {
                    Collect(cell.Things, point, box, asked, accepts, found);
                }
            }

            return;
        }

        for (var row = south; row <= north; row++)
        {
            for (var column = west; column <= east; column++)
            {
                if (!IsDone(column, row) && _cells.TryGetValue((column, row), out var cell) && !Rests(cell, awake))
                {
                    Collect(cell.Things, point, box, asked, accepts, found);
                }
            }
        }

        bool IsDone(int column, int row) => column > doneWest && column < doneEast && row > doneSouth && row < doneNorth;
    }

    /// <summary>Whether everything of a cell rests at an instant.</summary>
    private bool Rests(Cell cell, DateTimeOffset? awake)
    {
        if (awake is not { } at)
        {
            return false;
        }

        if (cell.Rest is { } known && known.Contains(at))
        {
            return true;
        }

        // Who was awake when it was last asked mostly still is.
        if (cell.Awake < cell.Things.Length && rests!(cell.Things[cell.Awake].Thing, at) is null)
        {
            return false;
        }

        var rest = RestSpan.Always;
        for (var i = 0; i < cell.Things.Length; i++)
        {
            if (rests!(cell.Things[i].Thing, at) is not { } own)
            {
                cell.Awake = i;
                return false;
            }

            rest = rest.And(own);
        }

        cell.Rest = rest;
        return true;
    }

    private static void Collect(ImmutableArray<Placed> cell, GeoPoint point, GeoBox box, GeoBox? asked, Func<T, bool> accepts, List<(T Thing, Metres Distance)> found)
    {
        foreach (var one in cell)
        {
            if (box.Contains(one.At) && !(asked is { } before && before.Contains(one.At)) && accepts(one.Thing))
            {
                found.Add((one.Thing, GreatCircle.Distance(point, one.At)));
            }
        }
    }

    private readonly record struct Placed(T Thing, GeoPoint At);

    /// <summary>What lies in a cell, and the span in which all of it is known to rest.</summary>
    private sealed class Cell(ImmutableArray<Placed> things)
    {
        private volatile RestSpan? _rest;
        private volatile int _awake;

        public ImmutableArray<Placed> Things { get; } = things;

        public RestSpan? Rest
        {
            get => _rest;
            set => _rest = value;
        }

        /// <summary>Which thing is to be asked first.</summary>
        public int Awake
        {
            get => _awake;
            set => _awake = value;
        }
    }
}
