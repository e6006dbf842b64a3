using System.Buffers.Binary;
using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Providers;

namespace O2O.Dispatch.Client.Hubs;

/// <summary>The vehicles and waiting jobs of a market, kept up from frames; of a view from afar, how many vehicles there are in each cell. Thread-safe for readers beside the one who applies frames.</summary>
public sealed class MarketMap
{
    private const int BytesPerVehicle = 13;

    private readonly object _gate = new();
    private readonly SortedDictionary<Guid, WaitingJob> _waiting = [];
    private readonly SortedDictionary<string, MapCell> _cells = new(StringComparer.Ordinal);
    private VehicleOnMap[] _byIndex = [];
    private int _indexes;

    /// <summary>The vehicles that are not offline, in the order in which they joined; none of a view from afar.</summary>
    public IReadOnlyList<VehicleOnMap> Vehicles
    {
        get
        {
            lock (_gate)
            {
                return [.. _byIndex.Take(_indexes).Where(vehicle => vehicle.State != ProviderState.Offline)];
            }
        }
    }

    /// <summary>Of a view from afar (zoom below 10), the cells that have vehicles; empty of others.</summary>
    public IReadOnlyList<MapCell> Cells
    {
        get
        {
            lock (_gate)
            {
                return [.. _cells.Values];
            }
        }
    }

    /// <summary>The jobs that nobody has, by id.</summary>
    public IReadOnlyList<WaitingJob> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _waiting.Values];
            }
        }
    }

    /// <summary>Takes a frame in.</summary>
    /// <param name="frame">The next one, or all of the map.</param>
    /// <param name="whole">Whether it is all of the map, in place of what was known.</param>
    /// <exception cref="InvalidDataException">The frame contradicts itself or what came before.</exception>
    public void Apply(MapFrame frame, bool whole)
    {
        ArgumentNullException.ThrowIfNull(frame);
        lock (_gate)
        {
            if (whole)
            {
                _indexes = 0;
                _waiting.Clear();
                _cells.Clear();
            }

            Join(frame);
            Move(frame.Vehicles ?? []);
            Count(frame.Cells ?? []);
            foreach (var job in frame.Waiting.IsDefault ? [] : frame.Waiting)
            {
                _waiting[job.JobId] = job;
            }

            foreach (var job in frame.NoLongerWaiting.IsDefault ? [] : frame.NoLongerWaiting)
            {
                _waiting.Remove(job);
            }
        }
    }

    private void Count(ImmutableArray<MapCell> cells)
    {
        foreach (var cell in cells.IsDefault ? [] : cells)
        {
            if (cell is { Available: 0, Reserved: 0, OnTrip: 0, Stopped: 0 })
            {
                _cells.Remove(cell.Cell);
            }
            else
            {
                _cells[cell.Cell] = cell;
            }
        }
    }

    private void Join(MapFrame frame)
    {
        var joined = frame.Joined.IsDefault ? [] : frame.Joined;
        if (joined.Length == 0)
        {
            return;
        }

        if (frame.FirstIndex != _indexes)
        {
            throw new InvalidDataException($"Vehicles join at index {frame.FirstIndex}; {_indexes} are known.");
        }

        if (_byIndex.Length < _indexes + joined.Length)
        {
            Array.Resize(ref _byIndex, Math.Max(_indexes + joined.Length, _byIndex.Length * 2));
        }

        foreach (var provider in joined)
        {
            _byIndex[_indexes++] = new VehicleOnMap(provider, 0, 0, ProviderState.Offline);
        }
    }

    private void Move(ReadOnlySpan<byte> vehicles)
    {
        if (vehicles.Length % BytesPerVehicle != 0)
        {
            throw new InvalidDataException($"{vehicles.Length} bytes are not {BytesPerVehicle} for each vehicle.");
        }

        for (; !vehicles.IsEmpty; vehicles = vehicles[BytesPerVehicle..])
        {
            var index = BinaryPrimitives.ReadUInt32LittleEndian(vehicles);
            var state = vehicles[12];
            if (index >= _indexes || state > (byte)ProviderState.Stopped)
            {
                throw new InvalidDataException($"Vehicle {index} in state {state}; {_indexes} vehicles are known.");
            }

            _byIndex[index] = new VehicleOnMap(
                _byIndex[index].ProviderId,
                BinaryPrimitives.ReadInt32LittleEndian(vehicles[4..]) / 1e6,
                BinaryPrimitives.ReadInt32LittleEndian(vehicles[8..]) / 1e6,
                (ProviderState)state);
        }
    }
}
