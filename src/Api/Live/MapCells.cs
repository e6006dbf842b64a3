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
    private readonly Dictionary<Cell, Sums> _sums = [];
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
        var stands = new Standing(new Cell(north / _side, east / _side), east, north, state);
        if (!_standing.TryGetValue(index, out var stood))
        {
            stood = stands with { State = VehicleState.Offline };
        }

        // A way within a cell moves the mean of its places, and is not told for itself.
        var isTold = (stood.Cell, stood.State) != (stands.Cell, stands.State);
        Count(stood, -1, isTold);
        Count(stands, 1, isTold);
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

    private void Count(Standing standing, int change, bool isTold)
    {
        if (standing.State == VehicleState.Offline)
        {
            return;
        }

        if (!_sums.TryGetValue(standing.Cell, out var sums))
        {
            _sums[standing.Cell] = sums = new Sums();
        }

        sums.ByState[(int)standing.State] += change;
        sums.Vehicles += change;
        sums.East += change * standing.East;
        sums.North += change * standing.North;
        if (isTold)
        {
            _changed.Add(standing.Cell);
        }
    }

    private MapCell Of(Cell cell)
    {
        var sums = _sums[cell];
        var (east, north) = sums.Vehicles > 0
            ? ((double)sums.East / sums.Vehicles, (double)sums.North / sums.Vehicles)
            : (Math.Min(360 * Microdegrees, (cell.Column + 0.5) * _side), Math.Min(180 * Microdegrees, (cell.Row + 0.5) * _side));
        if (sums.Vehicles == 0)
        {
            _sums.Remove(cell);
        }

        return new MapCell(
            $"{cell.Column}/{cell.Row}",
            Math.Round((east / Microdegrees) - 180, 6),
            Math.Round((north / Microdegrees) - 90, 6),
            sums.ByState[(int)VehicleState.Available],
            sums.ByState[(int)VehicleState.Reserved],
            sums.ByState[(int)VehicleState.OnTrip],
            sums.ByState[(int)VehicleState.Stopped]);
    }

    private readonly record struct Cell(long Row, long Column) : IComparable<Cell>
    {
        public int CompareTo(Cell other) => (Row, Column).CompareTo((other.Row, other.Column));
    }

    private readonly record struct Standing(Cell Cell, long East, long North, VehicleState State);

    /// <summary>What is in a cell.</summary>
    private sealed class Sums
    {
        public int[] ByState { get; } = new int[States];

        public int Vehicles { get; set; }

        public long East { get; set; }

        public long North { get; set; }
    }
}
