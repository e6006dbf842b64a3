using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using O2O.Dispatch.Contracts.Http;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Contracts.Places;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// The map of one market. Vehicles get an index when they are first seen and keep it as long as the epoch lasts; what changes is noted for each group that is watched and goes out with the group's next frame, once,
/// whatever the number of watchers. A group has numbers of its own. What reports to this node is told to others while they listen, and what they tell stands here like it: of a vehicle the newest report counts, wherever it came. A snapshot is labelled with the sequence of the group's last frame and holds the state as it is, so a frame after it may repeat what it says, and never lacks anything.
/// Not thread-safe: its market's gate guards it.
/// </summary>
/// <param name="market">Its name.</param>
/// <param name="epoch">Of its frames.</param>
/// <param name="groups">How many groups there may be, 1 to 8: a vehicle has a bit for each.</param>
internal sealed class LiveMap(string market, long epoch, int groups = 1)
{
    /// <summary>Bytes of a vehicle in a frame.</summary>
    public const int VehicleBytes = 13;

    private readonly Dictionary<Guid, int> _indexes = [];
    private readonly Dictionary<Guid, WaitingJob> _waiting = [];
    private readonly News[] _groups = [.. Enumerable.Range(0, groups).Select(_ => new News())];
    private readonly List<int> _untold = [];
    private Vehicle[] _vehicles = new Vehicle[256];
    private int _count;
    private int _watched;
    private bool _tells;

    /// <summary>Of a group's last frame; 0 before the first.</summary>
    public long Sequence(int group) => _groups[group].Sequence;

    /// <summary>A group is watched from now on: what changes is noted for it.</summary>
    public void Begin(int group)
    {
        _watched |= 1 << group;
        _groups[group].Framed = _count;
    }

    /// <summary>Numbers of a group go on from one at the least. Of a group whose frames nobody takes: to others it would be a gap.</summary>
    public void Number(int group, long sequence) => _groups[group].Sequence = Math.Max(_groups[group].Sequence, sequence);

    /// <summary>Nobody watches a group any more: nothing is noted for it.</summary>
    public void End(int group)
    {
        Forget(group);
        _watched &= ~(1 << group);
    }

    /// <summary>How many vehicles are on the map, by state.</summary>
    public void Count(Span<int> byState)
    {
        foreach (ref readonly var vehicle in _vehicles.AsSpan(0, _count))
        {
            byState[(int)vehicle.State]++;
        }
    }

    /// <summary>The free ones, to be searched.</summary>
    public NearVehicles Near { get; } = new();

    /// <summary>A vehicle was somewhere.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="place">Where.</param>
    /// <param name="at">When.</param>
    /// <param name="stateOf">Says what a vehicle does that comes onto the map.</param>
    /// <param name="shards">What it serves in this shift.</param>
    /// <param name="rule">What it can have done since the last report; null for anything. A vehicle that comes onto the map is believed.</param>
    /// <param name="shift">The number of its shift.</param>
    /// <returns>Taken, old, too fast or a teleport.</returns>
    public ReportVerdict Report(Guid provider, WirePoint place, DateTimeOffset at, Func<Guid, VehicleState> stateOf, ImmutableArray<string> shards, MotionRule? rule = null, long shift = 0)
    {
        if (!_indexes.TryGetValue(provider, out var index))
        {
            index = Add(provider);
        }

        ref var vehicle = ref _vehicles[index];
        if (at < vehicle.At)
        {
            return ReportVerdict.Old;
        }

        var longitude = Micro(place.Longitude);
        var latitude = Micro(place.Latitude);
        if (rule is not null && vehicle.State != VehicleState.Offline
            && rule.Judge(vehicle.Longitude, vehicle.Latitude, longitude, latitude, at - vehicle.At) is var verdict && verdict != ReportVerdict.Taken && !IsBelieved(ref vehicle, longitude, latitude, at, rule))
        {
            return verdict;
        }

        var changed = Stand(index, longitude, latitude, at, stateOf, shards, shift);
        if (_tells && (changed || !vehicle.IsOwn) && !vehicle.IsUntold)
        {
            vehicle.IsUntold = true;
            _untold.Add(index);
        }

        vehicle.IsOwn = true;
        return ReportVerdict.Taken;
    }

