using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Blocks of eight vehicles as arrays side by side: eight longitudes and eight latitudes make one cache line, which is all that a search reads of a block with
/// nobody near enough; slots, and reports (traits with times), lie apart, so that the lines of neighbouring cells are neighbours in memory.
/// </summary>
internal sealed class IndexStore
{
    public const int Lanes = 8;
    public const int LatitudeAt = Lanes;
    private const int Pair = 2 * Lanes;
    private const int LineBytes = 64;

    private readonly int[] places;
    private readonly int[] slots;
    private readonly IndexReport[] reports;
    private readonly int first;

    public IndexStore(int blocks)
    {
        Blocks = blocks;
        places = GC.AllocateArray<int>(checked(blocks * Pair) + LineBytes / sizeof(int), pinned: true);
        first = (int)((LineBytes - Marshal.UnsafeAddrOfPinnedArrayElement(places, 0) % LineBytes) % LineBytes) / sizeof(int);
        slots = new int[blocks * Lanes];
        reports = new IndexReport[blocks * Lanes];
    }

    public int Blocks { get; }

    /// <summary>The longitudes of a block and, from <see cref="LatitudeAt"/>, the latitudes. The caller vouches for the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Places(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(places), unchecked((nint)first + (nint)block * Pair));

    /// <summary>The slots of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Slots(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), unchecked((nint)block * Lanes));

    /// <summary>The packed traits and the times of the last reports of a block, those of one vehicle side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref IndexReport Reports(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(reports), unchecked((nint)block * Lanes));

    public void Set(int start, int lane, int longitude, int latitude, int slot, IndexReport report)
    {
        var block = start + lane / Lanes;
        var i = lane % Lanes;
        ref var place = ref Unsafe.Add(ref Places(block), i);
        place = longitude;
        Unsafe.Add(ref place, LatitudeAt) = latitude;
        Unsafe.Add(ref Slots(block), i) = slot;
        Unsafe.Add(ref Reports(block), i) = report;
    }

    public int Slot(int start, int lane) => Unsafe.Add(ref Slots(start + lane / Lanes), lane % Lanes);

    /// <summary>Copies one vehicle from a place to another.</summary>
    public void CopyLane(int fromStart, int fromLane, int toStart, int toLane)
    {
        var block = fromStart + fromLane / Lanes;
        var i = fromLane % Lanes;
        ref var place = ref Unsafe.Add(ref Places(block), i);
        Set(toStart, toLane, place, Unsafe.Add(ref place, LatitudeAt), Slot(fromStart, fromLane), Unsafe.Add(ref Reports(block), i));
    }

    /// <summary>Copies whole blocks.</summary>
    public void CopyBlocks(int from, int to, int count) => CopyBlocks(from, this, to, count);

    /// <summary>A larger store with the same content in the same blocks.</summary>
    public IndexStore Grown(int blocks)
    {
        var grown = new IndexStore(blocks);
        CopyBlocks(0, grown, 0, Blocks);
        return grown;
    }

    private void CopyBlocks(int from, IndexStore target, int to, int count)
    {
        places.AsSpan(first + from * Pair, count * Pair).CopyTo(target.places.AsSpan(target.first + to * Pair));
        slots.AsSpan(from * Lanes, count * Lanes).CopyTo(target.slots.AsSpan(to * Lanes));
        reports.AsSpan(from * Lanes, count * Lanes).CopyTo(target.reports.AsSpan(to * Lanes));
    }
}
