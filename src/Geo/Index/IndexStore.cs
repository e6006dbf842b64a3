using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Blocks of eight vehicles as arrays side by side: eight longitudes and eight latitudes make one cache line, which is all that a search reads of a block with
/// nobody near enough; slots, and traits with times, lie apart, so that the lines of neighbouring cells are neighbours in memory.
/// </summary>
internal sealed class IndexStore
{
    public const int Lanes = 8;
    public const int LatitudeAt = Lanes;
    public const int SeenAt = Lanes;
    private const int Pair = 2 * Lanes;
    private const int LineBytes = 64;

    private readonly int[] places;
    private readonly int[] slots;
    private readonly long[] reports;
    private readonly int first;

    public IndexStore(int blocks)
    {
        Blocks = blocks;
        places = GC.AllocateArray<int>(checked(blocks * Pair) + LineBytes / sizeof(int), pinned: true);
        first = (int)((LineBytes - Marshal.UnsafeAddrOfPinnedArrayElement(places, 0) % LineBytes) % LineBytes) / sizeof(int);
        slots = new int[blocks * Lanes];
        reports = new long[blocks * Pair];
    }

    public int Blocks { get; }

    /// <summary>The longitudes of a block and, from <see cref="LatitudeAt"/>, the latitudes. The caller vouches for the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Places(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(places), unchecked((nint)first + (nint)block * Pair));

    /// <summary>The slots of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Slots(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(slots), unchecked((nint)block * Lanes));

    /// <summary>The packed traits of a block and, from <see cref="SeenAt"/>, the times of the last reports.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long Reports(int block) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(reports), unchecked((nint)block * Pair));

    public void Set(int start, int lane, int longitude, int latitude, int slot, long traits, long seen)
    {
        var block = start + lane / Lanes;
        var i = lane % Lanes;
        ref var place = ref Unsafe.Add(ref Places(block), i);
        place = longitude;
        Unsafe.Add(ref place, LatitudeAt) = latitude;
        Unsafe.Add(ref Slots(block), i) = slot;
        ref var report = ref Unsafe.Add(ref Reports(block), i);
        report = traits;
        Unsafe.Add(ref report, SeenAt) = seen;
    }

    public int Slot(int start, int lane) => Unsafe.Add(ref Slots(start + lane / Lanes), lane % Lanes);

    /// <summary>Copies one vehicle from a place to another.</summary>
    public void CopyLane(int fromStart, int fromLane, int toStart, int toLane)
    {
        var block = fromStart + fromLane / Lanes;
        var i = fromLane % Lanes;
        ref var place = ref Unsafe.Add(ref Places(block), i);
        ref var report = ref Unsafe.Add(ref Reports(block), i);
        Set(toStart, toLane, place, Unsafe.Add(ref place, LatitudeAt), Slot(fromStart, fromLane), report, Unsafe.Add(ref report, SeenAt));
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
        reports.AsSpan(from * Pair, count * Pair).CopyTo(target.reports.AsSpan(to * Pair));
    }
}