    /// <summary>Another node tells where a vehicle was. What is known better here stands.</summary>
    /// <param name="told">What it tells.</param>
    /// <param name="stateOf">Says what a vehicle does that comes onto the map.</param>
    /// <returns>Whether it is news.</returns>
    public bool Hear(in ToldPlace told, Func<Guid, VehicleState> stateOf)
    {
        if (!_indexes.TryGetValue(told.Provider, out var index))
        {
            index = Add(told.Provider);
        }

        ref var vehicle = ref _vehicles[index];
        if (told.At <= vehicle.At)
        {
            return false;
        }

        // The index of free vehicles knows what is the same by its being the same.
        var shards = !vehicle.Shards.IsDefault && vehicle.Shards.AsSpan().SequenceEqual(told.Shards.AsSpan()) ? vehicle.Shards : told.Shards;
        Stand(index, told.Longitude, told.Latitude, told.At, stateOf, shards, told.Shift);
        vehicle.IsOwn = false;
        return true;
    }

    /// <summary>What others are to be told of the vehicles that report here: what changed since it was asked before, or all. From then on it is noted.</summary>
    public List<ToldPlace> TakeUntold(bool all)
    {
        var count = all ? _count : _untold.Count;
        var untold = new List<ToldPlace>(count);
        for (var i = 0; i < count; i++)
        {
            ref readonly var vehicle = ref _vehicles[all ? i : _untold[i]];
            if (vehicle is { IsOwn: true, State: not VehicleState.Offline })
            {
                untold.Add(new ToldPlace(vehicle.Provider, vehicle.Longitude, vehicle.Latitude, vehicle.At, vehicle.Shift, vehicle.Shards));
            }
        }

        ForgetUntold();
        _tells = true;
        return untold;
    }

    /// <summary>Nobody else listens: nothing is noted for others any more.</summary>
    public void StopTelling()
    {
        ForgetUntold();
        _tells = false;
    }

    /// <summary>What a vehicle does has changed. One that is off the map stays off it.</summary>
    public void SetState(Guid provider, VehicleState state)
    {
        if (_indexes.TryGetValue(provider, out var index) && _vehicles[index].State is var was && was != VehicleState.Offline && was != state)
        {
            _vehicles[index].State = state;
            Place(index);
            Mark(index);
        }
    }

    /// <summary>A vehicle leaves the map: its shift is over.</summary>
    /// <param name="provider">Whose.</param>
    /// <param name="until">Where it stands there for a later shift than this, it stays.</param>
    public void Leave(Guid provider, long until = long.MaxValue)
    {
        if (_indexes.TryGetValue(provider, out var index) && _vehicles[index].State != VehicleState.Offline && _vehicles[index].Shift <= until)
        {
            _vehicles[index].State = VehicleState.Offline;
            Near.Remove(index);
            Mark(index);
        }
    }

    /// <summary>Takes vehicles off the map that have not reported since an instant.</summary>
    public void DropSilent(DateTimeOffset since)
    {
        for (var index = 0; index < _count; index++)
        {
            ref var vehicle = ref _vehicles[index];
            if (vehicle.State != VehicleState.Offline && vehicle.At < since)
            {
                vehicle.State = VehicleState.Offline;
                Near.Remove(index);
                Mark(index);
            }
        }
    }

    /// <summary>Where a vehicle on the map is, and since when; null when it is not on it.</summary>
    public (WirePoint Place, DateTimeOffset At)? Find(Guid provider) =>
        _indexes.TryGetValue(provider, out var index) && _vehicles[index] is { State: not VehicleState.Offline } vehicle
            ? (new WirePoint(vehicle.Longitude / 1e6, vehicle.Latitude / 1e6), vehicle.At)
            : null;

    /// <summary>A job waits, or no longer does.</summary>
    public void Follow(JobView job)
    {
        var waits = job.State == JobState.Matching;
        if (waits == _waiting.ContainsKey(job.Job))
        {
            return;
        }

        if (waits)
        {
            _waiting[job.Job] = new WaitingJob(job.Job, job.Stops[0].Longitude, job.Stops[0].Latitude, job.RequestedAt);
        }
        else
        {
            _waiting.Remove(job.Job);
        }

        for (var group = 0; group < groups; group++)
        {
            if ((_watched & (1 << group)) != 0 && _groups[group].JobsMarked.Add(job.Job))
            {
                _groups[group].Jobs.Add(job.Job);
            }
        }
    }

