using System.Runtime.CompilerServices;

namespace O2O.Dispatch.Geo.Index;

/// <summary>What a search asks of vehicles, as the index compares it.</summary>
internal readonly struct VehicleSieve
{
    private readonly uint services;
    private readonly int capacity;
    private readonly uint states;
    private readonly long seenAfter;

    public VehicleSieve(in VehicleFilter filter, long seenAfter)
    {
        services = filter.Services;
        capacity = filter.FreeCapacity;
        states = filter.States == 0 ? uint.MaxValue : filter.States;
        this.seenAfter = seenAfter;
        IsOpen = filter.Services == 0 && filter.FreeCapacity <= 0 && filter.States == 0 && seenAfter == long.MinValue;
    }

    /// <summary>Whether everything passes.</summary>
    public bool IsOpen { get; }

    /// <summary>Whether a vehicle passes. Without branches, because nothing tells beforehand which do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Passes(in IndexReport report)
    {
        var traits = VehicleTraits.Unpack(report.Traits);
        return (report.Seen > seenAfter) & ((traits.Services & services) == services) & (traits.FreeCapacity >= capacity)
            & (((states >> traits.State) & 1) != 0);
    }
}
