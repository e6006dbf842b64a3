namespace O2O.Dispatch.Embedded;

/// <summary>The one source of chance in deterministic mode (SplitMix64).</summary>
internal sealed class SeededOrder(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        unchecked
        {
            var x = _state += 0x9e3779b97f4a7c15UL;
            x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9UL;
            x = (x ^ (x >> 27)) * 0x94d049bb133111ebUL;
            return x ^ (x >> 31);
        }
    }

    /// <summary>A number from 0 to below the bound. The bias of the multiplication is below 2^-32 and the same everywhere.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);
}
