using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// What is known of each vehicle, one cache line a slot, so that a report touches this line and the one its place is in. A line has two copies of the last
/// report; the writer fills the idle one and then raises the version, whose last bit names the copy in use. A reader that finds the version unchanged has
/// read one report, whole; it reads anew only when the writer has finished another one meanwhile.
/// </summary>
internal sealed class VehicleRecords
{
    private const int Words = 8;
    private const int EvenAt = 1;
    private const int OddAt = 4;
    private const int WhereAt = 7;
    private const int CellShift = 32;

    private readonly CacheLines lines;

    public VehicleRecords(int capacity)
    {
        Capacity = capacity;
        lines = new CacheLines((long)Words * capacity);
        for (var slot = 0; slot < capacity; slot++)
        {
            Forget(slot);
        }
    }

    public int Capacity { get; }

    /// <summary>Has a vehicle's line fetched. The slot may be any number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fetch(int slot) => CacheLines.Fetch(ref Line(slot));

    /// <summary>The cell a vehicle is in, or -1, and its lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (int Cell, int Lane) Where(int slot)
    {
        var where = Volatile.Read(ref Unsafe.Add(ref Line(slot), WhereAt));
        return unchecked(((int)(where >> CellShift), (int)where));
    }

    /// <summary>Says where a vehicle is.</summary>
    public void Settle(int slot, int cell, int lane) => Volatile.Write(ref Unsafe.Add(ref Line(slot), WhereAt), ((long)cell << CellShift) | (uint)lane);

    /// <summary>Says that a vehicle is nowhere.</summary>
    public void Forget(int slot) => Volatile.Write(ref Unsafe.Add(ref Line(slot), WhereAt), -1);

    /// <summary>Replaces a vehicle's report.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int slot, in IndexReport report)
    {
        ref var line = ref Line(slot);
        var version = unchecked(line + 1);
        ref var copy = ref Unsafe.Add(ref line, At(version));
        copy = report.Place;
        Unsafe.Add(ref copy, 1) = report.Traits;
        Unsafe.Add(ref copy, 2) = report.Seen;
        Volatile.Write(ref line, version);

        // The next report goes into the copy that was in use until now; nobody may see it before this version.
        Volatile.WriteBarrier();
    }

    /// <summary>A vehicle's last report, for any thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public IndexReport Read(int slot)
    {
        ref var line = ref Line(slot);
        while (true)
        {
            var version = Volatile.Read(ref line);
            ref var copy = ref Unsafe.Add(ref line, At(version));
            var report = new IndexReport(copy, Unsafe.Add(ref copy, 1), Unsafe.Add(ref copy, 2));
            Volatile.ReadBarrier();
            if (Volatile.Read(ref line) == version)
            {
                return report;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint At(long version) => (version & 1) == 0 ? EvenAt : OddAt;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Line(int slot) => ref Unsafe.Add(ref lines.First, (nint)slot * Words);
}
