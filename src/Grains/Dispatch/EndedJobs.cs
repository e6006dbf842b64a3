namespace O2O.Dispatch.Grains.Dispatch;

/// <summary>The jobs that ended lately: news of one that comes behind the news of its end is told by this from news of a new job.</summary>
internal sealed class EndedJobs
{
    /// <summary>How long each is remembered, at the least. News that is older is looked up.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(2);

    private readonly HashSet<Guid> _jobs = [];
    private readonly Queue<(Guid Job, DateTimeOffset At)> _inOrder = new();

    /// <summary>Whether a job has ended lately.</summary>
    public bool Has(Guid job) => _jobs.Contains(job);

    /// <summary>Remembers a job that has ended, and forgets those that did so long ago.</summary>
    /// <param name="job">Which; once is enough.</param>
    /// <param name="now">The time.</param>
    public void Add(Guid job, DateTimeOffset now)
    {
        while (_inOrder.TryPeek(out var oldest) && now - oldest.At > Kept)
        {
            _jobs.Remove(_inOrder.Dequeue().Job);
        }

        if (_jobs.Add(job))
        {
            _inOrder.Enqueue((job, now));
        }
    }
}
