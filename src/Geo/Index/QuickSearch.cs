using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// The fast way of a search, nearly without a branch that depends on where vehicles are: a circle that should hold enough of them is drawn by how many stand in the nine cells around, those in it are
/// gathered in the plane, measured exactly eight at a time, and put in order by how many are nearer than each. It gives up where that circle holds too few or too many, leaves the nine
/// cells, or is too large for the plane, where two are equally far, and where the writer came between; <see cref="NearestSearch"/> does those.
/// </summary>
internal static class QuickSearch
{
    /// <summary>The most vehicles it finds.</summary>
    public const int MostHits = 16;

    private const int Room = 48;
    private const int Block = IndexStore.Lanes;

    // How many a circle should hold, in standard deviations above the wanted number. The more, the more are measured in vain; the fewer, the more often too few are found.
    private const double Margin = 2.5;

    // Within it differences are exact in single precision and the series for the sine hold.
    private const double LargestSquare = 1.1e7 * 1.1e7;

    // For each set of lanes: their numbers, the lowest first.
    private static readonly Vector256<int>[] Orders = [.. Enumerable.Range(0, 1 << Block).Select(set => Vector256.Create(
        [.. Enumerable.Range(0, Block).Where(lane => (set >> lane & 1) != 0), .. Enumerable.Repeat(0, Block - BitOperations.PopCount((uint)set))], 0))];

    /// <summary>Finds the nearest, if it can.</summary>
    /// <returns>Whether the buffer is full of them, nearest first; if not, its content means nothing.</returns>
    public static bool TryFind(IndexGrid grid, IndexCells cells, in SearchPoint from, in VehicleSieve sieve, Span<VehicleHit> hits)
    {
        // Numbers of cells, and no more than that.
        unchecked
        {
            var wanted = hits.Length;
            var (column, row) = (grid.ColumnOf(from.Longitude), grid.RowOf(from.Latitude));
            var (west, east) = (Math.Max(0, column - 1), Math.Min(grid.Columns - 1, column + 1));
            var (south, north) = (Math.Max(0, row - 1), Math.Min(grid.Rows - 1, row + 1));
            var around = 0;
            for (var r = south; r <= north; r++)
            {
                for (var c = west; c <= east; c++)
                {
                    around += cells.Touch(r * grid.Columns + c);
                }
            }

            if (around < wanted)
            {
                return false;
            }

            var gaps = new CellGaps(grid.FromWest(from.Longitude, column), grid.CellWidth, grid.FromSouth(from.Latitude, row), grid.CellHeight, from.Cosine);
            var area = (double)((east - west + 1) * (north - south + 1)) * grid.CellWidth * grid.CellHeight * from.Cosine;
            var limit = Math.Min((wanted + Margin * Math.Sqrt(wanted)) / (Math.PI * around) * area, LargestSquare);
            limit = west > 0 ? Math.Min(limit, gaps.Square(west - 1 - column, 0)) : limit;
            limit = east < grid.Columns - 1 ? Math.Min(limit, gaps.Square(east + 1 - column, 0)) : limit;
            limit = south > 0 ? Math.Min(limit, gaps.Square(0, south - 1 - row)) : limit;
            limit = north < grid.Rows - 1 ? Math.Min(limit, gaps.Square(0, north + 1 - row)) : limit;

            var circle = default(Circle);
            circle.Draw(from, limit);
            for (var r = south; r <= north; r++)
            {
                for (var c = west; c <= east; c++)
                {
                    if (gaps.Square(c - column, r - row) <= limit && !circle.Scan(cells, r * grid.Columns + c, sieve))
                    {
                        return false;
                    }
                }
            }

            return circle.Gathered >= wanted && circle.Sort(from, hits) && from.Reach(hits[^1].DistanceMetres) <= limit;
        }
    }

    /// <summary>What lies in the circle.</summary>
    private struct Circle
    {
        private Vector256<int> longitudes;
        private Vector256<int> latitudes;
        private Vector256<float> cosines;
        private Vector256<float> threshold;
        private Numbers east;
        private Numbers north;
        private Numbers slots;
        private Distances metres;

        public int Gathered { get; private set; }

        public void Draw(in SearchPoint from, double limit)
        {
            longitudes = Vector256.Create(from.Longitude);
            latitudes = Vector256.Create(from.Latitude);
            cosines = Vector256.Create((float)from.Cosine);
            threshold = Vector256.Create((float)limit);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Scan(IndexCells cells, int cell, in VehicleSieve sieve)
        {
            var (version, start, count, store) = cells.Read(cell);
            var gathered = Gathered;
            for (var left = count; left > 0; left = unchecked(left - Block), start = unchecked(start + 1))
            {
                if (gathered > Room - Block)
                {
                    return false;
                }

                ref var places = ref store.Places(start);
                var longitude = Vector256.LoadUnsafe(ref places) - longitudes;
                var latitude = Vector256.LoadUnsafe(ref places, IndexStore.LatitudeAt) - latitudes;
                var x = Vector256.ConvertToSingle(longitude) * cosines;
                var y = Vector256.ConvertToSingle(latitude);
                var near = Vector256.LessThanOrEqual(x * x + y * y, threshold).ExtractMostSignificantBits();
                near &= left >= Block ? 0xFF : unchecked((1u << left) - 1);
                near = sieve.IsOpen ? near : sieve.Passing(store, start, near);
                var order = Orders[near];
                Vector256.ShuffleNative(longitude, order).StoreUnsafe(ref Unsafe.Add(ref east[0], gathered));
                Vector256.ShuffleNative(latitude, order).StoreUnsafe(ref Unsafe.Add(ref north[0], gathered));
                Vector256.ShuffleNative(Vector256.LoadUnsafe(ref store.Slots(start)), order).StoreUnsafe(ref Unsafe.Add(ref slots[0], gathered));
                gathered = unchecked(gathered + BitOperations.PopCount(near));
            }

            Gathered = gathered;
            return cells.Unchanged(cell, version);
        }

        public bool Sort(in SearchPoint from, Span<VehicleHit> hits)
        {
            unchecked
            {
                var gathered = Gathered;
                ref var first = ref metres[0];
                for (var i = 0; i < gathered; i += Block)
                {
                    from.Metres(Vector256.LoadUnsafe(ref east[i]), Vector256.LoadUnsafe(ref north[i])).StoreUnsafe(ref first, (nuint)i);
                }

                Vector512.Create(double.PositiveInfinity).StoreUnsafe(ref first, (nuint)gathered);
                var places = 0;
                for (var i = 0; i < gathered; i++)
                {
                    var mine = Vector512.Create(Unsafe.Add(ref first, i));
                    var nearer = 0;
                    for (var j = 0; j < gathered; j += Block)
                    {
                        nearer += BitOperations.PopCount(Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)j), mine).ExtractMostSignificantBits());
                    }

                    places += nearer;
                    if (nearer < hits.Length)
                    {
                        hits[nearer] = new VehicleHit(slots[i], Unsafe.Add(ref first, i));
                    }
                }

                // Two that are equally far have the same place, and then the places add up to less.
                return places == gathered * (gathered - 1) / 2;
            }
        }
    }

    [InlineArray(Room + Block)]
    private struct Numbers
    {
        private int first;
    }

    [InlineArray(Room + Block)]
    private struct Distances
    {
        private double first;
    }
}
