using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>
/// Blocks of eight vehicles: eight places make one cache line, which is all that a search reads of a block with nobody near enough; slots lie apart. A place
/// is one word, longitude below latitude, so that a vehicle that stays in its cell is moved by one write that no reader sees half of. A lane in which nobody
/// is holds a place so far away that no circle contains it.
/// </summary>
internal sealed class IndexStore
{
    public const int Lanes = 8;

    /// <summary>The place in a lane without a vehicle: at latitude -214 degrees.</summary>
    public const long Hole = (long)int.MinValue << LatitudeShift;

    /// <summary>The end of a list of free lanes.</summary>
    public const int NoLane = -1;

    private const int LatitudeShift = 32;

    private readonly CacheLines places;
    private readonly CacheLines slots;

    public IndexStore(int blocks)
    {
        Blocks = blocks;
        places = new CacheLines(checked((long)blocks * Lanes));
        slots = new CacheLines(checked((long)blocks * (Lanes / 2)));
    }

    public int Blocks { get; }

    /// <summary>A place as one word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Pack(int longitude, int latitude) => unchecked(((long)latitude << LatitudeShift) | (uint)longitude);

    /// <summary>The longitude of a place or of a difference of places, lane by lane.</summary>
    public static int Longitude(long place) => unchecked((int)place);

    /// <summary>The latitude of a place.</summary>
    public static int Latitude(long place) => (int)(place >> LatitudeShift);

    /// <summary>The place in a lane, numbered through all blocks. The caller vouches for the number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref long Place(int lane) => ref Unsafe.Add(ref places.First, (nint)lane);

    /// <summary>The slot of the vehicle in a lane; of a free lane the next one that is free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref int Slot(int lane) => ref Unsafe.Add(ref Unsafe.As<long, int>(ref slots.First), (nint)lane);

    /// <summary>Empties blocks and lists their lanes as free.</summary>
    /// <returns>The first of them.</returns>
    public int Clear(int start, int blocks)
    {
        var (first, end) = (start * Lanes, (start + blocks) * Lanes);
        for (var lane = first; lane < end; lane++)
        {
            Place(lane) = Hole;
            Slot(lane) = lane + 1 < end ? lane + 1 : NoLane;
        }

        return first;
    }

    /// <summary>A larger store with the same content in the same blocks.</summary>
    public IndexStore Grown(int blocks)
    {
        var grown = new IndexStore(blocks);
        places.CopyTo(grown.places);
        slots.CopyTo(grown.slots);
        return grown;
    }
}
