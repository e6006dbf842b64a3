using System.Collections.Immutable;
using System.Runtime.InteropServices;
using O2O.Dispatch.Contracts.Dispatch;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Geo.TravelTimes;

namespace O2O.Dispatch.Simulation.Vehicles;

/// <summary>
/// The simulated vehicles in flat arrays by number: each stands at a road node or drives along the roads, in the network's times. Positions are worked out when somebody asks.
/// Thread-safe.
/// </summary>
public sealed class Fleet
{
    private readonly Lock _gate = new();
    private readonly RoadNetwork _roads;
    private readonly ITravelTimes _times;
    private readonly Guid[] _ids;
    private readonly int[] _nodes;
    private readonly WirePoint[] _places;
    private readonly RoutePosition?[] _routes;
    private readonly long[] _startedAt;
    private readonly bool[] _silent;
    private readonly bool[] _stopped;
    private readonly List<int> _stoppedNow = [];

    /// <summary>Puts vehicles on the map.</summary>
    /// <param name="roads">The roads they drive on.</param>
    /// <param name="times">How long ways take.</param>
    /// <param name="ids">The provider of each vehicle.</param>
    /// <param name="nodes">Where each stands.</param>
    public Fleet(RoadNetwork roads, ITravelTimes times, IReadOnlyList<Guid> ids, IReadOnlyList<int> nodes)
    {
        if (ids.Count != nodes.Count)
        {
            throw new ArgumentException($"{ids.Count} vehicles and {nodes.Count} places.", nameof(nodes));
        }

        _roads = roads;
        _times = times;
        _ids = [.. ids];
        _nodes = [.. nodes];
        _places = new WirePoint[_ids.Length];
        _routes = new RoutePosition?[_ids.Length];
        _startedAt = new long[_ids.Length];
        _silent = new bool[_ids.Length];
        _stopped = new bool[_ids.Length];
        for (var i = 0; i < _nodes.Length; i++)
        {
            _places[i] = PlaceOf(_nodes[i]);
        }
    }

    /// <summary>How many vehicles there are.</summary>
    public int Count => _ids.Length;

    /// <summary>The provider of a vehicle.</summary>
    public Guid ProviderOf(int vehicle) => _ids[vehicle];

    /// <summary>The node where a vehicle stands, or which it drives to.</summary>
    public int NodeOf(int vehicle)
    {
        lock (_gate)
        {
            return _nodes[vehicle];
        }
    }

    /// <summary>Where a vehicle is.</summary>
    public GeoPoint PlaceAt(int vehicle, DateTimeOffset now)
    {
        lock (_gate)
        {
            var place = Place(vehicle, now.ToUnixTimeMilliseconds());
            return new GeoPoint(place.Longitude, place.Latitude);
        }
    }

    /// <summary>Puts a vehicle at a node, at once.</summary>
    public void Put(int vehicle, int node)
    {
        lock (_gate)
        {
            Stand(vehicle, node);
        }
    }

    /// <summary>Sends a vehicle to a node by the fastest way. One that is still rolling to a node goes on from there.</summary>
    /// <returns>When it arrives.</returns>
    public DateTimeOffset Drive(int vehicle, int node, DateTimeOffset now)
    {
        lock (_gate)
        {
            var start = now.ToUnixTimeMilliseconds();
            var path = _times.Path(_nodes[vehicle], node);
            if (_routes[vehicle] is { } rolling && _startedAt[vehicle] + rolling.Path.TotalMilliseconds > start)
            {
                (path, start) = Prolong(rolling.Path, _startedAt[vehicle], path, start);
            }

            _nodes[vehicle] = node;
            _routes[vehicle] = new RoutePosition(_roads, path);
            _startedAt[vehicle] = start;
            return DateTimeOffset.FromUnixTimeMilliseconds(start + path.TotalMilliseconds);
        }
    }

