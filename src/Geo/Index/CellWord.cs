namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// What a reader needs to know of a cell, in one word that is written and read whole: its first block (27 bits), how many there are as a power of two (5), how
/// many vehicles, at most 255 told (8), and how often it changed (24 bits, so that the same word comes again after 16 million changes, which no reader sleeps through while it looks at one cell).
/// </summary>
internal readonly record struct CellWord(ulong Bits)
{
    private const int SizeShift = 27;
    private const int CountShift = 32;
    private const int VersionShift = 40;
    private const int LargestStart = (1 << SizeShift) - 1;

    public int Start => unchecked((int)Bits) & LargestStart;

    public int Size => unchecked((int)((uint)Bits >> SizeShift));

    public int Blocks => unchecked(1 << (int)((uint)Bits >> SizeShift));

    public int Count => unchecked((byte)(Bits >> CountShift));

    public uint Version => unchecked((uint)(Bits >> VersionShift));

    /// <exception cref="InsufficientMemoryException">More than 134 million blocks.</exception>
    public static CellWord Of(int start, int size, int count, uint version)
    {
        if (start > LargestStart)
        {
            throw new InsufficientMemoryException($"The live index holds at most {LargestStart} blocks of vehicles.");
        }

        return unchecked(new CellWord((uint)start | ((uint)size << SizeShift) | ((ulong)Math.Min(count, byte.MaxValue) << CountShift) | ((ulong)version << VersionShift)));
    }
}
