using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// The vehicles of a wide view, counted by cell: from afar single ones are below a dot, and telling them costs the most. Cells are squares of degrees, 64 pixels wide at the whole zoom below. Not thread-safe: its
/// market's gate guards it.
/// </summary>
internal sealed class MapCells(double zoom)
{
    /// <summary>Below this zoom a view is told by cells. A pixel is 76 m at the equator there.</summary>
    public const double BelowZoom = 10;

    // In millionths of a degree: 64 of the 512 pixels that the earth is around at zoom 0.
    private const long SideAtZoom0 = 45_000_000;
    private const double Microdegrees = 1e6;
    private const int States = (int)VehicleState.Stopped + 1;
    private readonly long _side = SideAtZoom0 >> (int)zoom;
    private readonly Dictionary<int, Standing> _standing = [];
    private readonly Dictionary<Cell, int[]> _counts = [];
    private readonly HashSet<Cell> _changed = [];

    /// <summary>The place where the cell of a place begins, in millionths of a degree from -180 or -90.</summary>
    public long Begin(long from) => Math.Max(0, from) / _side * _side;

    /// <summary>The last place of the cell of a place.</summary>
    public long End(long from) => Begin(from) + _side - 1;

    /// <summary>A vehicle is there, or has changed.</summary>
    /// <param name="index">Its index on the map.</param>
    /// <param name="east">In millionths of a degree from longitude -180.</param>
    /// <param name="north">In millionths of a degree from latitude -90.</param>
    /// <param name="state">What it does; offline where it is not in view.</param>
    public void Look(int index, long east, long north, VehicleState state)
    {
        var stands = new Standing(new Cell(north / _side, east / _side), state);
        if (!_standing.TryGetValue(index, out var stood))
        {
            stood = stands with { State = VehicleState.Offline };
        }

        if (stood == stands)
        {
            return;
        }

        Count(stood, -1);
        Count(stands, 1);
        if (state == VehicleState.Offline)
        {
            _standing.Remove(index);
        }
        else
        {
            _standing[index] = stands;
        }
    }

    /// <summary>The cells whose vehicles have changed since this was asked before, from south to north.</summary>
    public ImmutableArray<MapCell> Take()
    {
        var changed = _changed.Order().Select(Of).ToImmutableArray();
        _changed.Clear();
        return changed;
    }

    private void Count(Standing standing, int change)
    {
        if (standing.State == VehicleState.Offline)
        {
            return;
        }

        if (!_counts.TryGetValue(standing.Cell, out var counts))
        {
            _counts[standing.Cell] = counts = new int[States];
        }

        counts[(int)standing.State] += change;
        _changed.Add(standing.Cell);
    }

    private MapCell Of(Cell cell)
    {
        var counts = _counts[cell];
        if (Array.TrueForAll(counts, count => count == 0))
        {
            _counts.Remove(cell);
        }

        return new MapCell(
            $"{cell.Column}/{cell.Row}",
            Math.Min(180, (((cell.Column + 0.5) * _side) / Microdegrees) - 180),
            Math.Min(90, (((cell.Row + 0.5) * _side) / Microdegrees) - 90),
            counts[(int)VehicleState.Available],
            counts[(int)VehicleState.Reserved],
            counts[(int)VehicleState.OnTrip],
            counts[(int)VehicleState.Stopped]);
    }

    private readonly record struct Cell(long Row, long Column) : IComparable<Cell>
    {
        public int CompareTo(Cell other) => (Row, Column).CompareTo((other.Row, other.Column));
    }

    private readonly record struct Standing(Cell Cell, VehicleState State);
}
