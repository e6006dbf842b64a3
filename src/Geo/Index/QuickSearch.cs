using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// The fast way of a search, nearly without a branch that depends on where vehicles are: a circle that should hold enough of them is drawn by how many stand in the cells around, those in it are
/// gathered in the plane, measured exactly eight at a time, and put in order by how many are nearer than each. It gives up where that circle holds too few or too many, leaves the
/// cells looked at, or is too large for the plane, where two are equally far, and where a report came between; <see cref="NearestSearch"/> does those. The caller sees to it that no
/// vehicle came, went or changed its cell meanwhile.
/// </summary>
internal static class QuickSearch
{
    /// <summary>The most vehicles it finds.</summary>
    public const int MostHits = 16;

    private const int Lanes = IndexStore.Lanes;
    private const int Room = 56;
    private const int MostBlocks = 64;
    private const int MostReach = 3;

    // How many a circle should hold, in standard deviations above the wanted number, and how many it must where the cells looked at end before. The more, the more are measured in vain; the fewer, the more often too few are found.
    private const double Margin = 2.5;
    private const double LeastMargin = 1;

    // Within it differences are exact in single precision and the series for the sine hold.
    private const double LargestSquare = 1.1e7 * 1.1e7;

    private static readonly Vector512<long> Counting = Vector512<long>.Indices;

    /// <summary>Finds the nearest, if it can.</summary>
    /// <returns>Whether the buffer is full of them, nearest first; if not, its content means nothing.</returns>
    [SkipLocalsInit]
    public static bool TryFind(IndexGrid grid, IndexCells cells, VehicleRecords records, in SearchPoint from, in VehicleSieve sieve, Span<VehicleHit> hits)
    {
        Unsafe.SkipInit(out Blocks blocks);
        Unsafe.SkipInit(out Candidates candidates);
        var count = Draw(grid, cells, from, hits.Length, ref blocks, out var limit);
        if (count < 0)
        {
            return false;
        }

        var gathered = candidates.Gather(cells.Store, PlaneCircle.Around(from, limit), ref blocks, count);
        return gathered >= hits.Length && candidates.Sort(gathered, from)
            && (sieve.IsOpen ? candidates.Take(hits) : candidates.TakePassing(gathered, records, from, sieve, hits)) && from.Reach(hits[^1].DistanceMetres) <= limit;
    }

    /// <summary>Draws the circle and lists the blocks of the cells that it may touch.</summary>
    /// <returns>How many blocks; -1 when there is no such circle.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Draw(IndexGrid grid, IndexCells cells, in SearchPoint from, int wanted, ref Blocks blocks, out double limit)
    {
        // Numbers of cells and blocks, and no more than that.
        unchecked
        {
            var (column, row) = (grid.ColumnOf(from.Longitude), grid.RowOf(from.Latitude));
            var gaps = new CellGaps(grid.FromWest(from.Longitude, column), grid.CellWidth, grid.FromSouth(from.Latitude, row), grid.CellHeight, from.Cosine);
            var cellArea = grid.CellArea * from.Cosine;
            var deviation = Math.Sqrt(wanted);
            for (var reach = 1; reach <= MostReach; reach++)
            {
                var (west, east) = (Math.Max(0, column - reach), Math.Min(grid.Columns - 1, column + reach));
                var (south, north) = (Math.Max(0, row - reach), Math.Min(grid.Rows - 1, row + reach));
                var around = 0;
                var count = 0;
                for (var r = south; r <= north; r++)
                {
                    for (var c = west; c <= east; c++)
                    {
                        var word = cells.Read(r * grid.Columns + c);
                        around += word.Count;
                        if (count + word.Blocks > MostBlocks)
                        {
                            limit = 0;
                            return -1;
                        }

                        // Most cells have a block or two.
                        blocks[count] = word.Start;
                        blocks[count + 1] = word.Start + 1;
                        for (var more = 2; more < word.Blocks; more++)
                        {
                            blocks[count + more] = word.Start + more;
                        }

                        count += word.Blocks;
                    }
                }

                limit = LargestSquare;
                limit = west > 0 ? Math.Min(limit, gaps.Square(west - 1 - column, 0)) : limit;
                limit = east < grid.Columns - 1 ? Math.Min(limit, gaps.Square(east + 1 - column, 0)) : limit;
                limit = south > 0 ? Math.Min(limit, gaps.Square(0, south - 1 - row)) : limit;
                limit = north < grid.Rows - 1 ? Math.Min(limit, gaps.Square(0, north + 1 - row)) : limit;
                var areaOfOne = (east - west + 1) * (north - south + 1) * cellArea / (Math.PI * around);
                if (limit >= (wanted + LeastMargin * deviation) * areaOfOne)
                {
                    limit = Math.Min(limit, (wanted + Margin * deviation) * areaOfOne);
                    return count;
                }
            }

            limit = 0;
            return -1;
        }
    }

