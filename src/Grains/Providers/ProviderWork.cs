using System.Collections.Immutable;
using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Domain.Jobs;
using O2O.Dispatch.Domain.Offers;
using O2O.Dispatch.Domain.Places;
using O2O.Dispatch.Domain.Providers;

namespace O2O.Dispatch.Grains.Providers;

/// <summary>What a provider has before it and in its plan. Memory alone: on activation it is read from the jobs.</summary>
internal sealed class ProviderWork(PlanLimits limits)
{
    private readonly Dictionary<Guid, (Offer Offer, JobView Job)> _offers = [];
    private readonly Dictionary<Guid, long> _versions = [];

    /// <summary>The stops to make.</summary>
    public ProviderPlan Plan { get; private set; } = ProviderPlan.Empty;

    /// <summary>What the provider is doing, on a shift.</summary>
    public ProviderStatus Status { get; private set; } = ProviderStatus.Available;

    /// <summary>The jobs of the plan, in its order.</summary>
    public ImmutableArray<Guid> Jobs => [.. Plan.Jobs.Select(job => job.Value)];

    /// <summary>The open offer made first; null when there is none.</summary>
    public Guid? OpenOffer => _offers.Count == 0 ? null : _offers.Values.MinBy(open => (open.Offer.SentAt, open.Offer.Id)).Offer.Id.Value;

    /// <summary>The open offers, in order of id.</summary>
    public ImmutableArray<Offer> OpenOffers => [.. _offers.Values.Select(open => open.Offer).OrderBy(offer => offer.Id)];

    /// <summary>Puts a bound job into the plan as far as it has come.</summary>
    public void Restore(Job job)
    {
        var slot = job.Assignment!.PlanSlot;

        // What is committed counts, also when the shift's limits have shrunk since.
        var generous = new PlanLimits(int.MaxValue, int.MaxValue);
        Plan = Plan.Append(job.Order, slot, generous) ?? Plan;
        for (var done = 0; done < job.NextStop; done++)
        {
            Plan = Plan.StopDone(job.Id);
        }

        _versions[job.Id.Value] = job.Version;
        Status = job.Status switch
        {
            JobStatus.ArrivedAtPickup => ProviderStatus.Stopped,
            JobStatus.InProgress => ProviderStatus.OnTrip,
            JobStatus.Accepted or JobStatus.EnRouteToPickup => Status == ProviderStatus.Available ? ProviderStatus.Reserved : Status,
            JobStatus.Scheduled or JobStatus.Matching or JobStatus.Completed or JobStatus.CanceledByCustomer or JobStatus.CanceledByProvider
                or JobStatus.CanceledByPlatform or JobStatus.NoShow or JobStatus.NoProvidersAvailable or JobStatus.Expired
                or JobStatus.Failed => throw new InvalidOperationException($"Job {job.Id} is {job.Status}: no provider has it."),
        };
    }

    /// <summary>Whether one more job like this fits beside the plan and the open offers.</summary>
    public bool HasRoomFor(JobView job)
    {
        var plan = Plan;
        var slot = plan.FreeSlot;
        foreach (var (_, offered) in _offers.Values)
        {
            if (plan.Append(new JobId(offered.Job), StopsOf(offered), offered.Load, slot, limits) is not { } fuller)
            {
                return false;
            }

            plan = fuller;
            slot = plan.FreeSlot;
        }

        return plan.Append(new JobId(job.Job), StopsOf(job), job.Load, slot, limits) is not null;
    }

    /// <summary>Finds an open offer.</summary>
    public bool TryFind(Guid offer, out Offer found, out JobView job)
    {
        var known = _offers.TryGetValue(offer, out var open);
        (found, job) = open;
        return known;
    }

    /// <summary>An offer is before the provider.</summary>
    public void Open(Offer offer, JobView job) => _offers[offer.Id.Value] = (offer, job);

    /// <summary>An offer is over.</summary>
    public void Close(Guid offer) => _offers.Remove(offer);

    /// <summary>Whether the plan holds a job.</summary>
    public bool Holds(Guid job) => Plan.Stops.Any(stop => stop.Job.Value == job);

    /// <summary>A job was taken.</summary>
    public void Take(JobView job, int slot)
    {
        Plan = Plan.Append(new JobId(job.Job), StopsOf(job), job.Load, slot, limits)
            ?? throw new InvalidOperationException($"Job {job.Job:N} does not fit the plan it was taken into.");
        _versions[job.Job] = job.Version;
        Move(ProviderTrigger.Reserve);
    }

    /// <summary>What a step made of a job: the plan follows.</summary>
    /// <param name="job">The job now.</param>
    /// <param name="provider">Whose work this is.</param>
    public void Follow(JobView job, Guid provider)
    {
        if (!Holds(job.Job) || (_versions.TryGetValue(job.Job, out var known) && job.Version < known))
        {
            return;
        }

        _versions[job.Job] = job.Version;
        if (job.Provider != provider || job.State.IsEnd())
        {
            Drop(job.Job);
            return;
        }

        Plan = Plan.EndingAt(new JobId(job.Job), StopsOf(job)[^1].Place);
        while (StopsDone(job) < job.NextStop)
        {
            Plan = Plan.StopDone(new JobId(job.Job));
        }

        if (job.State == JobState.ArrivedAtPickup && Status != ProviderStatus.Stopped)
        {
            Move(ProviderTrigger.Stop);
        }
        else if (job.State == JobState.InProgress && Status == ProviderStatus.Stopped)
        {
            Move(ProviderTrigger.Drive);
        }
    }

    /// <summary>A job is no longer this provider's.</summary>
    public void Drop(Guid job)
    {
        if (!Holds(job))
        {
            return;
        }

        Plan = Plan.Without(new JobId(job));
        _versions.Remove(job);
        if (Plan.Stops.IsEmpty)
        {
            Move(ProviderTrigger.Clear);
        }
        else if (Plan.Stops[0].Kind == StopKind.PickUp && Status != ProviderStatus.Reserved)
        {
            Move(ProviderTrigger.TurnToNext);
        }
    }

    private static ImmutableArray<JobStop> StopsOf(JobView job)
    {
        var stops = ImmutableArray.CreateBuilder<JobStop>(job.Stops.Length);
        for (var i = 0; i < job.Stops.Length; i++)
        {
            var kind = i == 0 ? StopKind.PickUp : i == job.Stops.Length - 1 ? StopKind.DropOff : StopKind.Via;
            stops.Add(new JobStop(kind, new GeoPoint(job.Stops[i].Longitude, job.Stops[i].Latitude)));
        }

        return stops.MoveToImmutable();
    }

    private int StopsDone(JobView job) => job.Stops.Length - Plan.Stops.Count(stop => stop.Job.Value == job.Job);

    private void Move(ProviderTrigger trigger) => Status = ProviderTransitions.Next(Status, trigger)
        ?? throw new InvalidOperationException($"A provider cannot {trigger} while {Status}.");
}
