using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Geo.Roads;
using O2O.Dispatch.Replay.Store;
using O2O.Dispatch.Simulation;

namespace O2O.Dispatch.Replay.Run;

/// <summary>Puts a simulation where a store left off: measures, PINs, and vehicles at their last committed stop.</summary>
internal static class ResumedWorld
{
    /// <summary>Does it, before the engine starts.</summary>
    /// <returns>The jobs that were ordered.</returns>
    public static HashSet<Guid> Restore(FoundStore found, CitySimulation simulation, RoadNetwork roads)
    {
        var vehicles = new Dictionary<Guid, int>();
        for (var vehicle = 0; vehicle < simulation.Fleet.Count; vehicle++)
        {
            vehicles[simulation.Fleet.ProviderOf(vehicle)] = vehicle;
        }

        var ordered = new HashSet<Guid>();
        var last = new DateTimeOffset[simulation.Fleet.Count];
        foreach (var job in found.Jobs)
        {
            ordered.Add(job.Id.Value);
            simulation.Facts.Remember(job);
            if (job.Order.Pin is { } pin && job.Assignment is not null && !job.Status.IsEnd())
            {
                // It was pushed to the customer in the life before, when the provider was found; nobody pushes it again.
                simulation.Pins.Tell(job.Id.Value, pin);
            }

            if (LastStop(job) is { } stop && job.Assignment is { } assignment && vehicles.TryGetValue(assignment.Provider.Value, out var vehicle) && stop.At >= last[vehicle])
            {
                last[vehicle] = stop.At;
                simulation.Fleet.Put(vehicle, roads.NearestNode(stop.Place).Node);
            }
        }

        return ordered;
    }

    /// <summary>The last stop that is committed, and since when the vehicle was there. One on its way to a pick-up set off from the stop before, which another job tells.</summary>
    private static (GeoPoint Place, DateTimeOffset At)? LastStop(Job job) => job switch
    {
        { Status: JobStatus.Completed, EndedAt: { } ended } => (job.Order.DropOff, ended),
        { StartedAt: { } started } => (job.Order.Stops[Math.Max(0, job.NextStop - 1)].Place, started),
        { ArrivedAt: { } arrived } => (job.Order.PickUp, arrived),
        _ => null,
    };
}
