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
    /// <summary>How many booked jobs a provider may promise.</summary>
    private const int MostCommitments = 20;

    private static readonly PlanLimits Generous = new(int.MaxValue, int.MaxValue);

    private readonly Dictionary<Guid, (Offer Offer, JobView Job, ImmutableArray<Guid> Keeps)> _offers = [];
    private readonly Dictionary<Guid, long> _versions = [];

    // Booked jobs that it does not drive for yet, the soonest first. They hold slots and no place in the plan, so that what comes before them goes on as without them.
    private readonly List<(JobView Job, int Slot)> _commitments = [];

    /// <summary>The stops to make.</summary>
    public ProviderPlan Plan { get; private set; } = ProviderPlan.Empty;

    /// <summary>What the provider is doing, on a shift.</summary>
    public ProviderStatus Status { get; private set; } = ProviderStatus.Available;

    /// <summary>The jobs of the plan, in its order.</summary>
    public ImmutableArray<Guid> Jobs => [.. Plan.Jobs.Select(job => job.Value)];

    /// <summary>The booked jobs that it has promised and does not drive for yet, the soonest first.</summary>
    public ImmutableArray<JobView> Commitments => [.. _commitments.Select(one => one.Job)];

    /// <summary>The lowest slot that no job holds.</summary>
    public int FreeSlot
    {
        get
        {
            var slot = 0;
            while (Plan.Stops.Any(stop => stop.Slot == slot) || _commitments.Exists(one => one.Slot == slot))
            {
                slot++;
            }

            return slot;
        }
    }

    /// <summary>The open offer made first; null when there is none.</summary>
    public Guid? OpenOffer => _offers.Count == 0 ? null : _offers.Values.MinBy(open => (open.Offer.SentAt, open.Offer.Id)).Offer.Id.Value;

    /// <summary>The open offers, in order of id.</summary>
    public ImmutableArray<Offer> OpenOffers => [.. _offers.Values.Select(open => open.Offer).OrderBy(offer => offer.Id)];

    /// <summary>Puts a bound job into the plan as far as it has come; a booked one that was only accepted is a commitment until it is time to set off.</summary>
    public void Restore(Job job)
    {
        var slot = job.Assignment!.PlanSlot;
        if (job is { Status: JobStatus.Accepted, Order.PickUpAt: not null })
        {
            Promise(JobViews.Of(job, job.Assignment.AcceptedAt), slot);
            return;
        }

        // What is committed counts, also when the shift's limits have shrunk since.
        Plan = Plan.Append(job.Order, slot, Generous) ?? Plan;
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
    /// <param name="job">The job.</param>
    /// <param name="byOperator">Whether an operator gives it: a booked one then waits its turn, whatever is under way.</param>
    public bool HasRoomFor(JobView job, bool byOperator)
    {
        if (job.BookedFor is not null && (byOperator || _commitments.Count >= MostCommitments))
        {
            return job.Load <= limits.Capacity && _commitments.Count < MostCommitments;
        }

        var plan = Plan;
        var slot = plan.FreeSlot;
        foreach (var (_, offered, _) in _offers.Values)
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

    /// <summary>Whether a job fits the plan as it is, whatever else is offered. What is booked holds no place in it.</summary>
    public bool HasRoomNowFor(JobView job) => job.BookedFor is not null || Plan.Append(new JobId(job.Job), StopsOf(job), job.Load, FreeSlot, limits) is not null;

    /// <summary>Finds an open offer.</summary>
    public bool TryFind(Guid offer, out Offer found, out JobView job)
    {
        var known = _offers.TryGetValue(offer, out var open);
        (found, job, _) = open;
        return known;
    }

    /// <summary>An offer is before the provider.</summary>
    /// <param name="offer">The offer.</param>
    /// <param name="job">Its job.</param>
    /// <param name="keeps">The commitments that are kept with it.</param>
    public void Open(Offer offer, JobView job, ImmutableArray<Guid> keeps) => _offers[offer.Id.Value] = (offer, job, keeps);

    /// <summary>Which commitments are kept with an open offer.</summary>
    public ImmutableArray<Guid> KeptWith(Guid offer) => _offers[offer].Keeps;

    /// <summary>Whether there is a commitment of which it is not known whether it is kept.</summary>
    public bool MayMiss(ImmutableArray<Guid> keeps) => _commitments.Exists(one => !keeps.Contains(one.Job.Job));

    /// <summary>An offer is over.</summary>
    public void Close(Guid offer) => _offers.Remove(offer);

    /// <summary>Whether the plan or a commitment holds a job.</summary>
    public bool Holds(Guid job) => Plan.Stops.Any(stop => stop.Job.Value == job) || IsPromised(job);

    /// <summary>Whether a job is a commitment.</summary>
    public bool IsPromised(Guid job) => _commitments.Exists(one => one.Job.Job == job);

    /// <summary>It is time to drive to a commitment: it joins the plan, whatever the shift's limits.</summary>
    /// <returns>The job; null when it is no commitment.</returns>
    public JobView? SetOff(Guid job)
    {
        var at = _commitments.FindIndex(one => one.Job.Job == job);
        if (at < 0)
        {
            return null;
        }

        var (promised, slot) = _commitments[at];
        _commitments.RemoveAt(at);
        Plan = Plan.Append(new JobId(job), StopsOf(promised), promised.Load, slot, Generous)
            ?? throw new InvalidOperationException($"Job {job:N} does not fit the plan that it was promised beside.");
        Move(ProviderTrigger.Reserve);
        return promised;
    }

    /// <summary>A job was taken.</summary>
    public void Take(JobView job, int slot)
    {
        if (job is { State: JobState.Accepted, BookedFor: not null })
        {
            Promise(job, slot);
            return;
        }

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

        if (IsPromised(job.Job))
        {
            Promise(job, job.PlanSlot ?? 0);
            if (job.State == JobState.Accepted)
            {
                return;
            }

            // It has set off by itself.
            SetOff(job.Job);
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

        _versions.Remove(job);
        if (_commitments.RemoveAll(one => one.Job.Job == job) > 0)
        {
            return;
        }

        Plan = Plan.Without(new JobId(job));
        if (Plan.Stops.IsEmpty)
        {
            Move(ProviderTrigger.Clear);
        }
        else if (Plan.Stops[0].Kind == StopKind.PickUp && Status != ProviderStatus.Reserved)
        {
            Move(ProviderTrigger.TurnToNext);
        }
    }

    /// <summary>Notes a commitment, or what is newer of it.</summary>
    private void Promise(JobView job, int slot)
    {
        _commitments.RemoveAll(one => one.Job.Job == job.Job);
        var at = _commitments.FindIndex(one => (one.Job.BookedFor, one.Job.Job).CompareTo((job.BookedFor, job.Job)) > 0);
        _commitments.Insert(at < 0 ? _commitments.Count : at, (job, slot));
        _versions[job.Job] = job.Version;
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
