namespace O2O.Dispatch.Simulation;

/// <summary>
/// Draws that rest on what they are about and not on how many were made before: a run that goes on after a crash draws the same. SplitMix64's finaliser (Steele, Lea and Flood, OOPSLA 2014)
/// over the parts in turn; no runtime changes it.
/// </summary>
internal static class SeededDraw
{
    /// <summary>A number in [0, 1), a multiple of 2^-53.</summary>
    public static double Unit(ulong seed, DrawPurpose purpose, ulong first, ulong second = 0) => (Bits(seed, purpose, first, second) >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in [0, bound), bound above 0; for bounds below a million the bias is below 1 in 10^13.</summary>
    public static int Below(int bound, ulong seed, DrawPurpose purpose, ulong first, ulong second = 0) =>
        (int)(((UInt128)Bits(seed, purpose, first, second) * (ulong)bound) >> 64);

    /// <summary>64 bits of a GUID, to draw by.</summary>
    public static ulong Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BitConverter.ToUInt64(bytes) ^ BitConverter.ToUInt64(bytes[8..]);
    }

    private static ulong Bits(ulong seed, DrawPurpose purpose, ulong first, ulong second) => Mix(Mix(Mix(Mix(seed) ^ (ulong)purpose) ^ first) ^ second);

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            var z = value + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
