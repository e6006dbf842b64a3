using System.Numerics;
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

    /// <summary>Whether a vehicle passes.</summary>
    public bool Passes(IndexReport report)
    {
        var traits = VehicleTraits.Unpack(report.Traits);
        return report.Seen > seenAfter && (traits.Services & services) == services && traits.FreeCapacity >= capacity
            && ((states >> traits.State) & 1) != 0;
    }

    /// <summary>Those of a block's vehicles, a bit each, that pass.</summary>
    public uint Passing(IndexStore store, int block, uint asked)
    {
        ref var reports = ref store.Reports(block);
        var passing = asked;
        for (; asked != 0; asked = unchecked(asked & (asked - 1)))
        {
            var lane = BitOperations.TrailingZeroCount(asked);
            passing &= Passes(Unsafe.Add(ref reports, lane)) ? uint.MaxValue : ~(1u << lane);
        }

        return passing;
    }
}
