using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    public void CopyTo(CacheLines target) => words.AsSpan(first, count).CopyTo(target.words.AsSpan(target.first));
}