    /// <summary>What changed since a group's frame before; null when nothing did.</summary>
    public MapFrame? Tick(DateTimeOffset now, int group = 0)
    {
        var news = _groups[group];
        if (news.Vehicles.Count == 0 && news.Jobs.Count == 0 && news.Framed == _count)
        {
            return null;
        }

        var vehicles = new byte[news.Vehicles.Count * VehicleBytes];
        for (var i = 0; i < news.Vehicles.Count; i++)
        {
            Write(vehicles.AsSpan(i * VehicleBytes), news.Vehicles[i], in _vehicles[news.Vehicles[i]]);
        }

        var came = ImmutableArray.CreateBuilder<WaitingJob>();
        var gone = ImmutableArray.CreateBuilder<Guid>();
        foreach (var job in news.Jobs)
        {
            if (_waiting.TryGetValue(job, out var waits))
            {
                came.Add(waits);
            }
            else
            {
                gone.Add(job);
            }
        }

        var frame = new MapFrame(market, epoch, ++news.Sequence, now, Providers(news.Framed), news.Framed, vehicles, came.ToImmutable(), gone.ToImmutable());
        Forget(group);
        return frame;
    }

    /// <summary>All of it, labelled with the sequence of a group's last frame.</summary>
    public MapFrame Snapshot(DateTimeOffset now, int group = 0)
    {
        var onMap = 0;
        foreach (ref readonly var vehicle in _vehicles.AsSpan(0, _count))
        {
            onMap += vehicle.State == VehicleState.Offline ? 0 : 1;
        }

        var vehicles = new byte[onMap * VehicleBytes];
        var written = 0;
        for (var index = 0; index < _count; index++)
        {
            if (_vehicles[index].State != VehicleState.Offline)
            {
                Write(vehicles.AsSpan(written), index, in _vehicles[index]);
                written += VehicleBytes;
            }
        }

        return new MapFrame(
            market, epoch, _groups[group].Sequence, now, Providers(0), 0, vehicles, [.. _waiting.Values.OrderBy(job => job.RequestedAt).ThenBy(job => job.JobId)], []);
    }

    /// <summary>All that is in a viewport, numbered as its last frame.</summary>
    public MapFrame Snapshot(MapViewport viewport, DateTimeOffset now) =>
        Frame(viewport, now, Enumerable.Range(0, _count), _waiting.Values.OrderBy(job => job.RequestedAt).ThenBy(job => job.JobId).Select(job => job.JobId))
        ?? new MapFrame(market, epoch, viewport.Sequence, now, [], 0, [], [], [], viewport.TakeCells());

    /// <summary>What changed in a viewport since its group's frame before; null when nothing did. Asked before the frame of all is made, which forgets what changed.</summary>
    public MapFrame? Tick(MapViewport viewport, DateTimeOffset now, int group = 0) =>
        Frame(viewport, now, _groups[group].Vehicles, _groups[group].Jobs) is { } frame ? frame with { Sequence = viewport.Next() } : null;

    /// <summary>Forgets what a group's next frame would say.</summary>
    public void Forget(int group = 0)
    {
        var news = _groups[group];
        foreach (var index in news.Vehicles)
        {
            _vehicles[index].Marked &= ~(1 << group);
        }

        news.Vehicles.Clear();
        news.Jobs.Clear();
        news.JobsMarked.Clear();
        news.Framed = _count;
    }

    /// <summary>A report that does not follow the last good one is kept beside it; as many in a row as agree with each other are the truth, and the place before was the error.</summary>
    private static bool IsBelieved(ref Vehicle vehicle, int longitude, int latitude, DateTimeOffset at, MotionRule rule)
    {
        var agrees = vehicle.Claims > 0 && at >= vehicle.ClaimedAt
            && rule.Judge(vehicle.ClaimedLongitude, vehicle.ClaimedLatitude, longitude, latitude, at - vehicle.ClaimedAt) == ReportVerdict.Taken;

        // The same instant again is no further witness.
        vehicle.Claims = !agrees ? 1 : at > vehicle.ClaimedAt ? vehicle.Claims + 1 : vehicle.Claims;
        (vehicle.ClaimedLongitude, vehicle.ClaimedLatitude, vehicle.ClaimedAt) = (longitude, latitude, at);
        return vehicle.Claims >= rule.JumpsBelieved;
    }

    private static int Micro(double degrees) => (int)Math.Round(degrees * 1e6);

