namespace O2O.Dispatch.Geo.Index;

/// <summary>What a search may ask of a vehicle besides its place. <c>default</c> offers no service, has no room and is in state 0.</summary>
public readonly record struct VehicleTraits
{
    /// <summary>The greatest state, so that a set of states is 32 bits.</summary>
    public const int LargestState = 31;

    /// <summary>The greatest free capacity.</summary>
    public const int LargestCapacity = ushort.MaxValue;

    private const int CapacityShift = 32;
    private const int StateShift = 48;

    /// <summary>Makes traits.</summary>
    /// <param name="services">One bit for each service the vehicle offers; the caller gives the bits their meaning.</param>
    /// <param name="freeCapacity">Seats or units still free, 0 to <see cref="LargestCapacity"/>.</param>
    /// <param name="state">A number the caller gives a meaning, 0 to <see cref="LargestState"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">Capacity or state is out of its range.</exception>
    public VehicleTraits(uint services, int freeCapacity = 0, int state = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(freeCapacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(freeCapacity, LargestCapacity);
        ArgumentOutOfRangeException.ThrowIfNegative(state);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(state, LargestState);
        Packed = services | ((long)freeCapacity << CapacityShift) | ((long)state << StateShift);
    }

    private VehicleTraits(long packed) => Packed = packed;

    /// <summary>The services the vehicle offers, a bit each.</summary>
    public uint Services => unchecked((uint)Packed);

    /// <summary>Seats or units still free.</summary>
    public int FreeCapacity => (int)(Packed >> CapacityShift) & LargestCapacity;

    /// <summary>The state.</summary>
    public int State => (int)(Packed >> StateShift);

    /// <summary>All of it in one word, which is written and read whole.</summary>
    internal long Packed { get; }

    internal static VehicleTraits Unpack(long packed) => new(packed);
}
