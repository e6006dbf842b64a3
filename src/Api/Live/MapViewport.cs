using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// What one watcher sees of a map: the vehicles and waiting jobs in a box, with a margin around it, so that a map that is moved a little is not empty at its edge. Vehicles have indexes of the watcher's own, from 0
/// on as they come into the box; one that leaves it is told as off the map. A vehicle is told when it has gone a pixel of the watcher's zoom; from afar
/// none is told, but how many there are in each cell. Not thread-safe: its market's gate guards it.
/// </summary>
internal sealed class MapViewport
{
    private const double Margin = 0.25;
    private const double WorldPixels = 512;
    private const double Microdegrees = 1e6;

    // How far the least longitude and latitude are from zero, in millionths of a degree.
    private const long West = 180_000_000;
    private const long South = 90_000_000;
    private readonly long _west;
    private readonly long _south;
    private readonly long _east;
    private readonly long _north;
    private readonly long _step;
    private readonly MapCells? _cells;
    private readonly Dictionary<int, Told> _told = [];
    private readonly HashSet<Guid> _waiting = [];

    /// <param name="view">The box; null for all of the map, exactly.</param>
    /// <param name="sequence">Frames are numbered on from it.</param>
    public MapViewport(MapView? view, long sequence)
    {
        Sequence = sequence;
        if (view is null)
        {
            (_west, _south, _east, _north) = (long.MinValue, long.MinValue, long.MaxValue, long.MaxValue);
            return;
        }

        var (wide, high) = ((view.East - view.West) * Margin, (view.North - view.South) * Margin);
        (_west, _south) = ((long)((view.West - wide) * Microdegrees), (long)((view.South - high) * Microdegrees));
        (_east, _north) = ((long)((view.East + wide) * Microdegrees), (long)((view.North + high) * Microdegrees));
        if (view.Zoom < MapCells.BelowZoom)
        {
            // Whole cells are counted, or those at the edge would tell of their parts alone.
            _cells = new MapCells(view.Zoom);
            (_west, _south) = (_cells.Begin(_west + West) - West, _cells.Begin(_south + South) - South);
            (_east, _north) = (_cells.End(_east + West) - West, _cells.End(_north + South) - South);
        }

        _step = (long)(360 * Microdegrees / (WorldPixels * Math.Pow(2, view.Zoom)));
    }

    /// <summary>Of the last frame.</summary>
    public long Sequence { get; private set; }

    /// <summary>Looks at a vehicle that is there, or that has changed.</summary>
    /// <param name="index">Its index on the map.</param>
    /// <param name="longitude">In millionths of a degree.</param>
    /// <param name="latitude">In millionths of a degree.</param>
    /// <param name="state">What it does.</param>
    /// <returns>What to tell of it, with its index here; null for nothing, and where it is counted by its cell.</returns>
    public (int Index, bool IsNew, VehicleState State)? Look(int index, int longitude, int latitude, VehicleState state)
    {
        var isIn = state != VehicleState.Offline && longitude >= _west && longitude <= _east && latitude >= _south && latitude <= _north;
        if (_cells is not null)
        {
            _cells.Look(index, longitude + West, latitude + South, isIn ? state : VehicleState.Offline);
            return null;
        }

        if (!_told.TryGetValue(index, out var told))
        {
            if (!isIn)
            {
                return null;
            }

            _told[index] = told = new Told(_told.Count, longitude, latitude, state);
            return (told.Index, true, state);
        }

        var shown = isIn ? state : VehicleState.Offline;
        if (shown == told.State && (shown == VehicleState.Offline || (Math.Abs((long)longitude - told.Longitude) < Math.Max(1, _step) && Math.Abs((long)latitude - told.Latitude) < Math.Max(1, _step))))
        {
            return null;
        }

        _told[index] = told with { Longitude = longitude, Latitude = latitude, State = shown };
        return (told.Index, false, shown);
    }

    /// <summary>Looks at a job that waits, or no longer does.</summary>
    /// <returns>True when it is to be told as waiting, false as no longer waiting, null for nothing.</returns>
    public bool? Look(Guid job, WaitingJob? waits)
    {
        var isIn = waits is not null && waits.Longitude * Microdegrees >= _west && waits.Longitude * Microdegrees <= _east
            && waits.Latitude * Microdegrees >= _south && waits.Latitude * Microdegrees <= _north;
        return isIn ? _waiting.Add(job) ? true : null : _waiting.Remove(job) ? false : null;
    }

    /// <summary>The cells that have changed since this was asked before; null where single vehicles are told.</summary>
    public ImmutableArray<MapCell>? TakeCells() => _cells?.Take();

    /// <summary>How many vehicles have an index here.</summary>
    public int Count => _told.Count;

    /// <summary>Another frame.</summary>
    public long Next() => ++Sequence;

    private readonly record struct Told(int Index, int Longitude, int Latitude, VehicleState State);
}
