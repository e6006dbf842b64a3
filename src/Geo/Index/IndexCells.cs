using System.Numerics;
using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// The cells of the live index, for one writer and many readers who never wait for it. A cell has two copies of its vehicles. The writer changes the
/// idle copy and then switches by raising the cell's version, whose last bit names the copy in use; a reader that finds the version unchanged after
/// reading has read one state of the cell, whole, because while a version stands its copy is not written to. A reader starts a cell anew only when the
/// writer has finished a change meanwhile, so a writer stopped in the middle stops nobody.
/// </summary>
internal sealed class IndexCells
{
    private const int Nothing = -1;
    private const int Everything = -2;
    private const int CopiesOfCell = 2;

    private readonly Cell[] cells;

    // Freed blocks by the power of two of their number; readers of a freed one notice by the version.
    private readonly List<int>[] free = [.. Enumerable.Range(0, 31).Select(_ => new List<int>())];
    private IndexStore store;
    private int used;

    public IndexCells(int count)
    {
        cells = new Cell[count];
        used = CopiesOfCell * count;
        store = new IndexStore(used + used / 4 + CopiesOfCell);
        for (var cell = 0; cell < count; cell++)
        {
            cells[cell] = new Cell { Start = CopiesOfCell * cell, Size = 1, Dirty = Nothing, Even = Pack(CopiesOfCell * cell, 0) };
        }
    }

    /// <summary>Starts reading a cell.</summary>
    /// <returns>The version to compare afterwards, where the copy in use starts, how many vehicles it holds, and the store it is in.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Version, int Start, int Count, IndexStore Store) Read(int cell)
    {
        ref var own = ref cells[cell];
        var version = Volatile.Read(ref own.Version);
        var place = Volatile.Read(ref (version & 1) == 0 ? ref own.Even : ref own.Odd);

        // The store is read after the place: one that holds the place was published before it.
        return (version, (int)(place >> 32), (int)(place & int.MaxValue), Volatile.Read(ref store));
    }

    /// <summary>Has the memory of a cell fetched: a search names the cells around it first, so that it waits for all at once and not for each in turn.</summary>
    /// <returns>How many vehicles it holds, about.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Touch(int cell)
    {
        var (_, start, count, held) = Read(cell);
        _ = Volatile.Read(ref held.Places(start));
        _ = Volatile.Read(ref held.Slots(start));
        return count;
    }

    /// <summary>Whether everything read since <see cref="Read"/> was one state of the cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Unchanged(int cell, int version)
    {
        Volatile.ReadBarrier();
        return Volatile.Read(ref cells[cell].Version) == version;
    }

    /// <summary>Overwrites the vehicle at a place of a cell.</summary>
    public void Replace(int cell, int lane, int longitude, int latitude, int slot, IndexReport report)
    {
        var idle = Prepare(cell);
        store.Set(idle, lane, longitude, latitude, slot, report);
        Publish(cell, idle, cells[cell].Count, lane);
    }

    /// <summary>Adds a vehicle to a cell.</summary>
    /// <returns>Its place in the cell.</returns>
    public int Append(int cell, int longitude, int latitude, int slot, IndexReport report)
    {
        ref var own = ref cells[cell];
        var grows = own.Count == own.Size * IndexStore.Lanes;
        var (oldStart, oldSize) = (own.Start, own.Size);
        var idle = grows ? Move(cell) : Prepare(cell);
        var lane = own.Count;
        store.Set(idle, lane, longitude, latitude, slot, report);
        Publish(cell, idle, lane + 1, grows ? Everything : lane);
        if (grows)
        {
            free[BitOperations.Log2((uint)oldSize)].Add(oldStart);
        }

        return lane;
    }

    /// <summary>Takes the vehicle at a place out of a cell; the last one moves into the gap.</summary>
    /// <returns>The slot of the vehicle that is at the place now, or -1.</returns>
    public int Remove(int cell, int lane)
    {
        var idle = Prepare(cell);
        var last = cells[cell].Count - 1;
        var moved = -1;
        if (lane != last)
        {
            store.CopyLane(idle, last, idle, lane);
            moved = store.Slot(idle, lane);
        }

        Publish(cell, idle, last, lane == last ? Nothing : lane);
        return moved;
    }

    private static long Pack(int start, int count) => ((long)start << 32) | (uint)count;

    /// <summary>Brings the idle copy up to date: it lacks just the last change.</summary>
    private int Prepare(int cell)
    {
        ref var own = ref cells[cell];
        var version = cells[cell].Version;
        var active = own.Start + (version & 1) * own.Size;
        var idle = own.Start + (~version & 1) * own.Size;
        if (own.Dirty >= 0)
        {
            store.CopyLane(active, own.Dirty, idle, own.Dirty);
        }
        else if (own.Dirty == Everything)
        {
            store.CopyBlocks(active, idle, (own.Count + IndexStore.Lanes - 1) / IndexStore.Lanes);
        }

        return idle;
    }

    /// <summary>Gives a full cell twice the room elsewhere; the copy in use stays where it is until the next version.</summary>
    private int Move(int cell)
    {
        ref var own = ref cells[cell];
        var version = cells[cell].Version;
        var active = own.Start + (version & 1) * own.Size;
        var size = 2 * own.Size;
        var start = Allocate(size);
        var idle = start + (~version & 1) * size;
        store.CopyBlocks(active, idle, own.Size);
        own.Start = start;
        own.Size = size;
        return idle;
    }

    private int Allocate(int size)
    {
        var waiting = free[BitOperations.Log2((uint)size)];
        if (waiting.Count > 0)
        {
            var start = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
            return start;
        }

        var taken = used;
        used += CopiesOfCell * size;
        if (used > store.Blocks)
        {
            Volatile.Write(ref store, store.Grown(Math.Max(used, checked(store.Blocks / 2 * 3))));
        }

        return taken;
    }

    private void Publish(int cell, int start, int count, int dirty)
    {
        ref var own = ref cells[cell];
        own.Dirty = dirty;
        var version = unchecked(own.Version + 1);
        Volatile.Write(ref (version & 1) == 0 ? ref own.Even : ref own.Odd, Pack(start, count));
        Volatile.Write(ref own.Version, version);

        // What is written next goes into the copy that was in use until now; nobody may see it before the new version.
        Volatile.WriteBarrier();
    }

    /// <summary>
    /// Readers look at the version and, for even and odd ones apart, at where the copy starts and how many it holds. The rest is the writer's: its blocks
    /// (two copies of <see cref="Size"/>) and the place in which the idle copy is behind.
    /// </summary>
    private struct Cell
    {
        public long Even;
        public long Odd;
        public int Version;
        public int Start;
        public int Size;
        public int Dirty;

        public readonly int Count => (int)(((Version & 1) == 0 ? Even : Odd) & int.MaxValue);
    }
}
