using System.Numerics;
using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// A search that nothing stops, for what <see cref="QuickSearch"/> gives up: the best so far in the caller's buffer, sorted; until the end their distance is the haversine.
/// Eight vehicles at a time are weighed in the plane (<see cref="PlaneCircle"/>); those that could be near enough are measured exactly.
/// </summary>
internal ref struct NearestSearch
{
    private readonly Span<VehicleHit> hits;
    private readonly SearchPoint point;
    private readonly VehicleSieve sieve;
    private PlaneCircle circle;
    private double worst;
    private double stretchHolds;
    private double stretch;

    public NearestSearch(in SearchPoint point, in VehicleSieve sieve, Span<VehicleHit> hits)
    {
        this.hits = hits;
        this.point = point;
        this.sieve = sieve;
        circle = PlaneCircle.Around(point, double.PositiveInfinity);
        Restart(careful: false);
    }

    /// <summary>How many vehicles are in the buffer.</summary>
    public int Found { get; private set; }

    /// <summary>How many vehicles were looked at; fewer than that where cells are crowded.</summary>
    public int Seen { get; private set; }

    /// <summary>Squared distance in the plane, in square units, beyond which nothing can be among the nearest any more.</summary>
    public double Limit { get; private set; }

    /// <summary>Whether a vehicle may be met twice, so that each insertion must look for itself.</summary>
    public bool Careful { get; private set; }

    public void Restart(bool careful)
    {
        Found = 0;
        Seen = 0;
        Careful = careful;
        worst = double.PositiveInfinity;
        Limit = double.PositiveInfinity;
        circle = circle.With(double.PositiveInfinity);
        stretchHolds = double.PositiveInfinity;
        stretch = double.PositiveInfinity;
    }

    /// <summary>Looks at all vehicles of a cell, again when the writer changed it meanwhile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Scan(IndexCells cells, VehicleRecords records, int cell)
    {
        while (!TryScan(cells, records, cell))
        {
            Careful = true;
        }
    }

    public readonly int Finish()
    {
        for (var i = 0; i < Found; i++)
        {
            var hit = new VehicleHit(hits[i].Slot, SearchPoint.Metres(hits[i].DistanceMetres));
            var at = i;

            // What differs by less than metres can say is equally near.
            for (; at > 0 && hits[at - 1].DistanceMetres == hit.DistanceMetres && hits[at - 1].Slot > hit.Slot; at--)
            {
                hits[at] = hits[at - 1];
            }

            hits[at] = hit;
        }

        return Found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryScan(IndexCells cells, VehicleRecords records, int cell)
    {
        var word = cells.Read(cell);
        var store = cells.Store;
        var end = (word.Start + word.Blocks) * IndexStore.Lanes;
        for (var first = word.Start * IndexStore.Lanes; first < end; first += IndexStore.Lanes)
        {
            for (var near = circle.Near(ref store.Place(first)); near != 0; near = unchecked(near & (near - 1)))
            {
                var lane = first + BitOperations.TrailingZeroCount(near);
                var place = Volatile.Read(ref store.Place(lane));
                var slot = Volatile.Read(ref store.Slot(lane));
                if (!cells.Unchanged(cell, word))
                {
                    return false;
                }

                if (place != IndexStore.Hole)
                {
                    Consider(records, slot, place);
                }
            }
        }

        if (!cells.Unchanged(cell, word))
        {
            return false;
        }

        Seen += word.Count;
        return true;
    }

    private void Consider(VehicleRecords records, int slot, long place)
    {
        if (!sieve.IsOpen)
        {
            // The report says at which place it was made; the lane may be one report behind or ahead.
            var report = records.Read(slot);
            if (!sieve.Passes(report))
            {
                return;
            }

            place = report.Place;
        }

        var h = point.Haversine(IndexStore.Longitude(place), IndexStore.Latitude(place));
        if (h <= worst)
        {
            Insert(h, slot);
        }
    }

    private void Insert(double h, int slot)
    {
        if (Careful && Known(h, slot))
        {
            return;
        }

        if (Found == hits.Length)
        {
            var last = hits[^1];
            if (h == last.DistanceMetres && slot > last.Slot)
            {
                return;
            }
        }
        else
        {
            Found++;
        }

        var at = Found - 1;
        while (at > 0 && (hits[at - 1].DistanceMetres > h || (hits[at - 1].DistanceMetres == h && hits[at - 1].Slot > slot)))
        {
            hits[at] = hits[at - 1];
            at--;
        }

        hits[at] = new VehicleHit(slot, h);
        if (Found == hits.Length)
        {
            worst = hits[^1].DistanceMetres;
            Tighten();
        }
    }

    /// <summary>Whether the vehicle is listed already, not farther away; a farther one makes room.</summary>
    private bool Known(double h, int slot)
    {
        for (var i = 0; i < Found; i++)
        {
            if (hits[i].Slot == slot)
            {
                if (hits[i].DistanceMetres <= h)
                {
                    return true;
                }

                hits[(i + 1)..Found].CopyTo(hits[i..]);
                Found--;
                return false;
            }
        }

        return false;
    }

    private void Tighten()
    {
        // The stretch of a greater distance holds for a smaller one, so it is worked out only now and then.
        if (4 * worst < stretchHolds)
        {
            stretch = point.Stretch(worst);
            stretchHolds = worst;
        }

        Limit = SearchPoint.Square(worst) * stretch;
        circle = circle.With(Limit);
    }
}
