using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// The cells of the live index, for one writer and many readers who never wait for it. What a reader needs to know of a cell is one word (<see cref="CellWord"/>).
/// A vehicle that comes takes a lane in which nobody is; one that goes leaves its lane empty before anything else is written there, and the word changes in
/// between. So whatever a reader finds while the word stands is true, also when the writer was stopped in the middle, and a reader that finds the word
/// unchanged after reading has taken no slot of one vehicle with the place of another.
/// </summary>
internal sealed class IndexCells
{
    // A cell gets smaller when no more than three lanes in eight are taken, well below what makes it grow.
    private const int SparseOf = 8;
    private const int Sparse = 3;

    private readonly Cell[] cells;
    private readonly VehicleRecords records;

    // Freed blocks by the power of two of their number; readers of a freed one notice by the word.
    private readonly List<int>[] free = [.. Enumerable.Range(0, 31).Select(_ => new List<int>())];
    private IndexStore store;
    private int used;

    public IndexCells(int count, VehicleRecords records)
    {
        this.records = records;
        cells = new Cell[count];
        used = count;
        store = new IndexStore(checked(count + count / 4 + 1));
        for (var cell = 0; cell < count; cell++)
        {
            cells[cell] = new Cell { Word = CellWord.Of(cell, 0, 0, 0).Bits, Free = store.Clear(cell, 1) };
        }
    }

    /// <summary>Where lanes are. It is read after the words of the cells: one that holds their blocks was published before them.</summary>
    public IndexStore Store
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref store);
    }

    /// <summary>The word of a cell. The caller vouches for the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public CellWord Read(int cell) => new(Volatile.Read(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(cells), (nint)cell).Word));

    /// <summary>Whether everything read since <see cref="Read"/> belongs together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Unchanged(int cell, CellWord word)
    {
        Volatile.ReadBarrier();
        return Read(cell) == word;
    }

    /// <summary>Has the word of a cell fetched.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int cell) => CacheLines.Fetch(ref Unsafe.As<Cell, long>(ref cells[cell]));

    /// <summary>Has fetched what a report of a vehicle that was there will write to when it is in the given cell now.</summary>
    public void FetchLanes((int Cell, int Lane) old, int cell)
    {
        if (old.Cell >= 0)
        {
            CacheLines.Fetch(ref store.Place(old.Lane));
        }

        if (old.Cell != cell && cells[cell].Free is >= 0 and var lane)
        {
            CacheLines.Fetch(ref store.Place(lane));
            CacheLines.Fetch(ref Unsafe.As<int, long>(ref store.Slot(lane)));
            if (old.Cell >= 0)
            {
                CacheLines.Fetch(ref Unsafe.As<int, long>(ref store.Slot(old.Lane)));
                Fetch(old.Cell);
            }
        }
    }

    /// <summary>Moves a vehicle that stays in its cell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Replace(int lane, long place) => Volatile.Write(ref store.Place(lane), place);

    /// <summary>Adds a vehicle to a cell and says where it is.</summary>
    public void Append(int cell, long place, int slot)
    {
        ref var own = ref cells[cell];
        if (own.Free == IndexStore.NoLane)
        {
            Resize(cell, 1);
        }

        var lane = own.Free;
        own.Free = store.Slot(lane);
        store.Slot(lane) = slot;
        Volatile.Write(ref store.Place(lane), place);
        own.Count++;
        Publish(ref own, new CellWord(own.Word).Start, new CellWord(own.Word).Size);
        records.Settle(slot, cell, lane);
    }

    /// <summary>Takes the vehicle in a lane out of a cell.</summary>
    public void Remove(int cell, int lane)
    {
        ref var own = ref cells[cell];
        Volatile.Write(ref store.Place(lane), IndexStore.Hole);
        own.Count--;
        var word = new CellWord(own.Word);
        Publish(ref own, word.Start, word.Size);
        store.Slot(lane) = own.Free;
        own.Free = lane;
        if (word.Size > 0 && own.Count * SparseOf <= word.Blocks * IndexStore.Lanes * Sparse)
        {
            Resize(cell, -1);
        }
    }

    /// <summary>Gives a cell twice or half the room, elsewhere.</summary>
    private void Resize(int cell, int by)
    {
        ref var own = ref cells[cell];
        var word = new CellWord(own.Word);
        var size = word.Size + by;
        var start = Allocate(size);
        var lane = store.Clear(start, 1 << size);
        for (int old = word.Start * IndexStore.Lanes, end = old + word.Blocks * IndexStore.Lanes; old < end; old++)
        {
            if (store.Place(old) != IndexStore.Hole)
            {
                own.Free = store.Slot(lane);
                store.Place(lane) = store.Place(old);
                store.Slot(lane) = store.Slot(old);
                records.Settle(store.Slot(lane), cell, lane);
                lane = own.Free;
            }
        }

        own.Free = lane;
        Publish(ref own, start, size);
        free[word.Size].Add(word.Start);
    }

    private int Allocate(int size)
    {
        var waiting = free[size];
        if (waiting.Count > 0)
        {
            var start = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
            return start;
        }

        var taken = used;
        used = checked(used + (1 << size));
        if (used > store.Blocks)
        {
            Volatile.Write(ref store, store.Grown(Math.Max(used, checked(store.Blocks / 2 * 3))));
        }

        return taken;
    }

    private static void Publish(ref Cell own, int start, int size)
    {
        Volatile.Write(ref own.Word, CellWord.Of(start, size, own.Count, unchecked(new CellWord(own.Word).Version + 1)).Bits);

        // What is written next may go where somebody reads who has the old word; nobody may see it before the new one.
        Volatile.WriteBarrier();
    }

    /// <summary>The word is for readers; the rest is the writer's: the first free lane and how many vehicles there are.</summary>
    private struct Cell
    {
        public ulong Word;
        public int Free;
        public int Count;
    }
}