    /// <summary>What lies in the circle: differences from its middle, slots, and then metres and the order.</summary>
    private struct Candidates
    {
        private Words differences;
        private Words slots;
        private Distances metres;
        private Ranks order;

        /// <returns>How many there are; -1 when there is no room for them.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Gather(IndexStore store, in PlaneCircle circle, ref Blocks blocks, int count)
        {
            unchecked
            {
                var gathered = 0;
                for (var i = 0; i < count; i++)
                {
                    if (gathered > Room - Lanes)
                    {
                        return -1;
                    }

                    var lane = blocks[i] * Lanes;
                    gathered += circle.Gather(ref store.Place(lane), ref store.Slot(lane), ref Unsafe.Add(ref differences[0], gathered), ref Unsafe.Add(ref slots[0], gathered));
                }

                return gathered;
            }
        }

        /// <summary>Measures them and finds out in which order they are.</summary>
        /// <returns>Whether no two are equally far.</returns>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Sort(int gathered, in SearchPoint from)
        {
            unchecked
            {
                ref var first = ref metres[0];
                for (var i = 0; i < gathered; i += Lanes)
                {
                    var told = from.Metres(Vector512.LoadUnsafe(ref differences[0], (nuint)i));
                    var real = Vector512.LessThan(Counting, Vector512.Create((long)(gathered - i))).AsDouble();
                    Vector512.ConditionalSelect(real, told, Vector512.Create(double.PositiveInfinity)).StoreUnsafe(ref first, (nuint)i);
                }

                var places = 0;
                for (var i = 0; i < gathered; i++)
                {
                    var mine = Vector512.Create(Unsafe.Add(ref first, i));
                    var nearer = 0;
                    for (var j = 0; j < gathered; j += Lanes)
                    {
                        nearer += BitOperations.PopCount(Vector512.LessThan(Vector512.LoadUnsafe(ref first, (nuint)j), mine).ExtractMostSignificantBits());
                    }

                    places += nearer;
                    order[nearer] = (byte)i;
                }

                // Two that are equally far have the same place, and then the places add up to less and some are not filled.
                return places == gathered * (gathered - 1) / 2;
            }
        }

        /// <summary>Takes the nearest.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Take(Span<VehicleHit> hits)
        {
            for (var i = 0; i < hits.Length; i++)
            {
                var candidate = order[i];
                hits[i] = new VehicleHit(unchecked((int)slots[candidate]), metres[candidate]);
            }

            return true;
        }

        /// <summary>Takes the nearest of those that pass.</summary>
        /// <returns>Whether there are enough, and no report came between, so that all places are of the reports that were asked.</returns>
        public bool TakePassing(int gathered, VehicleRecords records, in SearchPoint from, in VehicleSieve sieve, Span<VehicleHit> hits)
        {
            for (var i = 0; i < hits.Length; i++)
            {
                records.Fetch(unchecked((int)slots[order[i]]));
            }

            var taken = 0;
            for (var i = 0; i < gathered && taken < hits.Length; i++)
            {
                // The slot of a vehicle that went meanwhile may be anything.
                var candidate = order[i];
                var slot = unchecked((int)slots[candidate]);
                if ((uint)slot >= (uint)records.Capacity)
                {
                    return false;
                }

                var report = records.Read(slot);
                if (from.Difference(report.Place) != differences[candidate])
                {
                    return false;
                }

                hits[taken] = new VehicleHit(slot, metres[candidate]);
                taken += sieve.Passes(report) ? 1 : 0;
            }

            return taken == hits.Length;
        }
    }

    [InlineArray(MostBlocks + 1)]
    private struct Blocks
    {
        private int first;
    }

    [InlineArray(Room + Lanes)]
    private struct Words
    {
        private long first;
    }

    [InlineArray(Room + Lanes)]
    private struct Distances
    {
        private double first;
    }

    [InlineArray(Room + Lanes)]
    private struct Ranks
    {
        private byte first;
    }
}
