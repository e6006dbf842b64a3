using System.Collections.Immutable;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Places;

namespace O2O.Dispatch.Domain.Providers;

/// <summary>The ordered stops a provider still has to make, of one or more jobs. Immutable. Chained and shared work need no second model.</summary>
/// <param name="Stops">In the order they are made.</param>
/// <param name="OnBoard">The load on board before the first of them.</param>
public sealed record ProviderPlan(ImmutableArray<PlanStop> Stops, int OnBoard)
{
    /// <summary>Nothing to do.</summary>
    public static ProviderPlan Empty { get; } = new([], 0);

    /// <summary>How many jobs it holds.</summary>
    public int JobCount => Stops.Select(stop => stop.Job).Distinct().Count();

    /// <summary>The jobs it holds, in order of their first stop.</summary>
    public ImmutableArray<JobId> Jobs => [.. Stops.Select(stop => stop.Job).Distinct()];

    /// <summary>The lowest slot that no job of the plan holds.</summary>
    public int FreeSlot
    {
        get
        {
            var slot = 0;
            while (Stops.Any(stop => stop.Slot == slot))
            {
                slot++;
            }

            return slot;
        }
    }

    /// <summary>Puts all stops of a job behind the plan.</summary>
    /// <returns>Null when that breaks a limit or the job is in the plan already.</returns>
    public ProviderPlan? Append(JobOrder order, int slot, PlanLimits limits) => Append(order.Id, order.Stops, order.Load, slot, limits);

    /// <summary>Puts all stops of a job behind the plan.</summary>
    /// <returns>Null when that breaks a limit or the job is in the plan already.</returns>
    public ProviderPlan? Append(JobId job, ImmutableArray<JobStop> route, int load, int slot, PlanLimits limits)
    {
        if (Stops.Any(stop => stop.Job == job || stop.Slot == slot))
        {
            return null;
        }

        var stops = Stops.ToBuilder();
        foreach (var stop in route)
        {
            var change = stop.Kind switch
            {
                StopKind.PickUp => load,
                StopKind.Via => 0,
                StopKind.DropOff => -load,
            };
            stops.Add(new PlanStop(job, slot, stop.Kind, stop.Place, change));
        }

        var plan = this with { Stops = stops.ToImmutable() };
        return plan.Faults(limits).Any() ? null : plan;
    }

    /// <summary>Takes the next stop of a job off the plan.</summary>
    /// <exception cref="InvalidOperationException">The plan does not hold the job.</exception>
    public ProviderPlan StopDone(JobId job)
    {
        for (var i = 0; i < Stops.Length; i++)
        {
            if (Stops[i].Job == job)
            {
                return new ProviderPlan(Stops.RemoveAt(i), OnBoard + Stops[i].LoadChange);
            }
        }

        throw new InvalidOperationException($"The plan does not hold job {job}.");
    }

    /// <summary>Lets a job end elsewhere; the same plan where it does already, or does not hold the job.</summary>
    public ProviderPlan EndingAt(JobId job, GeoPoint place)
    {
        var last = Stops.FirstOrDefault(stop => stop.Job == job && stop.Kind == StopKind.DropOff);
        return last is null || last.Place == place ? this : this with { Stops = Stops.Replace(last, last with { Place = place }) };
    }

    /// <summary>Takes a job off the plan, with what it has on board.</summary>
    public ProviderPlan Without(JobId job)
    {
        var left = Stops.RemoveAll(stop => stop.Job == job);
        var carried = -Stops.Where(stop => stop.Job == job).Sum(stop => stop.LoadChange);
        return left.Length == Stops.Length ? this : new ProviderPlan(left, OnBoard - carried);
    }

    /// <summary>What is wrong with the plan under these limits, a line each; empty when it is sound.</summary>
    public IEnumerable<string> Faults(PlanLimits limits)
    {
        if (JobCount > limits.ChainLimit)
        {
            yield return $"The plan holds {JobCount} jobs; the chain limit is {limits.ChainLimit}.";
        }

        var load = OnBoard;
        foreach (var stop in Stops)
        {
            load += stop.LoadChange;
            if (load < 0 || load > limits.Capacity)
            {
                yield return $"The load is {load} after a stop of job {stop.Job}; the capacity is {limits.Capacity}.";
            }
        }
    }

    /// <summary>Two plans are equal when they have the same stops and load.</summary>
    public bool Equals(ProviderPlan? other) => other is not null && OnBoard == other.OnBoard && Stops.SequenceEqual(other.Stops);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(OnBoard, Stops.Length);
}
