using O2O.Dispatch.Contracts.Jobs;
using O2O.Dispatch.Domain.Jobs;

namespace O2O.Dispatch.Api.Live;

/// <summary>
/// What a market's events come to: jobs by state, and over the last five minutes what was served, how long the wait was and which offers were accepted. One slot a second, so that old
/// seconds fall out one by one. Not thread-safe: its market's gate guards it.
/// </summary>
internal sealed class MarketFigures(DateTimeOffset since)
{
    /// <summary>What is looked back at, in seconds.</summary>
    public const int WindowSeconds = 300;

    private readonly Second[] _seconds = new Second[WindowSeconds];
    private readonly Dictionary<Guid, long> _ofHolds = [];
    private readonly long[] _byState = new long[Enum.GetValues<JobState>().Length];

    /// <summary>What was captured since the count began, in minor units.</summary>
    public long Captured { get; private set; }

    /// <summary>Of the amounts; empty while no job was seen.</summary>
    public string Currency { get; private set; } = string.Empty;

    /// <summary>Takes the counts of the store.</summary>
    public void SetCounts(IEnumerable<(JobStatus Status, long Count)> counts)
    {
        Array.Clear(_byState);
        foreach (var (status, count) in counts)
        {
            _byState[(int)Contracts.WireEnums.Of(status)] = count;
        }
    }

    /// <summary>A job came to a new version.</summary>
    /// <param name="before">As it was known; null when it was not.</param>
    /// <param name="job">As it is.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="at">When.</param>
    public void Follow(JobView? before, JobView job, string name, DateTimeOffset at)
    {
        Currency = job.Currency;
        if (before is not null && before.State != job.State)
        {
            _byState[(int)before.State] = Math.Max(0, _byState[(int)before.State] - 1);
            _byState[(int)job.State]++;
        }
        else if (before is null && job.Version == 1)
        {
            _byState[(int)job.State]++;
        }

        switch (name)
        {
            case "completed":
                At(at).Served++;
                break;
            case "arrived":
                ref var second = ref At(at);
                second.Waits++;
                second.WaitMilliseconds += (long)(at - job.RequestedAt).TotalMilliseconds;
                break;
            case "accepted":
                At(at).Accepted++;
                break;
            case "payment_captured":
                Captured += job.CapturedMinorUnits;
                if (job.CapturedMinorUnits < job.FareMinorUnits)
                {
                    // The rest is charged apart: then all of it is told.
                    _ofHolds[job.Job] = job.CapturedMinorUnits;
                }

                break;
            case "rest_paid":
                Captured += job.CapturedMinorUnits - (_ofHolds.Remove(job.Job, out var ofHold) ? ofHold : 0);
                break;
        }
    }

    /// <summary>An offer ended without an acceptance.</summary>
    public void OfferLost(DateTimeOffset at) => At(at).Lost++;

    /// <summary>How many jobs stand in a state.</summary>
    public long Count(JobState state) => _byState[(int)state];

    /// <summary>What the last five minutes come to: the seconds in (now - 300 s, now].</summary>
    public (double ServedPerMinute, double? MeanWaitSeconds, double? AcceptanceRate) Window(DateTimeOffset now)
    {
        var last = now.ToUnixTimeSeconds();
        long served = 0, waits = 0, wait = 0, accepted = 0, lost = 0;
        foreach (ref readonly var second in _seconds.AsSpan())
        {
            if (second.Stamp > last - WindowSeconds && second.Stamp <= last)
            {
                served += second.Served;
                waits += second.Waits;
                wait += second.WaitMilliseconds;
                accepted += second.Accepted;
                lost += second.Lost;
            }
        }

        // A host that has run for a minute has seen no five of them.
        var minutes = Math.Clamp((now - since).TotalMinutes, 1, WindowSeconds / 60.0);
        return (served / minutes, waits == 0 ? null : wait / 1000.0 / waits, accepted + lost == 0 ? null : (double)accepted / (accepted + lost));
    }

    private ref Second At(DateTimeOffset at)
    {
        var stamp = at.ToUnixTimeSeconds();
        ref var second = ref _seconds[(int)(stamp % WindowSeconds)];
        if (second.Stamp != stamp)
        {
            // An event that is told so late that its second is over by five minutes counts nowhere.
            if (second.Stamp > stamp)
            {
                return ref _late;
            }

            second = new Second { Stamp = stamp };
        }

        return ref second;
    }

    private Second _late;

    private struct Second
    {
        public long Stamp;
        public int Served;
        public int Waits;
        public long WaitMilliseconds;
        public int Accepted;
        public int Lost;
    }
}