    /// <summary>What is left of a way from the last node passed, and another way behind it.</summary>
    private static (RoadPath Path, long Start) Prolong(RoadPath rolling, long startedAt, RoadPath onwards, long now)
    {
        var passed = rolling.Nodes.Length - 1;
        while (passed > 0 && startedAt + rolling.Milliseconds[passed] > now)
        {
            passed--;
        }

        var left = rolling.Nodes.Length - passed;
        var nodes = new int[left + onwards.Nodes.Length - 1];
        var times = new int[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            var after = i - left + 1;
            nodes[i] = after > 0 ? onwards.Nodes[after] : rolling.Nodes[passed + i];
            times[i] = (after > 0 ? rolling.TotalMilliseconds + onwards.Milliseconds[after] : rolling.Milliseconds[passed + i]) - rolling.Milliseconds[passed];
        }

        return (new RoadPath(nodes, times), startedAt + rolling.Milliseconds[passed]);
    }

    /// <summary>The vehicle has reached the node it drove to. It reports with the next batch, also out of its turn.</summary>
    public void Arrive(int vehicle)
    {
        lock (_gate)
        {
            Stand(vehicle, _nodes[vehicle]);
            if (!_stopped[vehicle])
            {
                _stopped[vehicle] = true;
                _stoppedNow.Add(vehicle);
            }
        }
    }

    /// <summary>The vehicle has no reason to go on: it stops at the next node of its way.</summary>
    public void Halt(int vehicle, DateTimeOffset now)
    {
        lock (_gate)
        {
            if (_routes[vehicle] is not { } route)
            {
                return;
            }

            var elapsed = now.ToUnixTimeMilliseconds() - _startedAt[vehicle];
            var nodes = route.Path.Nodes;
            var times = route.Path.Milliseconds;
            var next = 0;
            while (next < nodes.Length - 1 && times[next] < elapsed)
            {
                next++;
            }

            _nodes[vehicle] = nodes[next];
            _routes[vehicle] = new RoutePosition(_roads, new RoadPath(nodes[..(next + 1)], times[..(next + 1)]));
        }
    }

    /// <summary>Makes a vehicle's reports stop, or come again.</summary>
    public void SetSilent(int vehicle, bool silent)
    {
        lock (_gate)
        {
            _silent[vehicle] = silent;
        }
    }

    /// <summary>Whether a vehicle's reports have stopped.</summary>
    public bool IsSilent(int vehicle)
    {
        lock (_gate)
        {
            return _silent[vehicle];
        }
    }

    /// <summary>The reports that are due: the vehicles whose turn it is, in order, and those that have stopped since the last batch.</summary>
    /// <param name="turn">0 to <paramref name="turns"/> - 1.</param>
    /// <param name="turns">Every how many batches a vehicle reports.</param>
    /// <param name="now">The instant.</param>
    public ImmutableArray<LocationReport> Report(int turn, int turns, DateTimeOffset now)
    {
        lock (_gate)
        {
            var milliseconds = now.ToUnixTimeMilliseconds();
            var reports = new LocationReport[(_ids.Length - turn + turns - 1) / turns + _stoppedNow.Count];
            var count = 0;
            for (var vehicle = turn; vehicle < _ids.Length; vehicle += turns)
            {
                if (!_silent[vehicle])
                {
                    reports[count++] = new LocationReport(_ids[vehicle], Place(vehicle, milliseconds), now);
                }
            }

            foreach (var vehicle in _stoppedNow)
            {
                _stopped[vehicle] = false;
                if (vehicle % turns != turn && !_silent[vehicle])
                {
                    reports[count++] = new LocationReport(_ids[vehicle], Place(vehicle, milliseconds), now);
                }
            }

            _stoppedNow.Clear();
            if (count < reports.Length)
            {
                Array.Resize(ref reports, count);
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(reports);
        }
    }

    private WirePoint Place(int vehicle, long milliseconds)
    {
        if (_routes[vehicle] is not { } route)
        {
            return _places[vehicle];
        }

        var at = route.At(milliseconds - _startedAt[vehicle]);
        if (at.Arrived)
        {
            Stand(vehicle, _nodes[vehicle]);
        }

        return new WirePoint(at.Point.Longitude, at.Point.Latitude);
    }

    private void Stand(int vehicle, int node)
    {
        _nodes[vehicle] = node;
        _routes[vehicle] = null;
        _places[vehicle] = PlaceOf(node);
    }

    private WirePoint PlaceOf(int node)
    {
        var point = _roads.Point(node);
        return new WirePoint(point.Longitude, point.Latitude);
    }
}
