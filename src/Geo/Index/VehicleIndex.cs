using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Where vehicles are now, for finding the nearest: a uniform grid over a box, each cell a block of coordinates side by side. Vehicles are dense
/// slots, 0 to <see cref="Capacity"/> - 1. Answers are exact in straight distance; of equally near ones the lower slot comes first. Vehicles outside
/// the box are kept and found all the same, only slower. Not safe for several threads.
/// </summary>
/// <remarks>
/// A report costs a few writes: within a cell the coordinates are overwritten, across cells the last of the old block moves into the gap. A search looks
/// at rings of cells outwards until no farther cell can better the k found. Distances compare as squared chords, so no sine is taken per vehicle.
/// </remarks>
public sealed class VehicleIndex
{
    private const int SmallestBlock = 4;

    private readonly GridFrame frame;
    private readonly Cell[] cells;

    // Where each slot is: its cell, or -1 when absent, and its place in the cell's block.
    private readonly int[] cellOf;
    private readonly int[] placeOf;

    // All blocks of all cells: a block is a power of two of entries, freed blocks wait by size for the next cell that grows.
    private readonly List<int>[] freeBlocks = [.. Enumerable.Range(0, 31).Select(_ => new List<int>())];
    private Entry[] entries = new Entry[1_024];
    private int used;

    /// <summary>Makes an empty index.</summary>
    /// <param name="bounds">Where most vehicles will be.</param>
    /// <param name="capacity">How many slots there are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not above 0.</exception>
    public VehicleIndex(GeoBox bounds, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);

        // About two vehicles a cell when full: fewer makes many empty cells to visit, more makes many far vehicles to compare.
        frame = new GridFrame(bounds, Math.Max(1, capacity / 2));
        cells = new Cell[frame.Cells];
        cellOf = new int[capacity];
        placeOf = new int[capacity];
        Array.Fill(cellOf, -1);
    }

    /// <summary>How many slots there are.</summary>
    public int Capacity => cellOf.Length;

    /// <summary>How many vehicles are in the index.</summary>
    public int Count { get; private set; }

    /// <summary>Whether a slot is in the index.</summary>
    public bool Contains(int slot) => cellOf[slot] >= 0;

    /// <summary>Puts a vehicle in, or moves it.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such slot.</exception>
    public void Update(int slot, GeoPoint point)
    {
        var cell = frame.CellOf(point);
        if (cellOf[slot] != cell)
        {
            Remove(slot);
            placeOf[slot] = Append(cell);
            cellOf[slot] = cell;
            Count++;
        }

        var (x, y, z) = GreatCircle.Vector(point);
        entries[cells[cell].Start + placeOf[slot]] = new Entry(x, y, z, slot);
    }

    /// <summary>Takes a vehicle out.</summary>
    /// <returns>Whether it was in.</returns>
    public bool Remove(int slot)
    {
        var at = cellOf[slot];
        if (at < 0)
        {
            return false;
        }

        ref var cell = ref cells[at];
        var last = entries[cell.Start + --cell.Count];
        entries[cell.Start + placeOf[slot]] = last;
        placeOf[last.Slot] = placeOf[slot];
        cellOf[slot] = -1;
        Count--;
        return true;
    }

    /// <summary>Finds the vehicles nearest to a point, nearest first, as many as <paramref name="hits"/> holds or there are.</summary>
    /// <returns>How many were found.</returns>
    public int Nearest(GeoPoint point, Span<VehicleHit> hits)
    {
        if (hits.IsEmpty || Count == 0)
        {
            return 0;
        }

        var (x, y, z) = GreatCircle.Vector(point);
        var search = new Search(hits, x, y, z);
        if (!frame.CanBound(point))
        {
            for (var cell = 0; cell < cells.Length; cell++)
            {
                search.Scan(entries.AsSpan(cells[cell].Start, cells[cell].Count));
            }

            return search.Finish();
        }

        var column = frame.ColumnOf(point);
        var row = frame.RowOf(point);
        for (var ring = 0; ; ring++)
        {
            for (var r = Math.Max(0, row - ring); r <= Math.Min(frame.Rows - 1, row + ring); r++)
            {
                var step = r == row - ring || r == row + ring || ring == 0 ? 1 : 2 * ring;
                for (var c = column - ring; c <= column + ring; c += step)
                {
                    if (c >= 0 && c < frame.Columns)
                    {
                        ref readonly var cell = ref cells[r * frame.Columns + c];
                        search.Scan(entries.AsSpan(cell.Start, cell.Count));
                    }
                }
            }

            if (search.Found == Count || frame.SquaredChordBeyond(point, column, row, ring) > search.Worst)
            {
                return search.Finish();
            }
        }
    }

    private int Append(int at)
    {
        ref var cell = ref cells[at];
        if (cell.Count == cell.Size)
        {
            Grow(ref cell);
        }

        return cell.Count++;
    }

    private void Grow(ref Cell cell)
    {
        var size = Math.Max(SmallestBlock, 2 * cell.Size);
        var free = freeBlocks[System.Numerics.BitOperations.Log2((uint)size)];
        int start;
        if (free.Count > 0)
        {
            start = free[^1];
            free.RemoveAt(free.Count - 1);
        }
        else
        {
            start = used;
            used += size;
            if (used > entries.Length)
            {
                Array.Resize(ref entries, Math.Max(used, 2 * entries.Length));
            }
        }

        entries.AsSpan(cell.Start, cell.Count).CopyTo(entries.AsSpan(start));
        if (cell.Size > 0)
        {
            freeBlocks[System.Numerics.BitOperations.Log2((uint)cell.Size)].Add(cell.Start);
        }

        cell.Start = start;
        cell.Size = size;
    }

    private struct Cell
    {
        public int Start;
        public int Count;
        public int Size;
    }

    private readonly record struct Entry(double X, double Y, double Z, int Slot);

    /// <summary>The k best so far in the caller's buffer, sorted; until the end their distance is the squared chord.</summary>
    private ref struct Search(Span<VehicleHit> hits, double x, double y, double z)
    {
        private readonly Span<VehicleHit> hits = hits;

        public int Found { get; private set; }

        public double Worst { get; private set; } = double.PositiveInfinity;

        public void Scan(ReadOnlySpan<Entry> block)
        {
            foreach (ref readonly var entry in block)
            {
                var dx = entry.X - x;
                var dy = entry.Y - y;
                var dz = entry.Z - z;
                var square = dx * dx + dy * dy + dz * dz;
                if (square <= Worst)
                {
                    Insert(square, entry.Slot);
                }
            }
        }

        public readonly int Finish()
        {
            for (var i = 0; i < Found; i++)
            {
                hits[i] = new VehicleHit(hits[i].Slot, GreatCircle.ArcOfSquaredChord(hits[i].DistanceMetres));
            }

            return Found;
        }

        private void Insert(double square, int slot)
        {
            if (Found == hits.Length)
            {
                var last = hits[^1];
                if (square == last.DistanceMetres && slot > last.Slot)
                {
                    return;
                }
            }
            else
            {
                Found++;
            }

            var at = Found - 1;
            while (at > 0 && (hits[at - 1].DistanceMetres > square || (hits[at - 1].DistanceMetres == square && hits[at - 1].Slot > slot)))
            {
                hits[at] = hits[at - 1];
                at--;
            }

            hits[at] = new VehicleHit(slot, square);
            if (Found == hits.Length)
            {
                Worst = hits[^1].DistanceMetres;
            }
        }
    }
}
