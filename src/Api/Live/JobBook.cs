using O2O.Dispatch.Api.Jobs;
using O2O.Dispatch.Contracts.Jobs;

namespace O2O.Dispatch.Api.Live;

/// <summary>The open jobs as this host last heard of them. Thread-safe.</summary>
internal sealed class JobBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, JobView> _open = [];
    private readonly Dictionary<Guid, List<Guid>> _ofProvider = [];
    private readonly Dictionary<Guid, List<Guid>> _ofCustomer = [];

    /// <summary>Takes in news of a job.</summary>
    /// <param name="job">The job; ended jobs leave the book.</param>
    /// <param name="before">The job as it was known; null when it was not.</param>
    /// <returns>False for old news.</returns>
    public bool TryApply(JobView job, out JobView? before)
    {
        lock (_gate)
        {
            if (_open.TryGetValue(job.Job, out before))
            {
                if (before.Version >= job.Version)
                {
                    return false;
                }

                if (before.Provider is { } had)
                {
                    Remove(_ofProvider, had, job.Job);
                }
            }

            if (job.State.IsEnd())
            {
                if (_open.Remove(job.Job))
                {
                    Remove(_ofCustomer, job.Customer, job.Job);
                }

                return true;
            }

            if (before is null)
            {
                Add(_ofCustomer, job.Customer, job.Job);
            }

            if (job.Provider is { } has)
            {
                Add(_ofProvider, has, job.Job);
            }

            _open[job.Job] = job;
            return true;
        }
    }

    /// <summary>An open job; null when it is not known or at an end.</summary>
    public JobView? Find(Guid job)
    {
        lock (_gate)
        {
            return _open.GetValueOrDefault(job);
        }
    }

    /// <summary>The open jobs of a customer, the first heard of first.</summary>
    public IReadOnlyList<JobView> OfCustomer(Guid customer)
    {
        lock (_gate)
        {
            return _ofCustomer.TryGetValue(customer, out var jobs) ? [.. jobs.Select(job => _open[job])] : [];
        }
    }

    /// <summary>The open jobs of a market in order of id.</summary>
    public IReadOnlyList<JobView> OfMarket(string market)
    {
        lock (_gate)
        {
            return [.. _open.Values.Where(job => job.Market == market).OrderBy(job => job.Job)];
        }
    }

    /// <summary>What a provider on a shift does, as its jobs say. Whoever has somebody aboard is on a trip, whatever else is in the plan.</summary>
    public VehicleState StateOf(Guid provider)
    {
        lock (_gate)
        {
            var state = VehicleState.Available;
            if (!_ofProvider.TryGetValue(provider, out var jobs))
            {
                return state;
            }

            foreach (var job in jobs)
            {
                switch (_open[job].State)
                {
                    case JobState.InProgress:
                        return VehicleState.OnTrip;
                    case JobState.ArrivedAtPickup:
                        state = VehicleState.Stopped;
                        break;
                    default:
                        state = state == VehicleState.Stopped ? state : VehicleState.Reserved;
                        break;
                }
            }

            return state;
        }
    }

    private static void Add(Dictionary<Guid, List<Guid>> index, Guid key, Guid job)
    {
        if (!index.TryGetValue(key, out var jobs))
        {
            index[key] = jobs = [];
        }

        jobs.Add(job);
    }

    private static void Remove(Dictionary<Guid, List<Guid>> index, Guid key, Guid job)
    {
        if (index.TryGetValue(key, out var jobs) && jobs.Remove(job) && jobs.Count == 0)
        {
            index.Remove(key);
        }
    }
}
