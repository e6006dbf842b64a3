using System.Collections.Immutable;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo;
using O2O.Dispatch.Geo.Index;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// The free vehicles of one market by place, for whoever asks what is near. A vehicle is moved in the index when it is some hundred metres away from where it stands there, because an answer is rounded
/// and an estimate anyway, and reports come thousands a second. Not thread-safe: its market's gate guards it.
/// </summary>
internal sealed class NearVehicles
{
    private const int FirstCapacity = 256;
    private const double FirstReach = 0.1;

    // In degrees; a hundred metres from south to north.
    private const double Tolerance = 0.0009;

    // The box is drawn around where all but the outermost stand: those outside are found too, only slower.
    private const int BoxFrom = 20;

    // One bit for each class; classes beyond share the last.
    private readonly Dictionary<string, int> _bits = new(StringComparer.Ordinal);
    private Standing[] _standing = [];
    private VehicleIndex? _index;

    /// <summary>How many there are.</summary>
    public int Count => _index?.Count ?? 0;

    /// <summary>A vehicle is free here, or still free.</summary>
    /// <param name="vehicle">Its number on the map.</param>
    /// <param name="place">Where.</param>
    /// <param name="shards">What it serves.</param>
    public void Put(int vehicle, GeoPoint place, ImmutableArray<string> shards)
    {
        if (vehicle >= _standing.Length)
        {
            Array.Resize(ref _standing, Math.Max(FirstCapacity, Math.Max(vehicle + 1, _standing.Length * 2)));
            _index = null;
        }

        ref var known = ref _standing[vehicle];
        if (_index is not null && known.IsIn && known.Shards == shards
            && Math.Abs(known.Place.Longitude - place.Longitude) < Tolerance && Math.Abs(known.Place.Latitude - place.Latitude) < Tolerance)
        {
            return;
        }

        known = new Standing(place, shards, true);
        if (_index is null)
        {
            Build();
        }
        else
        {
            _index.Update(vehicle, place, Traits(shards), default);
        }
    }

    /// <summary>A vehicle is free no more, or off the map.</summary>
    public void Remove(int vehicle)
    {
        if (vehicle < _standing.Length && _standing[vehicle].IsIn)
        {
            _standing[vehicle] = default;
            _index?.Remove(vehicle);
        }
    }

    /// <summary>The nearest that serve a shard, as the crow flies, the nearest first.</summary>
    /// <param name="from">From where.</param>
    /// <param name="shard">Market and class.</param>
    /// <param name="most">At most this many, 1 to 16.</param>
    public ImmutableArray<GeoPoint> Nearest(GeoPoint from, string shard, int most)
    {
        if (_index is null || !_bits.TryGetValue(shard, out var bit))
        {
            return [];
        }

        Span<VehicleHit> hits = stackalloc VehicleHit[most];
        var found = _index.Nearest(from, hits, new VehicleFilter(Services: 1u << bit));
        var places = ImmutableArray.CreateBuilder<GeoPoint>(found);
        foreach (var hit in hits[..found])
        {
            places.Add(_standing[hit.Slot].Place);
        }

        return places.MoveToImmutable();
    }

    private void Build()
    {
        var places = _standing.Where(standing => standing.IsIn).Select(standing => standing.Place).ToList();
        _index = new VehicleIndex(BoxOf(places), _standing.Length);
        for (var vehicle = 0; vehicle < _standing.Length; vehicle++)
        {
            if (_standing[vehicle] is { IsIn: true } standing)
            {
                _index.Update(vehicle, standing.Place, Traits(standing.Shards), default);
            }
        }
    }

    private static GeoBox BoxOf(List<GeoPoint> places)
    {
        if (places.Count < BoxFrom)
        {
            var place = places[^1];
            return new GeoBox(
                new GeoPoint(Math.Max(-180, place.Longitude - FirstReach), Math.Max(-90, place.Latitude - FirstReach)),
                new GeoPoint(Math.Min(180, place.Longitude + FirstReach), Math.Min(90, place.Latitude + FirstReach)));
        }

        var (longitudes, latitudes) = (places.ConvertAll(place => place.Longitude), places.ConvertAll(place => place.Latitude));
        longitudes.Sort();
        latitudes.Sort();
        var outermost = places.Count / BoxFrom;
        return new GeoBox(new GeoPoint(longitudes[outermost], latitudes[outermost]), new GeoPoint(longitudes[^(outermost + 1)], latitudes[^(outermost + 1)]));
    }

    private VehicleTraits Traits(ImmutableArray<string> shards)
    {
        var services = 0u;
        foreach (var shard in shards)
        {
            if (!_bits.TryGetValue(shard, out var bit))
            {
                _bits[shard] = bit = Math.Min(_bits.Count, 31);
            }

            services |= 1u << bit;
        }

        return new VehicleTraits(services);
    }

    private readonly record struct Standing(GeoPoint Place, ImmutableArray<string> Shards, bool IsIn);
}
