using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace O2O.Dispatch.Geo.Index;

/// <summary>Words that begin on a cache line, so that eight of them are one line.</summary>
internal sealed class CacheLines
{
    private const int LineBytes = 64;

    private readonly long[] words;
    private readonly int first;
    private readonly int count;

    public CacheLines(long count)
    {
        this.count = checked((int)count);
        words = GC.AllocateArray<long>(checked(this.count + LineBytes / sizeof(long)), pinned: true);
        first = (int)((LineBytes - Marshal.UnsafeAddrOfPinnedArrayElement(words, 0) % LineBytes) % LineBytes) / sizeof(long);
    }

    /// <summary>The first word.</summary>
    public ref long First
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words), first);
    }

    /// <summary>Has the line of a word fetched, without waiting for it; where the processor cannot, nothing happens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref long word)
    {
        if (Sse.IsSupported)
        {
            // The array is pinned, and fetching never faults.
            Sse.Prefetch0(Unsafe.AsPointer(ref word));
        }
    }

    public void CopyTo(CacheLines target) => words.AsSpan(first, count).CopyTo(target.words.AsSpan(target.first));
}