    private static void Write(Span<byte> to, int index, in Vehicle vehicle)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)index);
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], vehicle.Longitude);
        BinaryPrimitives.WriteInt32LittleEndian(to[8..], vehicle.Latitude);
        to[12] = (byte)vehicle.State;
    }

    /// <summary>What is to be told in a viewport of some vehicles and jobs; null for nothing.</summary>
    private MapFrame? Frame(MapViewport viewport, DateTimeOffset now, IEnumerable<int> vehicles, IEnumerable<Guid> jobs)
    {
        var first = viewport.Count;
        var joined = ImmutableArray.CreateBuilder<Guid>();
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var index in vehicles)
        {
            var vehicle = _vehicles[index];
            if (viewport.Look(index, vehicle.Longitude, vehicle.Latitude, vehicle.State) is var (own, isNew, state))
            {
                vehicle.State = state;
                Write(bytes.GetSpan(VehicleBytes), own, in vehicle);
                bytes.Advance(VehicleBytes);
                if (isNew)
                {
                    joined.Add(vehicle.Provider);
                }
            }
        }

        var came = ImmutableArray.CreateBuilder<WaitingJob>();
        var gone = ImmutableArray.CreateBuilder<Guid>();
        foreach (var job in jobs)
        {
            var waits = _waiting.GetValueOrDefault(job);
            if (viewport.Look(job, waits) is { } isThere)
            {
                if (isThere)
                {
                    came.Add(waits!);
                }
                else
                {
                    gone.Add(job);
                }
            }
        }

        var cells = viewport.TakeCells();
        return bytes.WrittenCount == 0 && came.Count == 0 && gone.Count == 0 && cells is null or { IsEmpty: true }
            ? null
            : new MapFrame(market, epoch, viewport.Sequence, now, joined.ToImmutable(), first, bytes.WrittenSpan.ToArray(), came.ToImmutable(), gone.ToImmutable(), cells);
    }

    private ImmutableArray<Guid> Providers(int from)
    {
        var joined = ImmutableArray.CreateBuilder<Guid>(_count - from);
        for (var index = from; index < _count; index++)
        {
            joined.Add(_vehicles[index].Provider);
        }

        return joined.MoveToImmutable();
    }

    private int Add(Guid provider)
    {
        if (_count == _vehicles.Length)
        {
            Array.Resize(ref _vehicles, _count * 2);
        }

        _vehicles[_count] = new Vehicle { Provider = provider, At = DateTimeOffset.MinValue };
        _indexes[provider] = _count;
        return _count++;
    }

    /// <summary>A vehicle stands here now.</summary>
    /// <returns>Whether it came, or moved.</returns>
    private bool Stand(int index, int longitude, int latitude, DateTimeOffset at, Func<Guid, VehicleState> stateOf, ImmutableArray<string> shards, long shift)
    {
        ref var vehicle = ref _vehicles[index];
        var changed = vehicle.State == VehicleState.Offline || vehicle.Longitude != longitude || vehicle.Latitude != latitude;
        (vehicle.At, vehicle.Claims, vehicle.Shards, vehicle.Shift) = (at, 0, shards, shift);
        if (changed)
        {
            vehicle.State = vehicle.State == VehicleState.Offline ? stateOf(vehicle.Provider) : vehicle.State;
            (vehicle.Longitude, vehicle.Latitude) = (longitude, latitude);
            Mark(index);
        }

        Place(index);
        return changed;
    }

    private void ForgetUntold()
    {
        foreach (var index in _untold)
        {
            _vehicles[index].IsUntold = false;
        }

        _untold.Clear();
    }

    private void Place(int index)
    {
        ref readonly var vehicle = ref _vehicles[index];
        if (vehicle.State == VehicleState.Available)
        {
            Near.Put(index, new GeoPoint(vehicle.Longitude / 1e6, vehicle.Latitude / 1e6), vehicle.Shards);
        }
        else
        {
            Near.Remove(index);
        }
    }

    private void Mark(int index)
    {
        ref var vehicle = ref _vehicles[index];
        for (var missing = _watched & ~vehicle.Marked; missing != 0; missing &= missing - 1)
        {
            _groups[BitOperations.TrailingZeroCount(missing)].Vehicles.Add(index);
        }

        vehicle.Marked |= _watched;
    }

    /// <summary>What changed since a group's last frame.</summary>
    private sealed class News
    {
        public List<int> Vehicles { get; } = [];

        public List<Guid> Jobs { get; } = [];

        public HashSet<Guid> JobsMarked { get; } = [];

        /// <summary>How many vehicles its frames have told the providers of.</summary>
        public int Framed { get; set; }

        /// <summary>Of the last frame.</summary>
        public long Sequence { get; set; }
    }

    private struct Vehicle
    {
        public Guid Provider;
        public DateTimeOffset At;
        public int Longitude;
        public int Latitude;
        public VehicleState State;
        public int Marked; // The groups whose next frame has it, a bit each.
        public bool IsOwn;
        public bool IsUntold;
        public int Claims;
        public int ClaimedLongitude;
        public int ClaimedLatitude;
        public DateTimeOffset ClaimedAt;
        public ImmutableArray<string> Shards;
        public long Shift;
    }
}
