using System.Collections.Concurrent;
using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Things that seldom move, for finding the nearest of them that meet a condition: cells of a hundredth of a degree, anywhere but across the 180th meridian. Any number may search while one thread at a
/// time writes; a search sees each cell as it is at one moment.
/// </summary>
/// <typeparam name="T">What is found.</typeparam>
public sealed class PlaceGrid<T>
    where T : class
{
    private const double CellDegrees = 0.01;
    private const double FirstRadius = 500;
    private readonly ConcurrentDictionary<(int Column, int Row), ImmutableArray<Placed>> _cells = new();

    /// <summary>Puts a thing in.</summary>
    public void Add(T thing, GeoPoint at) => _cells.AddOrUpdate(
        CellOf(at), static (_, one) => [one], static (_, cell, one) => cell.Add(one), new Placed(thing, at));

    /// <summary>Takes a thing out of where it was put in.</summary>
    public void Remove(T thing, GeoPoint at)
    {
        var key = CellOf(at);
        if (_cells.TryGetValue(key, out var cell))
        {
            _cells[key] = cell.RemoveAll(one => ReferenceEquals(one.Thing, thing));
        }
    }

    /// <summary>The nearest things by straight distance, nearest first; of equally near ones those first that come first by <paramref name="order"/>.</summary>
    /// <param name="point">From where.</param>
    /// <param name="within">Not farther than this.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="accepts">Whether a thing is looked for. It is asked in any order.</param>
    /// <param name="order">Orders equally near ones.</param>
    public ImmutableArray<(T Thing, Metres Distance)> Nearest(GeoPoint point, Metres within, int limit, Func<T, bool> accepts, IComparer<T> order)
    {
        // What lies in the box of a search before was asked then, whether it was near enough or not: nothing is asked twice.
        var found = new List<(T Thing, Metres Distance)>();
        GeoBox? asked = null;
        for (var radius = Math.Min(FirstRadius, within.Value); ; radius = Math.Min(within.Value, radius * 2))
        {
            var box = GeoBox.Around(point, new Metres(radius));
            Collect(point, box, asked, accepts, found);
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

    private void Collect(GeoPoint point, GeoBox box, GeoBox? asked, Func<T, bool> accepts, List<(T Thing, Metres Distance)> found)
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
                if (column >= west && column <= east && row >= south && row <= north && !IsDone(column, row))
                {
                    Collect(cell, point, box, asked, accepts, found);
                }
            }

            return;
        }

        for (var row = south; row <= north; row++)
        {
            for (var column = west; column <= east; column++)
            {
                if (!IsDone(column, row) && _cells.TryGetValue((column, row), out var cell))
                {
                    Collect(cell, point, box, asked, accepts, found);
                }
            }
        }

        bool IsDone(int column, int row) => column > doneWest && column < doneEast && row > doneSouth && row < doneNorth;
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
}
