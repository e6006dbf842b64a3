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

    private readonly Head[] heads;
    private readonly Tail[] tails;

    // Freed blocks by the power of two of their number; readers of a freed one notice by the version.
    private readonly List<int>[] free = [.. Enumerable.Range(0, 31).Select(_ => new List<int>())];
    private IndexStore store;
    private int used;

    public IndexCells(int count)
    {
        heads = new Head[count];
        tails = new Tail[count];
        used = CopiesOfCell * count;
        store = new IndexStore(used + used / 4 + CopiesOfCell);
        for (var cell = 0; cell < count; cell++)
        {
            tails[cell] = new Tail { Start = CopiesOfCell * cell, Size = 1, Dirty = Nothing };
            heads[cell] = new Head { Even = Pack(CopiesOfCell * cell, 0) };
        }
    }

    public int Count => heads.Length;

    /// <summary>How many vehicles a cell has; for the writer.</summary>
    public int CountOf(int cell) => tails[cell].Count;

    /// <summary>Starts reading a cell.</summary>
    /// <returns>The version to compare afterwards, where the copy in use starts, how many vehicles it holds, and the store it is in.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Version, int Start, int Count, IndexStore Store) Read(int cell)
    {
        ref var head = ref heads[cell];
        var version = Volatile.Read(ref head.Version);
        var place = Volatile.Read(ref (version & 1) == 0 ? ref head.Even : ref head.Odd);

        // The store is read after the place: one that holds the place was published before it.
        return (version, (int)(place >> 32), (int)(place & int.MaxValue), Volatile.Read(ref store));
    }

    /// <summary>Has the memory of a cell fetched: searches name the cells around them first, so that they wait for all at once and not for each in turn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Touch(int cell)
    {
        var (_, start, _, held) = Read(cell);
        _ = Volatile.Read(ref held.Places(start));
    }

    /// <summary>Whether everything read since <see cref="Read"/> was one state of the cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Unchanged(int cell, int version)
    {
        Volatile.ReadBarrier();
        return Volatile.Read(ref heads[cell].Version) == version;
    }

    /// <summary>Overwrites the vehicle at a place of a cell.</summary>
    public void Replace(int cell, int lane, int longitude, int latitude, int slot, long traits, long seen)
    {
        var idle = Prepare(cell);
        store.Set(idle, lane, longitude, latitude, slot, traits, seen);
        Publish(cell, idle, tails[cell].Count, lane);
    }

    /// <summary>Adds a vehicle to a cell.</summary>
    /// <returns>Its place in the cell.</returns>
    public int Append(int cell, int longitude, int latitude, int slot, long traits, long seen)
    {
        ref var tail = ref tails[cell];
        var grows = tail.Count == tail.Size * IndexStore.Lanes;
        var (oldStart, oldSize) = (tail.Start, tail.Size);
        var idle = grows ? Move(cell) : Prepare(cell);
        var lane = tail.Count;
        store.Set(idle, lane, longitude, latitude, slot, traits, seen);
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
        var last = tails[cell].Count - 1;
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
        ref var tail = ref tails[cell];
        var version = heads[cell].Version;
        var active = tail.Start + (version & 1) * tail.Size;
        var idle = tail.Start + (~version & 1) * tail.Size;
        if (tail.Dirty >= 0)
        {
            store.CopyLane(active, tail.Dirty, idle, tail.Dirty);
        }
        else if (tail.Dirty == Everything)
        {
            store.CopyBlocks(active, idle, (tail.Count + IndexStore.Lanes - 1) / IndexStore.Lanes);
        }

        return idle;
    }

    /// <summary>Gives a full cell twice the room elsewhere; the copy in use stays where it is until the next version.</summary>
    private int Move(int cell)
    {
        ref var tail = ref tails[cell];
        var version = heads[cell].Version;
        var active = tail.Start + (version & 1) * tail.Size;
        var size = 2 * tail.Size;
        var start = Allocate(size);
        var idle = start + (~version & 1) * size;
        store.CopyBlocks(active, idle, tail.Size);
        tail.Start = start;
        tail.Size = size;
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
        ref var tail = ref tails[cell];
        tail.Count = count;
        tail.Dirty = dirty;
        ref var head = ref heads[cell];
        var version = unchecked(head.Version + 1);
        Volatile.Write(ref (version & 1) == 0 ? ref head.Even : ref head.Odd, Pack(start, count));
        Volatile.Write(ref head.Version, version);

        // What is written next goes into the copy that was in use until now; nobody may see it before the new version.
        Volatile.WriteBarrier();
    }

    /// <summary>What readers see of a cell: the version, and for even and odd ones where the copy starts and how many it holds.</summary>
    private struct Head
    {
        public long Even;
        public long Odd;
        public int Version;
    }

    /// <summary>What the writer knows of a cell: its blocks (two copies of <see cref="Size"/>) and the place in which the idle copy is behind.</summary>
    private struct Tail
    {
        public int Start;
        public int Size;
        public int Count;
        public int Dirty;
    }
}
